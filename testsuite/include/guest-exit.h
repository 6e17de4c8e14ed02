/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What immediate exits are forced with, by the names that Linux and QEMU give
 * it, and the loop of a vCPU that asks for one.
 */
#ifndef TEST_GUEST_EXIT_H
#define TEST_GUEST_EXIT_H

#include <stdbool.h>

#define VMX_PREEMPTION_TIMER_VALUE 0x482eu
#define NPLACES 4

struct kvm_vcpu {
	int cpu;
	int place;
};

struct vcpu_vmx {
	struct kvm_vcpu vcpu;
	bool req_immediate_exit;
	bool may_arm;
	unsigned int count;
	unsigned int counts[NPLACES];
	unsigned int bound;
	int credit;
	unsigned long last_rip;
	unsigned long deadline;
	bool single_step;
};

struct kvm_x86_ops {
	void (*prepare)(struct kvm_vcpu *vcpu);
	void (*request_immediate_exit)(struct kvm_vcpu *vcpu);
	void (*vcpu_run)(struct kvm_vcpu *vcpu, unsigned int flags);
};

void vmcs_write32(unsigned long field, unsigned int value);
void smp_send_reschedule(int cpu);
bool event_is_blocked(struct kvm_vcpu *vcpu);
int enter_guest(struct kvm_vcpu *vcpu);
unsigned long rip_of(struct kvm_vcpu *vcpu);
unsigned long now(void);

#define to_vmx(vcpu) ((struct vcpu_vmx *)(vcpu))

/* Each turn an event that cannot be injected yet asks for an exit at once; `arm` makes it so. */
#define RUN_LOOP(name, arm)                                             \
	int name(struct kvm_vcpu *vcpu);                                \
	int name(struct kvm_vcpu *vcpu)                                 \
	{                                                               \
		for (;;) {                                              \
			bool req_immediate_exit = false;                \
			int ret;                                        \
									\
			if (event_is_blocked(vcpu))                     \
				req_immediate_exit = true;              \
			arm(to_vmx(vcpu), req_immediate_exit);          \
			ret = enter_guest(vcpu);                        \
			if (ret)                                        \
				return ret;                             \
		}                                                       \
	}

#endif

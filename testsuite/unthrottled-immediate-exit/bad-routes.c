/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The ways from a request to what it arms. */
#include "guest-exit.h"

/* A flag in a field, through the ops pointer that sets it. */
static void request_by_flag(struct kvm_vcpu *vcpu)
{
	to_vmx(vcpu)->req_immediate_exit = true;
}

static void run_by_flag(struct kvm_vcpu *vcpu, unsigned int flags)
{
	struct vcpu_vmx *vmx = to_vmx(vcpu);

	if (vmx->req_immediate_exit)
		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0); /* WARN: unthrottled-immediate-exit */
	vmx->req_immediate_exit = false;
}

struct kvm_x86_ops kvm_x86_ops;

static struct kvm_x86_ops vmx_ops = {
	.request_immediate_exit = request_by_flag,
	.vcpu_run = run_by_flag,
};

void init(void);
void init(void)
{
	kvm_x86_ops = vmx_ops;
}

int run_ops(struct kvm_vcpu *vcpu);
int run_ops(struct kvm_vcpu *vcpu)
{
	int ret = 0;

	while (!ret) {
		if (event_is_blocked(vcpu))
			kvm_x86_ops.request_immediate_exit(vcpu);
		kvm_x86_ops.vcpu_run(vcpu, 0);
		ret = enter_guest(vcpu);
	}
	return ret;
}

/* What the caller's flag is pointed to by, a bit of its flags, and a parameter on the way. */
#define FORCE 1u
#define OTHER 2u

static void inject(struct kvm_vcpu *vcpu, bool *req_immediate_exit)
{
	if (event_is_blocked(vcpu))
		*req_immediate_exit = true;
}

static void update_timer(struct kvm_vcpu *vcpu, bool now)
{
	if (now)
		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0); /* WARN: unthrottled-immediate-exit */
}

static void run_once(struct kvm_vcpu *vcpu, unsigned int flags)
{
	bool exit_now = flags & FORCE;

	update_timer(vcpu, exit_now);
}

static int enter(struct kvm_vcpu *vcpu)
{
	bool req_immediate_exit = false;
	unsigned int flags = 0;

	inject(vcpu, &req_immediate_exit);
	if (req_immediate_exit)
		flags |= FORCE;
	if (to_vmx(vcpu)->single_step)
		flags |= OTHER;
	run_once(vcpu, flags);
	return enter_guest(vcpu);
}

int run_parameter(struct kvm_vcpu *vcpu);
int run_parameter(struct kvm_vcpu *vcpu)
{
	for (;;) {
		int ret = enter(vcpu);

		if (ret)
			return ret;
	}
}

/* A static call: its symbol is a prefix and a key, and tables say who stands behind it. */
struct static_call_key {
	void *func;
};

static void request_statically(struct kvm_vcpu *vcpu)
{
	to_vmx(vcpu)->may_arm = true;
}

void __SCT__kvm_x86_request_immediate_exit(struct kvm_vcpu *vcpu);
extern struct static_call_key __SCK__kvm_x86_request_immediate_exit;
struct static_call_key __SCK__kvm_x86_request_immediate_exit = {
	.func = request_statically,
};

int run_static(struct kvm_vcpu *vcpu);
int run_static(struct kvm_vcpu *vcpu)
{
	int ret;

	do {
		if (event_is_blocked(vcpu))
			__SCT__kvm_x86_request_immediate_exit(vcpu);
		if (to_vmx(vcpu)->may_arm)
			vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0); /* WARN: unthrottled-immediate-exit */
		to_vmx(vcpu)->may_arm = false;
		ret = enter_guest(vcpu);
	} while (!ret);
	return ret;
}

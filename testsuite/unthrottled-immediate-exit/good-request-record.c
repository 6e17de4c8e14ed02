/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The request is handed back in a record on the stack, and counted in what outlives that. */
#include "guest-exit.h"

struct asked {
	bool req_immediate_exit;
	bool other;
};

static void ask(struct kvm_vcpu *vcpu, struct asked *asked)
{
	if (event_is_blocked(vcpu))
		asked->req_immediate_exit = true;
}

int run_counting(struct kvm_vcpu *vcpu);
int run_counting(struct kvm_vcpu *vcpu)
{
	for (;;) {
		struct asked asked = {};

		ask(vcpu, &asked);
		if (asked.req_immediate_exit && to_vmx(vcpu)->count++ < 100)
			vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0);
		if (enter_guest(vcpu))
			return 1;
	}
}

int run_other(struct kvm_vcpu *vcpu);
int run_other(struct kvm_vcpu *vcpu)
{
	for (;;) {
		struct asked asked = {};

		if (event_is_blocked(vcpu))
			asked.other = true;
		if (asked.other)
			vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0);
		if (enter_guest(vcpu))
			return 1;
	}
}

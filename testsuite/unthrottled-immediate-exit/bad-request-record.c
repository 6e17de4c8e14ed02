/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The request is handed back in a record on the stack, and counted in one of them too. */
#include "guest-exit.h"

struct asked {
	bool req_immediate_exit;
	unsigned int count;
};

static void ask(struct kvm_vcpu *vcpu, struct asked *asked)
{
	if (event_is_blocked(vcpu))
		asked->req_immediate_exit = true;
}

int run_plain(struct kvm_vcpu *vcpu);
int run_plain(struct kvm_vcpu *vcpu)
{
	int ret;

	do {
		struct asked asked = {};

		ask(vcpu, &asked);
		if (asked.req_immediate_exit)
			vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0); /* WARN: unthrottled-immediate-exit */
		ret = enter_guest(vcpu);
	} while (!ret);
	return ret;
}

int run_counting(struct kvm_vcpu *vcpu);
int run_counting(struct kvm_vcpu *vcpu)
{
	for (;;) {
		struct asked asked = {};

		ask(vcpu, &asked);
		if (asked.req_immediate_exit && ++asked.count < 100)
			vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0); /* WARN: unthrottled-immediate-exit */
		if (enter_guest(vcpu))
			return 1;
	}
}

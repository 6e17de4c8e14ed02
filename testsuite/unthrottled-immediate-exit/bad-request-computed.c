/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The request is what a function says. */
#include "guest-exit.h"

int run(struct kvm_vcpu *vcpu);
int run(struct kvm_vcpu *vcpu)
{
	for (;;) {
		bool req_immediate_exit = event_is_blocked(vcpu);

		if (req_immediate_exit)
			vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0); /* WARN: unthrottled-immediate-exit */
		if (enter_guest(vcpu))
			return 1;
	}
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The request is what the caller passes. */
#include "guest-exit.h"

static void request(struct kvm_vcpu *vcpu, bool on)
{
	to_vmx(vcpu)->req_immediate_exit = on;
}
int run(struct kvm_vcpu *vcpu);
int run(struct kvm_vcpu *vcpu)
{
	for (;;) {
		request(vcpu, false);
		if (event_is_blocked(vcpu))
			request(vcpu, true);
		if (to_vmx(vcpu)->req_immediate_exit)
			vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0); /* WARN: unthrottled-immediate-exit */
		if (enter_guest(vcpu))
			return 1;
	}
}

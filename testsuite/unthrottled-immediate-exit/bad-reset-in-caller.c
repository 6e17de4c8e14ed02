/* SPDX-License-Identifier: GPL-2.0-or-later */
/* It counts and compares, and the caller resets it each time. */
#include "guest-exit.h"

static void upd(struct vcpu_vmx *vmx, bool force)
{
	if (force && vmx->count++ < 100)
		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0); /* WARN: unthrottled-immediate-exit */
}
int run(struct kvm_vcpu *vcpu);
int run(struct kvm_vcpu *vcpu)
{
	for (;;) {
		bool req_immediate_exit = false;

		if (event_is_blocked(vcpu))
			req_immediate_exit = true;
		upd(to_vmx(vcpu), req_immediate_exit);
		if (enter_guest(vcpu))
			return 1;
		to_vmx(vcpu)->count = 0;
	}
}

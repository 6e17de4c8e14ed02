/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What throttles in an inner loop is begun anew in the outer one, which counts nothing itself. */
#include "guest-exit.h"

int run(struct kvm_vcpu *vcpu);
int run(struct kvm_vcpu *vcpu)
{
	struct vcpu_vmx *vmx = to_vmx(vcpu);

	for (;;) {
		bool req_immediate_exit = false;

		vmx->count = 0;
		if (event_is_blocked(vcpu))
			req_immediate_exit = true;
		for (int i = 0; i < vmx->vcpu.place; i++)
			if (req_immediate_exit && vmx->count++ < 100)
				vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0); /* WARN: unthrottled-immediate-exit */
		if (enter_guest(vcpu))
			return 1;
	}
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A timer of 0 whenever it is asked for; what is computed to be 0 is another matter. */
#include "guest-exit.h"

static void update_timer(struct vcpu_vmx *vmx, bool force)
{
	unsigned int delta;

	if (force) {
		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0); /* WARN: unthrottled-immediate-exit */
	} else if (vmx->deadline != -1ul) {
		if (vmx->deadline > now())
			delta = vmx->deadline - now();
		else
			delta = 0;
		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, delta);
	}
}

RUN_LOOP(vcpu_run, update_timer)

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The stored identity is spoilt behind the comparison: it differs each time. */
#include "guest-exit.h"

static void upd(struct vcpu_vmx *vmx, bool force)
{
	unsigned long rip = rip_of(&vmx->vcpu);

	if (!force)
		return;
	if (vmx->last_rip != rip) {
		vmx->last_rip = rip;
		vmx->count = 0;
	}
	if (++vmx->count < 100)
		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0); /* WARN: unthrottled-immediate-exit */
	vmx->last_rip = 0;
}
RUN_LOOP(run_it, upd)

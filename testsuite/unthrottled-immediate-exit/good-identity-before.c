/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The identity is compared first, stored, and what was found is used behind. */
#include "guest-exit.h"

static void upd(struct vcpu_vmx *vmx, bool force)
{
	unsigned long rip = rip_of(&vmx->vcpu);
	bool moved = vmx->last_rip != rip;

	if (!force)
		return;
	vmx->last_rip = rip;
	if (moved)
		vmx->count = 0;
	if (++vmx->count < 100)
		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0);
}
RUN_LOOP(run_it, upd)

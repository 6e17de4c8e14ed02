/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The count stays at its bound. */
#include "guest-exit.h"

static void upd(struct vcpu_vmx *vmx, bool force)
{
	if (!force)
		return;
	if (vmx->count < 100)
		vmx->count++;
	if (vmx->count >= 100)
		return;
	vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0);
}
RUN_LOOP(run_it, upd)

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The count is reached through a pointer of the function. */
#include "guest-exit.h"

static void upd(struct vcpu_vmx *vmx, bool force)
{
	unsigned int *p = &vmx->count;

	if (force && (*p)++ < 100)
		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0);
}
RUN_LOOP(run_it, upd)

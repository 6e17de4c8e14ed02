/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The timer is chosen where it is declared. */
#include "guest-exit.h"

static void upd(struct vcpu_vmx *vmx, bool force)
{
	unsigned int t = force ? 0 : 5000;

	vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, t); /* WARN: unthrottled-immediate-exit */
}
RUN_LOOP(run_it, upd)

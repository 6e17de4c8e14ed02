/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The count stands in a record of the function's own, and a helper moves it. */
#include "guest-exit.h"
struct own {
	unsigned int exits;
};
static bool few(struct own *o)
{
	return ++o->exits < 100;
}

static void upd(struct vcpu_vmx *vmx, bool force)
{
	struct own own = {vmx->bound};

	if (force && few(&own))
		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0); /* WARN: unthrottled-immediate-exit */
}
RUN_LOOP(run_it, upd)

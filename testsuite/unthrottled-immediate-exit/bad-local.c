/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A count that does not outlive the iteration never comes to its bound. */
#include "guest-exit.h"

static void local_count(struct vcpu_vmx *vmx, bool force)
{
	unsigned int count = vmx->bound;

	if (!force)
		return;
	if (++count > 100)
		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 1000);
	else
		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0); /* WARN: unthrottled-immediate-exit */
}

RUN_LOOP(run_local, local_count)

/* Nor does one whose address is taken, or that lies in a record of its own. */
struct own {
	unsigned int exits;
};

static bool exceeds(unsigned int *count)
{
	return ++*count > 100;
}

static void pointed_to(struct vcpu_vmx *vmx, bool force)
{
	struct own own = {vmx->bound};
	unsigned int count = vmx->bound;

	if (force && !exceeds(&count) && ++own.exits < 100)
		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0); /* WARN: unthrottled-immediate-exit */
}

RUN_LOOP(run_pointed, pointed_to)

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Counted and compared, and armed all the same. */
#include "guest-exit.h"

void tell(const char *what);

static void both_sides(struct vcpu_vmx *vmx, bool force)
{
	unsigned int timer = 0;

	if (!force)
		return;
	if (++vmx->count > 100)
		tell("storm");
	vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, timer); /* WARN: unthrottled-immediate-exit */
}

RUN_LOOP(run_both_sides, both_sides)

/* Past the bound one exit is left out, and then no more: the count goes on. */
static void once(struct vcpu_vmx *vmx, bool force)
{
	if (!force)
		return;
	if (++vmx->count == 100)
		return;
	vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0); /* WARN: unthrottled-immediate-exit */
}

RUN_LOOP(run_once, once)

/* Compared where it does not matter any more. */
static void afterwards(struct vcpu_vmx *vmx, bool force)
{
	if (!force)
		return;
	vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0); /* WARN: unthrottled-immediate-exit */
	if (++vmx->count > 100)
		tell("storm");
}

RUN_LOOP(run_afterwards, afterwards)

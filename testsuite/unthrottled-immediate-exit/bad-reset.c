/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A count that is reset where it is armed undoes itself. */
#include "guest-exit.h"

static void in_both(struct vcpu_vmx *vmx, bool force)
{
	if (!force)
		return;
	if (vmx->count++ < 100) {
		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0); /* WARN: unthrottled-immediate-exit */
		vmx->count = 0;
	} else {
		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 1000);
		vmx->count = 0;
	}
}

RUN_LOOP(run_both, in_both)

static void before(struct vcpu_vmx *vmx, bool force)
{
	if (!force)
		return;
	if (vmx->single_step)
		vmx->count = 0;
	if (++vmx->count < 100)
		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0); /* WARN: unthrottled-immediate-exit */
}

RUN_LOOP(run_before, before)

/* Where the stored identity is another, but is never overwritten. */
static void never_stored(struct vcpu_vmx *vmx, bool force)
{
	if (!force)
		return;
	if (vmx->last_rip != rip_of(&vmx->vcpu))
		vmx->count = 0;
	if (++vmx->count < 100)
		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0); /* WARN: unthrottled-immediate-exit */
}

RUN_LOOP(run_never_stored, never_stored)

/* Or is overwritten by something else than it was compared with. */
static void stored_otherwise(struct vcpu_vmx *vmx, bool force)
{
	if (!force)
		return;
	if (vmx->last_rip != rip_of(&vmx->vcpu)) {
		vmx->last_rip = now();
		vmx->count = 0;
	}
	if (++vmx->count < 100)
		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0); /* WARN: unthrottled-immediate-exit */
}

RUN_LOOP(run_stored_otherwise, stored_otherwise)

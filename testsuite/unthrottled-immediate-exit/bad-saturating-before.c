/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The count does not stay at its bound: it steps over it, stays below it, or goes on at it. */
#include "guest-exit.h"

static void steps_over(struct vcpu_vmx *vmx, bool force)
{
	if (!force)
		return;
	if (vmx->count < 101)
		vmx->count += 2;
	if (vmx->count == 101)
		return;
	vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0); /* WARN: unthrottled-immediate-exit */
}
RUN_LOOP(run_steps_over, steps_over)

static void stays_below(struct vcpu_vmx *vmx, bool force)
{
	if (!force)
		return;
	if (vmx->count < 50)
		vmx->count++;
	if (vmx->count == 100)
		return;
	vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0); /* WARN: unthrottled-immediate-exit */
}
RUN_LOOP(run_stays_below, stays_below)

static void goes_on(struct vcpu_vmx *vmx, bool force)
{
	if (!force)
		return;
	if (vmx->count <= 100)
		vmx->count++;
	if (vmx->count == 100)
		return;
	vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0); /* WARN: unthrottled-immediate-exit */
}
RUN_LOOP(run_goes_on, goes_on)

static void elsewhere(struct vcpu_vmx *vmx, bool force)
{
	vmx->count++;
	if (!force)
		return;
	if (vmx->count < 100)
		vmx->count++;
	if (vmx->count == 100)
		return;
	vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0); /* WARN: unthrottled-immediate-exit */
}
RUN_LOOP(run_elsewhere, elsewhere)

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Counted on one way of two. */
#include "guest-exit.h"

static void counted_once(struct vcpu_vmx *vmx, bool force)
{
	if (!force)
		return;
	if (vmx->single_step)
		vmx->count++;
	if (vmx->count < 100)
		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0); /* WARN: unthrottled-immediate-exit */
}

RUN_LOOP(run_counted_once, counted_once)

static void compared_once(struct vcpu_vmx *vmx, bool force)
{
	if (!force)
		return;
	vmx->count++;
	if (vmx->single_step && vmx->count > 100)
		return;
	vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0); /* WARN: unthrottled-immediate-exit */
}

RUN_LOOP(run_compared_once, compared_once)

/* Another arming stands beside the one that is throttled. */
static void beside(struct vcpu_vmx *vmx, bool force)
{
	if (!force)
		return;
	if (vmx->single_step) {
		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0); /* WARN: unthrottled-immediate-exit */
		return;
	}
	if (vmx->count++ < 100)
		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0);
}

RUN_LOOP(run_beside, beside)

/* One caller of two counts. */
static void arm_now(void)
{
	vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0); /* WARN: unthrottled-immediate-exit */
}

static void counts(struct vcpu_vmx *vmx, bool force)
{
	if (force && vmx->count++ < 100)
		arm_now();
}

static void does_not(struct vcpu_vmx *vmx, bool force)
{
	if (force)
		arm_now();
}

RUN_LOOP(run_counts, counts)
RUN_LOOP(run_does_not, does_not)

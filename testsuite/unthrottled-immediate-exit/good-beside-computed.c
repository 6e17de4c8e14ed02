/* SPDX-License-Identifier: GPL-2.0-or-later */
/* 0 stands for what is computed, as the deadline passed; or the request's 0 is counted. */
#include "guest-exit.h"

static bool has_passed(struct vcpu_vmx *vmx)
{
	if (vmx->deadline <= now())
		return true;
	return false;
}

static unsigned int left(struct vcpu_vmx *vmx)
{
	unsigned long t = now();

	return vmx->deadline > t ? vmx->deadline - t : 0;
}

static void clamp(struct vcpu_vmx *vmx, bool force)
{
	unsigned long t = now();
	unsigned int timer = vmx->deadline > t ? vmx->deadline - t : 0;

	if (force)
		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, timer);
}
RUN_LOOP(run_clamp, clamp)

static void clamp_by_helper(struct vcpu_vmx *vmx, bool force)
{
	unsigned int timer;

	if (!force)
		return;
	if (has_passed(vmx))
		timer = 0;
	else
		timer = vmx->deadline - now();
	vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, timer);
}
RUN_LOOP(run_clamp_by_helper, clamp_by_helper)

static void clamp_in_helper(struct vcpu_vmx *vmx, bool force)
{
	if (force)
		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, left(vmx));
}
RUN_LOOP(run_clamp_in_helper, clamp_in_helper)

static void count(struct vcpu_vmx *vmx, bool force)
{
	unsigned int timer = vmx->deadline - now();

	if (force && vmx->count++ < 100)
		timer = 0;
	vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, timer);
}
RUN_LOOP(run_count, count)

static void count_before(struct vcpu_vmx *vmx, bool force)
{
	unsigned int timer;

	if (force && ++vmx->count > 100) {
		vmx->count = 0;
		force = false;
	}
	if (force)
		timer = 0;
	else
		timer = left(vmx);
	vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, timer);
}
RUN_LOOP(run_count_before, count_before)

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Resets that undo nothing: where nothing is armed, past the bound, at another place. */
#include "guest-exit.h"

static void where_none_is_armed(struct vcpu_vmx *vmx, bool force)
{
	if (!force) {
		vmx->count = 0;
		return;
	}
	if (++vmx->count < 100)
		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0);
}

RUN_LOOP(run_none, where_none_is_armed)

static void past_bound(struct vcpu_vmx *vmx, bool force)
{
	if (!force)
		return;
	if (++vmx->count > 100) {
		vmx->count = 0;
		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 1000);
		return;
	}
	vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0);
}

RUN_LOOP(run_past, past_bound)

static void at_another_place(struct vcpu_vmx *vmx, bool force)
{
	unsigned long rip;

	if (!force)
		return;
	rip = rip_of(&vmx->vcpu);
	if (vmx->last_rip == rip) {
		vmx->count++;
	} else {
		vmx->count = 0;
		vmx->last_rip = rip;
	}
	if (vmx->count > 100)
		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 1000);
	else
		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0);
}

RUN_LOOP(run_another, at_another_place)

static void at_another_place_twice(struct vcpu_vmx *vmx, bool force)
{
	if (!force)
		return;
	if (vmx->last_rip != rip_of(&vmx->vcpu)) {
		vmx->last_rip = rip_of(&vmx->vcpu);
		vmx->count = 0;
		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0);
	} else if (vmx->count++ < 100) {
		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0);
	}
}

RUN_LOOP(run_another_twice, at_another_place_twice)

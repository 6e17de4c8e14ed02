/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The count stays at its bound, as it is advanced below it only, and is compared behind. */
#include "guest-exit.h"

#define FEW 100

static void upd(struct vcpu_vmx *vmx, bool force)
{
	if (!force)
		return;
	if (vmx->count < FEW)
		vmx->count++;
	if (vmx->count == FEW)
		return;
	vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0);
}
RUN_LOOP(run_it, upd)

/* Down to nothing, with a bound that is kept. */
static void down(struct vcpu_vmx *vmx, bool force)
{
	if (!force)
		return;
	if (vmx->credit > 0)
		vmx->credit -= 1;
	if (vmx->credit != 0)
		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0);
}
RUN_LOOP(run_down, down)

static void variable(struct vcpu_vmx *vmx, bool force)
{
	if (!force) {
		vmx->count = 0;
		return;
	}
	if (vmx->count != vmx->bound)
		vmx->count++;
	if (vmx->count == vmx->bound)
		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 1000);
	else
		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0);
}
RUN_LOOP(run_variable, variable)

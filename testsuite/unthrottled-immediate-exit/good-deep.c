/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The count lies below several small helpers. */
#include "guest-exit.h"

static bool counts(struct vcpu_vmx *vmx)
{
	return vmx->count++ < 100;
}

static bool third(struct vcpu_vmx *vmx)
{
	return counts(vmx);
}

static bool second(struct vcpu_vmx *vmx)
{
	return third(vmx);
}

static bool first(struct vcpu_vmx *vmx)
{
	return second(vmx);
}

static void by_object(struct vcpu_vmx *vmx, bool force)
{
	if (force && first(vmx))
		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0);
}
RUN_LOOP(run_by_object, by_object)

static bool advance(unsigned int *count)
{
	return (*count)++ < 100;
}

static bool hand_on(unsigned int *count)
{
	return advance(count);
}

static void by_address(struct vcpu_vmx *vmx, bool force)
{
	if (force && hand_on(&vmx->bound))
		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0);
}
RUN_LOOP(run_by_address, by_address)

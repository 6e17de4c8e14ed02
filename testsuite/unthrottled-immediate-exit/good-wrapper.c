/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is passed to a wrapper is counted, or is no 0, or nobody asked for it; so is what a helper hands back. */
#include "guest-exit.h"

static void set_timer(unsigned int value)
{
	vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, value);
}

static void counted(struct vcpu_vmx *vmx, bool force)
{
	if (force && vmx->count++ < 100)
		set_timer(0);
	else
		set_timer(vmx->deadline - now());
}
RUN_LOOP(run_counted, counted)

static void longer(struct vcpu_vmx *vmx, bool force)
{
	if (force)
		set_timer(1000);
	else
		set_timer(0);
}
RUN_LOOP(run_longer, longer)

/* Counted in the wrapper. */
static void set_by_count(struct vcpu_vmx *vmx, unsigned int value)
{
	if (!value && ++vmx->count > 100) {
		vmx->count = 0;
		value = 1000;
	}
	vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, value);
}

static void in_wrapper(struct vcpu_vmx *vmx, bool force)
{
	set_by_count(vmx, force ? 0 : (unsigned int)vmx->deadline);
}
RUN_LOOP(run_in_wrapper, in_wrapper)

/* Another field. */
static void write_field(unsigned long field, unsigned int value)
{
	vmcs_write32(field, value);
}

static void other_field(struct vcpu_vmx *vmx, bool force)
{
	write_field(0x4002, 0);
	if (force)
		write_field(VMX_PREEMPTION_TIMER_VALUE, 1000);
}
RUN_LOOP(run_other_field, other_field)

/* The helper counts. */
static unsigned int by_count(struct vcpu_vmx *vmx)
{
	if (vmx->count++ < 100)
		return 0;
	return 1000;
}

static void handed_back(struct vcpu_vmx *vmx, bool force)
{
	if (force)
		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, by_count(vmx));
}
RUN_LOOP(run_handed_back, handed_back)

static unsigned int by_state(struct vcpu_vmx *vmx, bool force)
{
	if (force && vmx->count++ < 100)
		return 0;
	return vmx->deadline - now();
}

static void handed_back_or_computed(struct vcpu_vmx *vmx, bool force)
{
	vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, by_state(vmx, force));
}
RUN_LOOP(run_handed_back_or_computed, handed_back_or_computed)

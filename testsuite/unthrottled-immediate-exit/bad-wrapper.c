/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The 0 comes from who calls a wrapper, or from a helper. */
#include "guest-exit.h"

static void set_timer(struct vcpu_vmx *vmx, unsigned int value)
{
	vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, value); /* WARN: unthrottled-immediate-exit */
	vmx->may_arm = true;
}

static void passed(struct vcpu_vmx *vmx, bool force)
{
	if (force)
		set_timer(vmx, 0);
}
RUN_LOOP(run_passed, passed)

/* Through two of them, chosen beside what is computed. */
static void write_field(unsigned long field, unsigned int value)
{
	vmcs_write32(field, value); /* WARN: unthrottled-immediate-exit */
}

static void set_after(unsigned int value)
{
	write_field(VMX_PREEMPTION_TIMER_VALUE, value);
}

static void passed_twice(struct vcpu_vmx *vmx, bool force)
{
	set_after(force ? 0 : (unsigned int)vmx->deadline);
}
RUN_LOOP(run_passed_twice, passed_twice)

/* One of the callers counts. */
static void set_slowly(unsigned int value)
{
	vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, value); /* WARN: unthrottled-immediate-exit */
}

static void counted(struct vcpu_vmx *vmx, bool force)
{
	if (force && vmx->count++ < 100)
		set_slowly(0);
}
RUN_LOOP(run_counted, counted)

static void uncounted(struct vcpu_vmx *vmx, bool force)
{
	if (force)
		set_slowly(0);
}
RUN_LOOP(run_uncounted, uncounted)

static unsigned int constant(bool force)
{
	if (force)
		return 0;
	return 5000;
}

static void handed_back(struct vcpu_vmx *vmx, bool force)
{
	vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, constant(force)); /* WARN: unthrottled-immediate-exit */
}
RUN_LOOP(run_handed_back, handed_back)

static unsigned int computed(struct vcpu_vmx *vmx, bool force)
{
	return force ? 0 : vmx->deadline - now();
}

static void handed_back_or_computed(struct vcpu_vmx *vmx, bool force)
{
	unsigned int timer = computed(vmx, force);

	vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, timer); /* WARN: unthrottled-immediate-exit */
}
RUN_LOOP(run_handed_back_or_computed, handed_back_or_computed)

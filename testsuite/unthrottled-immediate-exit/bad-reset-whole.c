/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The record that the count lies in is overwritten on the way. */
#include "guest-exit.h"

struct throttle {
	unsigned long rip;
	unsigned int count;
};

static struct throttle cleared, copied, below;
extern struct throttle fresh;

static void by_memset(struct vcpu_vmx *vmx, bool force)
{
	if (force && ++cleared.count < 100) {
		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0); /* WARN: unthrottled-immediate-exit */
		__builtin_memset(&cleared, 0, sizeof(cleared));
	}
}
RUN_LOOP(run_by_memset, by_memset)

static void by_copy(struct vcpu_vmx *vmx, bool force)
{
	if (force && ++copied.count < 100) {
		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0); /* WARN: unthrottled-immediate-exit */
		copied = fresh;
	}
}
RUN_LOOP(run_by_copy, by_copy)

/* By a function that names no field of it. */
static void begin(struct throttle *t)
{
	*t = (struct throttle){};
}

static void in_helper(struct vcpu_vmx *vmx, bool force)
{
	if (!force)
		return;
	if (++below.count < 100)
		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0); /* WARN: unthrottled-immediate-exit */
	begin(&below);
}
RUN_LOOP(run_in_helper, in_helper)

/* The array alone. */
static void the_array(struct vcpu_vmx *vmx, bool force)
{
	if (!force)
		return;
	if (++vmx->counts[vmx->vcpu.place] < 100)
		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0); /* WARN: unthrottled-immediate-exit */
	__builtin_memset(vmx->counts, 0, sizeof(vmx->counts));
}
RUN_LOOP(run_the_array, the_array)

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Counts that throttle: what they are kept in, what they are compared with. */
#include "guest-exit.h"

static void in_a_field(struct vcpu_vmx *vmx, bool force)
{
	if (force && vmx->count++ < 100)
		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0);
	else if (force)
		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 1000);
	else
		vmx->count = 0;
}

RUN_LOOP(run_field, in_a_field)

static void in_an_element(struct vcpu_vmx *vmx, bool force)
{
	int place = vmx->vcpu.place;

	if (!force)
		return;
	++vmx->counts[place];
	if (vmx->counts[place] == 100) {
		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 1000);
		vmx->counts[place] = 0;
	} else {
		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0);
	}
}

RUN_LOOP(run_element, in_an_element)

static unsigned int of_all;

static void in_a_static(struct vcpu_vmx *vmx, bool force)
{
	static int mine;

	if (!force)
		return;
	if (vmx->single_step) {
		if (++of_all >= 100)
			return;
		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0);
	} else {
		mine = mine + 1;
		if (mine <= 100)
			vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0);
	}
}

RUN_LOOP(run_static, in_a_static)

extern unsigned int exits_max;

static void variable_bound(struct vcpu_vmx *vmx, bool force)
{
	unsigned int max = vmx->single_step ? exits_max : vmx->bound;

	if (force && vmx->count < max) {
		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0);
		vmx->count++;
	}
}

RUN_LOOP(run_variable, variable_bound)

static void stays_at_bound(struct vcpu_vmx *vmx, bool force)
{
	if (!force || vmx->count == 100)
		return;
	vmx->count++;
	vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0);
}

RUN_LOOP(run_stays, stays_at_bound)

static void down(struct vcpu_vmx *vmx, bool force)
{
	if (!force)
		return;
	if (!vmx->credit) {
		vmx->credit = 100;
		return;
	}
	vmx->credit--;
	vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0);
}

RUN_LOOP(run_down, down)

static void saturates(struct vcpu_vmx *vmx, bool force)
{
	if (!force)
		return;
	vmx->count = vmx->count + 1 < 100 ? vmx->count + 1 : 100;
	if (vmx->count < 100)
		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0);
}

RUN_LOOP(run_saturates, saturates)

/* One value for both: the timer is 0 below the bound only. */
static void chosen_timer(struct vcpu_vmx *vmx, bool force)
{
	unsigned int timer;

	if (!force)
		return;
	timer = vmx->count++ < 100 ? 0 : 1000;
	vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, timer);
}

RUN_LOOP(run_chosen, chosen_timer)

void tell(const char *what);

/* A first bound that only warns. */
static void two_bounds(struct vcpu_vmx *vmx, bool force)
{
	if (!force)
		return;
	if (++vmx->count > 50)
		tell("many exits");
	if (vmx->count > 100)
		return;
	vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0);
}

RUN_LOOP(run_two_bounds, two_bounds)

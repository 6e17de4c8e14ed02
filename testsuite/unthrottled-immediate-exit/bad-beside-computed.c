/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The request chooses 0 in place of what is computed. */
#include "guest-exit.h"

static void by_test(struct vcpu_vmx *vmx, bool force)
{
	unsigned int timer;

	if (force)
		timer = 0;
	else
		timer = vmx->deadline - now();
	vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, timer); /* WARN: unthrottled-immediate-exit */
}
RUN_LOOP(run_by_test, by_test)

static void by_choice(struct vcpu_vmx *vmx, bool force)
{
	unsigned int timer = force ? 0 : (unsigned int)vmx->deadline;

	vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, timer); /* WARN: unthrottled-immediate-exit */
}
RUN_LOOP(run_by_choice, by_choice)

/* Past the bound it is computed too, but some ways do not count. */
static void by_half(struct vcpu_vmx *vmx, bool force)
{
	unsigned int timer = vmx->deadline - now();

	if (force && (vmx->single_step || vmx->count++ < 100))
		timer = 0;
	vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, timer); /* WARN: unthrottled-immediate-exit */
}
RUN_LOOP(run_by_half, by_half)

/* The exit is forced where the loop is. */
int run_here(struct kvm_vcpu *vcpu);
int run_here(struct kvm_vcpu *vcpu)
{
	for (;;) {
		bool req_immediate_exit = false;
		unsigned int timer = now();

		if (event_is_blocked(vcpu))
			req_immediate_exit = true;
		if (req_immediate_exit)
			timer = 0;
		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, timer); /* WARN: unthrottled-immediate-exit */
		if (enter_guest(vcpu))
			return 1;
	}
}

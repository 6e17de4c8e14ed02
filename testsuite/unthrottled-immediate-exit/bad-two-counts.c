/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Two ways to the arming, each with a count, and together they do not throttle. */
#include "guest-exit.h"

static unsigned int slow;

/* Each way begins the other's count anew. */
static void undo_each_other(struct vcpu_vmx *vmx, bool force)
{
	if (!force)
		return;
	if (vmx->single_step) {
		slow = 0;
		if (vmx->count++ >= 100)
			return;
	} else {
		vmx->count = 0;
		if (slow++ >= 50)
			return;
	}
	vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0); /* WARN: unthrottled-immediate-exit */
}
RUN_LOOP(run_undo_each_other, undo_each_other)

static void one_is_uncompared(struct vcpu_vmx *vmx, bool force)
{
	if (!force)
		return;
	if (vmx->single_step) {
		if (vmx->count++ >= 100)
			return;
	} else {
		slow++;
	}
	vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0); /* WARN: unthrottled-immediate-exit */
}
RUN_LOOP(run_one_is_uncompared, one_is_uncompared)

/* One compares what the other counts. */
static void crossed(struct vcpu_vmx *vmx, bool force)
{
	if (!force)
		return;
	if (vmx->single_step) {
		vmx->count++;
		if (slow >= 100)
			return;
	} else {
		slow++;
		if (vmx->count >= 50)
			return;
	}
	vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0); /* WARN: unthrottled-immediate-exit */
}
RUN_LOOP(run_crossed, crossed)

/* The caller's loop begins one of them anew. */
static void in_turn(struct vcpu_vmx *vmx, bool force)
{
	if (!force)
		return;
	if (vmx->single_step) {
		if (vmx->counts[0]++ >= 100)
			return;
	} else {
		if (vmx->counts[1]++ >= 50)
			return;
	}
	vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0); /* WARN: unthrottled-immediate-exit */
}

int run_in_turn(struct kvm_vcpu *vcpu);
int run_in_turn(struct kvm_vcpu *vcpu)
{
	for (;;) {
		bool req_immediate_exit = false;

		if (event_is_blocked(vcpu))
			req_immediate_exit = true;
		in_turn(to_vmx(vcpu), req_immediate_exit);
		if (enter_guest(vcpu))
			return 1;
		to_vmx(vcpu)->counts[1] = 0;
	}
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* No request leads there, or no loop is seen. */
#include "guest-exit.h"

/* A deadline that has passed, though the constant 0 stands there. */
static void deadline(struct vcpu_vmx *vmx, bool force)
{
	unsigned int delta;

	if (force)
		return;
	if (vmx->deadline > now())
		delta = vmx->deadline - now();
	else
		delta = 0;
	vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, delta);
}

RUN_LOOP(run_deadline, deadline)

/* Also where it is computed on request. */
static void computed(struct vcpu_vmx *vmx, bool force)
{
	unsigned int delta = 0;

	if (!force)
		return;
	if (vmx->deadline > now())
		delta = vmx->deadline - now();
	vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, delta);
}

RUN_LOOP(run_computed, computed)

/* Single steps are no requests; another CPU is not this one. */
static void single_step(struct vcpu_vmx *vmx, bool force)
{
	if (force)
		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 1);
	if (force)
		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE + 2, 0);
	if (vmx->single_step)
		smp_send_reschedule(vmx->vcpu.cpu);
	if (force)
		smp_send_reschedule(vmx->vcpu.place);
}

RUN_LOOP(run_single_step, single_step)

/* Once, and not in a loop. */
int once(struct kvm_vcpu *vcpu);
int once(struct kvm_vcpu *vcpu)
{
	bool req_immediate_exit = false;

	if (event_is_blocked(vcpu))
		req_immediate_exit = true;
	if (req_immediate_exit)
		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0);
	return enter_guest(vcpu);
}

/* A loop of its own, behind which nothing asks again. */
int asked_before(struct kvm_vcpu *vcpu);
int asked_before(struct kvm_vcpu *vcpu)
{
	bool req_immediate_exit = false;
	int ret;

	if (event_is_blocked(vcpu))
		req_immediate_exit = true;
	do {
		if (req_immediate_exit)
			vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0);
		req_immediate_exit = false;
		ret = enter_guest(vcpu);
	} while (!ret);
	return ret;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Throttles that are in another function than the arming. */
#include "guest-exit.h"

static bool may_exit(struct vcpu_vmx *vmx)
{
	if (vmx->count >= 100) {
		vmx->count = 0;
		return false;
	}
	vmx->count++;
	return true;
}

static void helper(struct vcpu_vmx *vmx, bool force)
{
	if (force && may_exit(vmx))
		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0);
}

RUN_LOOP(run_helper, helper)

/* The helper is told where to count. */
static bool exceeds(unsigned int *count, unsigned int max)
{
	return ++*count > max;
}

static void told_where(struct vcpu_vmx *vmx, bool force)
{
	if (force && !exceeds(&vmx->count, 100))
		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0);
}

RUN_LOOP(run_told_where, told_where)

/* Or is told the count, or says it. */
static bool is_many(unsigned int count)
{
	return count > 100;
}

static unsigned int counted(struct vcpu_vmx *vmx)
{
	return ++vmx->count;
}

static void told_count(struct vcpu_vmx *vmx, bool force)
{
	if (force && !is_many(counted(vmx)))
		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0);
}

RUN_LOOP(run_told_count, told_count)

/* Kept in a flag. */
static void flag(struct vcpu_vmx *vmx, bool force)
{
	bool many = false;

	if (++vmx->count > 100)
		many = true;
	if (force && !many)
		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0);
}

RUN_LOOP(run_flag, flag)

static void flag_in_a_field(struct vcpu_vmx *vmx, bool force)
{
	vmx->may_arm = ++vmx->count <= 100;
	if (force && vmx->may_arm)
		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0);
}

RUN_LOOP(run_flag_in_a_field, flag_in_a_field)

/* The caller counts. */
static void arm(bool force)
{
	if (force)
		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0);
}

static void caller(struct vcpu_vmx *vmx, bool force)
{
	if (force && vmx->count++ >= 100)
		force = false;
	arm(force);
}

RUN_LOOP(run_caller, caller)

/* The loop counts, before it asks. */
int vcpu_run(struct kvm_vcpu *vcpu);
int vcpu_run(struct kvm_vcpu *vcpu)
{
	struct vcpu_vmx *vmx = to_vmx(vcpu);
	int ret;

	do {
		vmx->req_immediate_exit = false;
		if (event_is_blocked(vcpu) && ++vmx->count < 100)
			vmx->req_immediate_exit = true;
		if (vmx->req_immediate_exit)
			vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0);
		ret = enter_guest(vcpu);
	} while (!ret);
	return ret;
}

/* Counted where it is asked for: the flag is cleared, and set, by who knows the container. */
static void prepare(struct kvm_vcpu *vcpu)
{
	struct vcpu_vmx *vmx = to_vmx(vcpu);

	vmx->req_immediate_exit = false;
}

static void request(struct kvm_vcpu *vcpu)
{
	to_vmx(vcpu)->req_immediate_exit = true;
}

static void run_once(struct kvm_vcpu *vcpu, unsigned int flags)
{
	struct vcpu_vmx *vmx = to_vmx(vcpu);

	if (vmx->req_immediate_exit)
		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0);
}

struct kvm_x86_ops kvm_x86_ops = {
	.prepare = prepare,
	.request_immediate_exit = request,
	.vcpu_run = run_once,
};

static unsigned int asked;

int run_ops(struct kvm_vcpu *vcpu);
int run_ops(struct kvm_vcpu *vcpu)
{
	int ret = 0;

	while (!ret) {
		bool req_immediate_exit = event_is_blocked(vcpu);

		kvm_x86_ops.prepare(vcpu);
		if (req_immediate_exit && ++asked > 100) {
			asked = 0;
			req_immediate_exit = false;
		}
		if (req_immediate_exit)
			kvm_x86_ops.request_immediate_exit(vcpu);
		kvm_x86_ops.vcpu_run(vcpu, 0);
		ret = enter_guest(vcpu);
	}
	return ret;
}

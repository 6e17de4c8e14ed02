/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The count begins anew for two identities, and one of them is not kept. */
#include "guest-exit.h"

int vector_of(struct vcpu_vmx *vmx);
static int last_vector;

static void not_stored(struct vcpu_vmx *vmx, bool force)
{
	unsigned long rip = rip_of(&vmx->vcpu);
	int vector = vector_of(vmx);

	if (!force)
		return;
	if (vmx->last_rip != rip || last_vector != vector) {
		vmx->last_rip = rip;
		vmx->count = 0;
	}
	if (++vmx->count < 100)
		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0); /* WARN: unthrottled-immediate-exit */
}
RUN_LOOP(run_not_stored, not_stored)

/* What is stored as the vector is the other one. */
static void mixed_up(struct vcpu_vmx *vmx, bool force)
{
	unsigned long rip = rip_of(&vmx->vcpu);
	int vector = vector_of(vmx);

	if (!force)
		return;
	if (vmx->last_rip != rip || last_vector != vector) {
		vmx->last_rip = rip;
		last_vector = (int)rip;
		vmx->count = 0;
	}
	if (++vmx->count < 100)
		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0); /* WARN: unthrottled-immediate-exit */
}
RUN_LOOP(run_mixed_up, mixed_up)

/* Spoilt behind the arming. */
static void spoilt(struct vcpu_vmx *vmx, bool force)
{
	unsigned long rip = rip_of(&vmx->vcpu);
	int vector = vector_of(vmx);

	if (!force)
		return;
	if (vmx->last_rip != rip || last_vector != vector) {
		vmx->last_rip = rip;
		last_vector = vector;
		vmx->count = 0;
	}
	if (++vmx->count < 100)
		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0); /* WARN: unthrottled-immediate-exit */
	last_vector = 0;
}
RUN_LOOP(run_spoilt, spoilt)

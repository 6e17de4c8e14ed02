/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The count begins anew where either of two identities is another, and both are stored. */
#include "guest-exit.h"

int vector_of(struct vcpu_vmx *vmx);
static int last_vector;

static void either(struct vcpu_vmx *vmx, bool force)
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
		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0);
}
RUN_LOOP(run_either, either)

static void one_by_one(struct vcpu_vmx *vmx, bool force)
{
	unsigned long rip = rip_of(&vmx->vcpu);
	int vector = vector_of(vmx);

	if (!force)
		return;
	if (vmx->last_rip != rip) {
		vmx->last_rip = rip;
		vmx->count = 0;
	} else if (last_vector != vector) {
		vmx->count = 0;
	} else {
		vmx->count++;
	}
	last_vector = vector;
	if (vmx->count < 100)
		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0);
}
RUN_LOOP(run_one_by_one, one_by_one)

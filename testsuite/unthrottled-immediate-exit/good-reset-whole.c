/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The record that the count lies in is overwritten for another identity, past the bound, or unarmed. */
#include "guest-exit.h"

struct throttle {
	unsigned long rip;
	unsigned int count;
};

static struct throttle by_rip, past, unarmed;

static void for_identity(struct vcpu_vmx *vmx, bool force)
{
	unsigned long rip = rip_of(&vmx->vcpu);

	if (!force)
		return;
	if (by_rip.rip != rip) {
		by_rip = (struct throttle){};
		by_rip.rip = rip;
	}
	if (++by_rip.count < 100)
		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0);
}
RUN_LOOP(run_for_identity, for_identity)

static void past_the_bound(struct vcpu_vmx *vmx, bool force)
{
	struct throttle other = {};

	if (!force)
		return;
	if (++past.count == 100) {
		__builtin_memset(&past, 0, sizeof(past));
		return;
	}
	other.rip = past.rip;
	past.rip = other.rip;
	vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0);
}
RUN_LOOP(run_past_the_bound, past_the_bound)

static void where_unarmed(struct vcpu_vmx *vmx, bool force)
{
	if (!force) {
		__builtin_memset(&unarmed, 0, sizeof(unarmed));
		return;
	}
	if (++unarmed.count < 100)
		vmcs_write32(VMX_PREEMPTION_TIMER_VALUE, 0);
}
RUN_LOOP(run_where_unarmed, where_unarmed)

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A tracepoint behind the entry, in a callee; the same callee before it is right. */
#include "kernel.h"
#include "trace.h"

static noinline void note_entry(struct vcpu *vcpu)
{
	trace_vcpu_entry(vcpu->exits); /* WARN: instrumentation-in-eqs */
	if (trace_vcpu_entry_enabled())
		vcpu->exits++;
}

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	note_entry(vcpu);
	local_irq_disable();
	guest_enter_irqoff();
	note_entry(vcpu); /* NOTE: instrumentation-in-eqs */
	run_guest(vcpu);
	guest_exit_irqoff();
	local_irq_enable();
	return 0;
}

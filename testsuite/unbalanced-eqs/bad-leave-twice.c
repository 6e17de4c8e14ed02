// SPDX-License-Identifier: GPL-2.0-or-later
/* The EQS is left when out of it, in a callee that some paths reach after the exit. */
#include "kernel.h"

static noinline void leave(struct vcpu *vcpu)
{
	vcpu->exits++;
	guest_context_exit_irqoff(); /* WARN: unbalanced-eqs */
}

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	guest_timing_enter_irqoff();
	guest_context_enter_irqoff();
	run_guest(vcpu);
	if (vcpu->reason < 0)
		guest_context_exit_irqoff();
	leave(vcpu);
	guest_timing_exit_irqoff();
	local_irq_enable();
	return 0;
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* The EQS is entered when in it: the first exit ends it, the second has nothing to leave. */
#include "kernel.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	guest_timing_enter_irqoff();
	guest_context_enter_irqoff();
	if (vcpu->nested)
		guest_context_enter_irqoff(); /* WARN: unbalanced-eqs */
	run_guest(vcpu);
	guest_context_exit_irqoff();
	guest_timing_exit_irqoff();
	local_irq_enable();
	return 0;
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* Interrupts were let in for the pending tick and not shut out again. */
#include "kernel.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	guest_timing_enter_irqoff();
	guest_state_enter_irqoff();
	run_guest(vcpu);
	guest_state_exit_irqoff();
	local_irq_enable();
	guest_timing_exit_irqoff(); /* WARN: irqs-on-at-irqoff */
	return 0;
}

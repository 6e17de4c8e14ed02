// SPDX-License-Identifier: GPL-2.0-or-later
/* guest_enter_irqoff() is called with interrupts on. */
#include "kernel.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	might_sleep();
	guest_enter_irqoff(); /* WARN: irqs-on-at-irqoff */
	run_guest(vcpu);
	local_irq_disable();
	guest_exit_irqoff();
	local_irq_enable();
	return 0;
}

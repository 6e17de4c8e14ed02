// SPDX-License-Identifier: GPL-2.0-or-later
/* The entry fails by a jump out of the assembly, to a place that knows of no EQS. */
#include "kernel.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	guest_context_enter_irqoff();
	asm goto("vmlaunch ; jbe %l[failed]" : : : "memory" : failed);
	guest_context_exit_irqoff();
	local_irq_enable();
	return 0;
failed:
	local_irq_enable(); /* WARN: irq-window-in-eqs */
	return -1;
}

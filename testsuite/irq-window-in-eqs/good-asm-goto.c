// SPDX-License-Identifier: GPL-2.0-or-later
/* The jump out of the assembly lands on its own exit of the EQS. */
#include "kernel.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	guest_enter_irqoff();
	asm goto("vmlaunch ; jbe %l[failed]" : : : "memory" : failed);
	guest_exit_irqoff();
	local_irq_enable();
	return 0;
failed:
	guest_exit_irqoff();
	local_irq_enable();
	return -1;
}

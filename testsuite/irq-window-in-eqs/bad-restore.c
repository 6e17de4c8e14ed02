// SPDX-License-Identifier: GPL-2.0-or-later
/* Flags that were saved with interrupts on are restored in the EQS. */
#include "kernel.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	unsigned long flags;

	might_sleep();
	local_irq_save(flags);
	guest_enter_irqoff();
	run_guest(vcpu);
	local_irq_restore(flags); /* WARN: irq-window-in-eqs */
	guest_exit();
	return 0;
}

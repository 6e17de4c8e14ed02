// SPDX-License-Identifier: GPL-2.0-or-later
/* The flags were saved before the EQS was entered. */
#include "kernel.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	unsigned long flags, others;

	local_irq_save(flags);
	guest_enter_irqoff();
	local_irq_save(others);
	run_guest(vcpu);
	local_irq_restore(others);
	local_irq_restore(flags); /* WARN: local_irq_restore() while RCU is not watching in vcpu_ioctl_run: guest_enter_irqoff() on line 10 */
	guest_exit();
	return 0;
}

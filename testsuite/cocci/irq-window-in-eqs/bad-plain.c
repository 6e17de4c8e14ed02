// SPDX-License-Identifier: GPL-2.0-or-later
/* The simplest: the EQS is left after interrupts are enabled. */
#include "kernel.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	guest_enter_irqoff();
	run_guest(vcpu);
	local_irq_enable(); /* WARN: local_irq_enable() while RCU is not watching in vcpu_ioctl_run: guest_enter_irqoff() on line 8 */
	guest_exit();
	return 0;
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* stgi() in the EQS lets in what raw_local_irq_enable() had only prepared. */
#include "kernel.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	clgi();
	guest_enter_irqoff();
	raw_local_irq_enable();
	run_guest(vcpu);
	stgi(); /* WARN: irq-window-in-eqs */
	raw_local_irq_disable();
	guest_exit_irqoff();
	local_irq_enable();
	return 0;
}

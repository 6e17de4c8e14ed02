// SPDX-License-Identifier: GPL-2.0-or-later
/* The run loop of many architectures up to 5.16. */
#include "kernel.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	guest_enter_irqoff();
	run_guest(vcpu);
	local_irq_enable(); /* WARN: irq-window-in-eqs */
	vcpu->exits++;
	guest_exit();
	return 0;
}

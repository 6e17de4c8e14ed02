// SPDX-License-Identifier: GPL-2.0-or-later
/* A variable that goes out of scope in the EQS enables interrupts. */
#include "kernel.h"

static inline void irqs_back(int *unused)
{
	*unused = 0;
	local_irq_enable(); /* WARN: irq-window-in-eqs */
}

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	{
		int scope __cleanup(irqs_back) = 1;

		guest_enter_irqoff();
		run_guest(vcpu);
		vcpu->reason = scope;
	}
	guest_exit();
	return 0;
}

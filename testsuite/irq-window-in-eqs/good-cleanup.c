// SPDX-License-Identifier: GPL-2.0-or-later
/* The scope ends after the EQS. */
#include "kernel.h"

static inline void irqs_back(int *unused)
{
	*unused = 0;
	local_irq_enable();
}

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	int scope __cleanup(irqs_back) = 1;

	local_irq_disable();
	guest_enter_irqoff();
	run_guest(vcpu);
	vcpu->reason = scope;
	guest_exit_irqoff();
	return 0;
}

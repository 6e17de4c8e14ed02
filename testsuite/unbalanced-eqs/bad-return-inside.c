// SPDX-License-Identifier: GPL-2.0-or-later
/* A path returns to the root's caller inside of the EQS. */
#include "kernel.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	guest_enter_irqoff();
	run_guest(vcpu);
	if (vcpu->reason < 0)
		return -1; /* WARN: unbalanced-eqs */
	guest_exit_irqoff();
	local_irq_enable();
	return 0;
}

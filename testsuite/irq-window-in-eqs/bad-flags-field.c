// SPDX-License-Identifier: GPL-2.0-or-later
/* The saved flags stand in a field of a record. */
#include "kernel.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	might_sleep();
	local_irq_save(vcpu->flags);
	guest_enter_irqoff();
	run_guest(vcpu);
	local_irq_restore(vcpu->flags); /* WARN: irq-window-in-eqs */
	guest_exit();
	return 0;
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* The window is open from the second iteration on: the loop re-enters the EQS by its tail. */
#include "kernel.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	bool again = false;

	do {
		local_irq_disable();
		if (again) {
			local_irq_enable(); /* WARN: irq-window-in-eqs */
			vcpu->exits++;
			break;
		}
		guest_enter_irqoff();
		run_guest(vcpu);
		again = true;
	} while (vcpu->reason > 0);
	guest_exit_irqoff();
	local_irq_disable();
	local_irq_enable();
	return 0;
}

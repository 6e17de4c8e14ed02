// SPDX-License-Identifier: GPL-2.0-or-later
/* One case of many opens a window. */
#include "kernel.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	guest_enter_irqoff();
	run_guest(vcpu);
	switch (vcpu->reason) {
	case 0:
		vcpu->exits++;
		break;
	case 1 ... 4:
		local_irq_enable(); /* WARN: irq-window-in-eqs */
		vcpu->exits++;
		local_irq_disable();
		break;
	default:
		break;
	}
	guest_exit_irqoff();
	local_irq_enable();
	return 0;
}

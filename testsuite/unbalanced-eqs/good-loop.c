// SPDX-License-Identifier: GPL-2.0-or-later
/* Entered and left once in each iteration, whichever way it goes on. */
#include "kernel.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	int ret = 1;

	while (ret > 0) {
		local_irq_disable();
		if (vcpu->nested) {
			local_irq_enable();
			ret = -1;
			break;
		}
		guest_enter_irqoff();
		run_guest(vcpu);
		guest_exit_irqoff();
		local_irq_enable();
		ret = vcpu->reason;
	}
	return ret;
}

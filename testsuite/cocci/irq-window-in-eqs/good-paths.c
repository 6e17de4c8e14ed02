// SPDX-License-Identifier: GPL-2.0-or-later
/* Every path leaves the EQS first: branches, a goto, a loop with windows of its own. */
#include "kernel.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	while (vcpu->reason >= 0) {
		local_irq_disable();
		if (vcpu->nested) {
			local_irq_enable();
			continue;
		}
		guest_enter_irqoff();
		if (vcpu->ops->run(vcpu) < 0) {
			guest_exit_irqoff();
			goto out;
		}
		switch (vcpu->reason) {
		case 1:
			guest_exit();
			break;
		default:
			guest_exit_irqoff();
		}
		local_irq_enable();
		vcpu->exits++;
	}
	return 0;
out:
	local_irq_enable();
	return -1;
}

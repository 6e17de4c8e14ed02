// SPDX-License-Identifier: GPL-2.0-or-later
/* The continue stands before the EQS. */
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
		run_guest(vcpu);
		guest_exit_irqoff();
		local_irq_enable();
		vcpu->exits++;
	}
	return 0;
}

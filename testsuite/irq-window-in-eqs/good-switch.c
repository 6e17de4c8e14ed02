// SPDX-License-Identifier: GPL-2.0-or-later
/* Two switches over one local: the cases that left the EQS are those that enable. */
#include "kernel.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	int reason = vcpu->reason;

	local_irq_disable();
	guest_enter_irqoff();
	run_guest(vcpu);
	switch (reason) {
	case 1 ... 4:
	case 9:
		guest_exit_irqoff();
		break;
	default:
		break;
	}
	switch (reason) {
	case 2:
	case 9:
		local_irq_enable();
		vcpu->exits++;
		local_irq_disable();
		break;
	case 1:
	case 3 ... 4:
		break;
	default:
		guest_exit_irqoff();
	}
	local_irq_enable();
	return 0;
}

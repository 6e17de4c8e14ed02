// SPDX-License-Identifier: GPL-2.0-or-later
/* The goto comes before the EQS, or lands on its exit. */
#include "kernel.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	int ret = 0;

	local_irq_disable();
	if (vcpu->nested) {
		ret = -1;
		goto out;
	}
	guest_enter_irqoff();
	run_guest(vcpu);
	if (vcpu->reason < 0) {
		ret = -1;
		goto leave;
	}
	vcpu->exits++;
leave:
	guest_exit_irqoff();
out:
	local_irq_enable();
	return ret;
}

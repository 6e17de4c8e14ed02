// SPDX-License-Identifier: GPL-2.0-or-later
/* Every return leaves the EQS first, or never entered it. */
#include "kernel.h"

static noinline int enter_exit(struct vcpu *vcpu)
{
	if (vcpu->nested)
		return -1;
	guest_enter_irqoff();
	run_guest(vcpu);
	if (vcpu->reason < 0) {
		guest_exit_irqoff();
		return -1;
	}
	guest_exit_irqoff();
	return 0;
}

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	int ret;

	local_irq_disable();
	ret = enter_exit(vcpu);
	local_irq_enable();
	return ret;
}

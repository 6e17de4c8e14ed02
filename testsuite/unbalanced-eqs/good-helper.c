// SPDX-License-Identifier: GPL-2.0-or-later
/* The same helper, and a caller that asks for its result. */
#include "kernel.h"

int enter_exit(struct vcpu *vcpu);

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	int ret;

	local_irq_disable();
	guest_enter_irqoff();
	ret = enter_exit(vcpu);
	if (ret >= 0)
		guest_exit_irqoff();
	local_irq_enable();
	return ret;
}

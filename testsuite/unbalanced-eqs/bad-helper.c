// SPDX-License-Identifier: GPL-2.0-or-later
/* The helper in another file has left the EQS already when it fails. */
#include "kernel.h"

int enter_exit(struct vcpu *vcpu);

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	int ret;

	local_irq_disable();
	guest_enter_irqoff();
	ret = enter_exit(vcpu);
	guest_exit_irqoff(); /* WARN: unbalanced-eqs */
	local_irq_enable();
	return ret;
}

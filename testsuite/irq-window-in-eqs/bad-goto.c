// SPDX-License-Identifier: GPL-2.0-or-later
/* The goto jumps over the exit of the EQS. */
#include "kernel.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	int ret = 0;

	local_irq_disable();
	guest_context_enter_irqoff();
	run_guest(vcpu);
	if (vcpu->reason < 0) {
		ret = -1;
		goto out;
	}
	guest_context_exit_irqoff();
out:
	local_irq_enable(); /* WARN: irq-window-in-eqs */
	return ret;
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* The callee returns early and forgets the EQS, in which the caller then enables interrupts. */
#include "kernel.h"

static noinline int enter_exit(struct vcpu *vcpu)
{
	guest_context_enter_irqoff();
	run_guest(vcpu);
	if (vcpu->reason < 0)
		return -1;
	guest_context_exit_irqoff();
	return 0;
}

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	int ret;

	local_irq_disable();
	ret = enter_exit(vcpu);
	local_irq_enable(); /* WARN: irq-window-in-eqs */
	return ret;
}

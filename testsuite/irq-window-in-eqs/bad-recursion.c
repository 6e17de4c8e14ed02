// SPDX-License-Identifier: GPL-2.0-or-later
/* The window is in the last call of a recursion. */
#include "kernel.h"

static noinline int handle(struct vcpu *vcpu, int depth)
{
	if (depth > 0)
		return handle(vcpu, depth - 1) + 1;
	local_irq_enable(); /* WARN: irq-window-in-eqs */
	vcpu->exits++;
	local_irq_disable();
	return 0;
}

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	int ret;

	local_irq_disable();
	guest_enter_irqoff();
	run_guest(vcpu);
	ret = handle(vcpu, vcpu->reason);
	guest_exit_irqoff();
	local_irq_enable();
	return ret;
}

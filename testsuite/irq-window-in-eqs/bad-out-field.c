// SPDX-License-Identifier: GPL-2.0-or-later
/* A callee stores to a field that it is passed the address of. */
#include "kernel.h"

static noinline void set(int *p)
{
	*p = 1;
}
int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	vcpu->exits = 0;
	set(&vcpu->exits);
	if (vcpu->exits)
		guest_context_enter_irqoff();
	local_irq_enable(); /* WARN: irq-window-in-eqs */
	return 0;
}

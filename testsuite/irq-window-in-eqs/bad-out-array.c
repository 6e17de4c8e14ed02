// SPDX-License-Identifier: GPL-2.0-or-later
/* A callee stores to an element. */
#include "kernel.h"

static noinline void set(int *p)
{
	*p = 1;
}
int vcpu_ioctl_run(struct vcpu *vcpu)
{
	int in[2] = {0, 0};
	local_irq_disable();
	set(in);
	if (in[0])
		guest_context_enter_irqoff();
	local_irq_enable(); /* WARN: irq-window-in-eqs */
	return 0;
}

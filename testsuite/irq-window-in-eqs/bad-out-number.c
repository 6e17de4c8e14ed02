// SPDX-License-Identifier: GPL-2.0-or-later
/* What a callee stores by a pointer to a local decides what comes next. */
#include "kernel.h"

static noinline int step(struct vcpu *vcpu, int *n)
{
	local_irq_disable();
	*n = vcpu->reason;
	if (*n == 3) {
		local_irq_enable();
		return -1;
	}
	return 0;
}

int run_it(struct vcpu *vcpu);
int run_it(struct vcpu *vcpu)
{
	int n = 3;
	if (step(vcpu, &n))
		return n;
	guest_context_enter_irqoff();
	run_guest(vcpu);
	local_irq_enable(); /* WARN: irq-window-in-eqs */
	local_irq_disable();
	guest_context_exit_irqoff();
	local_irq_enable();
	return n == 3;
}

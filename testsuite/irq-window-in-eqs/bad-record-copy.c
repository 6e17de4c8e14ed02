// SPDX-License-Identifier: GPL-2.0-or-later
/* A whole record is stored over what was known of its member. */
#include "kernel.h"

#include <string.h>
struct ctx {
	bool in;
	int n;
};

int run_it(struct vcpu *vcpu, struct ctx *from)
{
	struct ctx c;
	c.in = false;
	local_irq_disable();
	c = *from;
	if (c.in)
		guest_context_enter_irqoff();
	local_irq_enable(); /* WARN: irq-window-in-eqs */
	return 0;
}

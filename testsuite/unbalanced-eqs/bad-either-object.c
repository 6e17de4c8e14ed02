// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The flag of one object is tested, and then that of another, which on one way it is not.
 */
#include "kernel.h"

#define STAYS_AWAKE 1

struct state {
	int flags;
};

struct driver {
	struct state fallback;
};

void wait_there(void);

void run(struct driver *d, struct state *given, bool other)
{
	struct state *t = given;

	local_irq_disable();
	if (other) {
		t = &d->fallback;
		local_irq_enable();
	}
	if (!(t->flags & STAYS_AWAKE)) {
		local_irq_disable();
		ct_idle_enter();
	} else {
		local_irq_disable();
	}
	wait_there();
	if (!(given->flags & STAYS_AWAKE))
		ct_idle_exit(); /* WARN: unbalanced-eqs */
	local_irq_enable(); /* WARN: irq-window-in-eqs */
}

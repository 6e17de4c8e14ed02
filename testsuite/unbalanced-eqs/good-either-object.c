// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * One flag tested twice, of an object that is named on one way and only pointed to on
 * the other: where the ways meet, the pointer still names it.
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
	if (!(t->flags & STAYS_AWAKE))
		ct_idle_exit();
	local_irq_enable();
}

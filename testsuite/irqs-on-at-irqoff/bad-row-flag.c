// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * As good-row-flag.c, but the state that comes back with interrupts on has the flag. That
 * the branch of the claim repairs what it found makes it no less of one.
 */
#include "kernel.h"

#define STOPS_TICK 4

struct state {
	unsigned int flags;
	int (*enter)(int index);
};

struct driver {
	struct state states[2];
	int count;
};

int tick_stop(void);
void tick_start(void);

static int enter_poll(int index)
{
	local_irq_enable();
	return index;
}

static int enter_deep(int index)
{
	return index;
}

struct driver driver = {
	.states = {
		{ .enter = enter_poll, .flags = STOPS_TICK },
		{ .enter = enter_deep, .flags = STOPS_TICK },
	},
	.count = 2,
};

static int enter_state(struct driver *drv, int index)
{
	struct state *s = &drv->states[index];
	bool stops = !!(s->flags & STOPS_TICK);

	if (stops && tick_stop()) {
		index = drv->count - 2;
		if (index < 0)
			return -1;
		s = &drv->states[index];
		stops = false;
	}
	index = s->enter(index);
	if (stops) {
		if (WARN_ON(!irqs_disabled())) /* WARN: irqs-on-at-irqoff */
			local_irq_disable();
		tick_start();
	}
	return index;
}

int idle(int index)
{
	local_irq_disable();
	index = enter_state(&driver, index);
	if (irqs_disabled())
		local_irq_enable();
	return index;
}

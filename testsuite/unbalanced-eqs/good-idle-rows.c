/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * An idle loop enters the EQS unless the state's flags say that the state does
 * so itself: which function runs and what the flags say go together.
 */
#include "kernel.h"

#define FLAG_OWN_EQS 0x40

struct driver;

struct idle_state {
	unsigned int flags;
	int latency;
	int (*enter)(struct driver *drv, int index);
};

struct driver {
	const char *name;
	struct idle_state states[4];
};

void ct_cpuidle_enter(void);
void ct_cpuidle_exit(void);
void halt_cpu(int index);

static int enter_plain(struct driver *drv, int index)
{
	if (drv->states[index].flags & 0x100)
		halt_cpu(index + 1);
	halt_cpu(index);
	return index;
}

static int enter_deep(struct driver *drv, int index)
{
	(void)drv;
	ct_cpuidle_enter();
	halt_cpu(index);
	ct_cpuidle_exit();
	return index;
}

struct driver one_driver = {
	.name = "one",
	.states = {
		{ .latency = 1, .enter = enter_plain },
		{ .flags = FLAG_OWN_EQS, .latency = 100, .enter = enter_deep },
	},
};

struct driver other_driver = {
	.name = "other",
	.states = {
		{ .flags = 0x100, .latency = 1, .enter = enter_plain },
	},
};

int run_idle(struct driver *drv, int index)
{
	struct idle_state *target = &drv->states[index];
	int entered;

	local_irq_disable();
	if (!(target->flags & FLAG_OWN_EQS))
		ct_cpuidle_enter();
	entered = target->enter(drv, index);
	if (!(target->flags & FLAG_OWN_EQS))
		ct_cpuidle_exit();
	local_irq_enable();
	return entered;
}

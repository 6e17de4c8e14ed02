/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A driver puts a function into a state whose flags were set elsewhere: what
 * they are is not known, so neither is which of the pairs goes with it.
 */
#include "kernel.h"

#define FLAG_OWN_EQS 0x40

struct driver;

struct idle_state {
	unsigned int flags;
	int (*enter)(struct driver *drv, int index);
};

struct driver {
	const char *name;
	struct idle_state states[4];
};

void ct_cpuidle_enter(void);
void ct_cpuidle_exit(void);
void halt_cpu(int index);
void read_description(struct driver *drv);

static int enter_plain(struct driver *drv, int index)
{
	(void)drv;
	halt_cpu(index);
	return index;
}

static int enter_own(struct driver *drv, int index)
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
		{ .enter = enter_plain },
	},
};

void set_up(struct driver *drv, int last)
{
	read_description(drv);
	drv->states[last].enter = enter_own;
}

int run_idle(struct driver *drv, int index)
{
	struct idle_state *state = &drv->states[index];
	int entered;

	local_irq_disable();
	if (!(state->flags & FLAG_OWN_EQS))
		ct_cpuidle_enter();
	entered = state->enter(drv, index);
	if (!(state->flags & FLAG_OWN_EQS))
		ct_cpuidle_exit();
	local_irq_enable();
	return entered;
}

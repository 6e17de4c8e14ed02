/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A function that is put at run time into a row of the source keeps the row's flags,
 * and a flag may come through a local.
 */
#include "cpuidle.h"

struct driver {
	struct cpuidle_state states[4];
};

void probe(void);
void init(struct driver *drv, int n);
int idle_run(struct driver *drv, int index);

static __cpuidle int enter_own(int index)
{
	ct_cpuidle_enter();
	wait_masked();
	ct_cpuidle_exit();
	return index;
}

static __cpuidle int enter_last(int index)
{
	ct_cpuidle_enter();
	wait_masked();
	ct_cpuidle_exit();
	return index;
}

static struct driver own_driver = {
	.states[1] = { .flags = CPUIDLE_FLAG_RCU_IDLE },
};

void probe(void)
{
	struct cpuidle_state *state = &own_driver.states[1];

	state->enter = enter_own;
}

void init(struct driver *drv, int n)
{
	drv->states[n - 1].enter = enter_last;
	drv->states[n - 1].flags |= CPUIDLE_FLAG_RCU_IDLE;
}

noinstr int idle_run(struct driver *drv, int index)
{
	struct cpuidle_state *state = &drv->states[index];

	local_irq_disable();
	if (!(state->flags & CPUIDLE_FLAG_RCU_IDLE))
		ct_cpuidle_enter();
	index = state->enter(index);
	if (!(state->flags & CPUIDLE_FLAG_RCU_IDLE))
		ct_cpuidle_exit();
	local_irq_enable();
	return index;
}

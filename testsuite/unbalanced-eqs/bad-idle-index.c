/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The same, and the second state of the table lacks the flag: the driver enters the
 * EQS that is open already.
 */
#include "cpuidle.h"

struct driver {
	struct cpuidle_state states[4];
};

int deepest(struct driver *drv);
void init(struct cpuidle_state *state);
int idle_run(struct driver *drv, int index, bool shallow);

static __cpuidle int enter_any(int index)
{
	if (!index) {
		wait_masked();
		return 0;
	}
	ct_cpuidle_enter(); /* WARN: unbalanced-eqs */
	wait_masked();
	ct_cpuidle_exit();
	return index;
}

struct driver own_driver = {
	.states[0] = { .enter = enter_any },
	.states[1] = { .enter = enter_any, .flags = CPUIDLE_FLAG_TIMER_STOP },
};

void init(struct cpuidle_state *state)
{
	state->enter = enter_any;
	state->flags = CPUIDLE_FLAG_RCU_IDLE;
}

noinstr int idle_run(struct driver *drv, int index, bool shallow)
{
	struct cpuidle_state *state = &drv->states[index];

	if (shallow) {
		index = deepest(drv);
		state = &drv->states[index];
	}
	local_irq_disable();
	if (!(state->flags & CPUIDLE_FLAG_RCU_IDLE))
		ct_cpuidle_enter();
	index = state->enter(index);
	if (!(state->flags & CPUIDLE_FLAG_RCU_IDLE))
		ct_cpuidle_exit(); /* WARN: unbalanced-eqs */
	local_irq_enable();
	return index;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table stands in another file, and so does what changes its flags at run time. */
#include "cpuidle.h"

int enter_open(int index);
int idle_run(struct cpuidle_state *state, int index);

__cpuidle int enter_open(int index)
{
	local_irq_enable(); /* WARN: irq-window-in-eqs */
	local_irq_disable();
	return index;
}

noinstr int idle_run(struct cpuidle_state *state, int index)
{
	local_irq_disable();
	if (state->flags & CPUIDLE_FLAG_TIMER_STOP)
		ct_cpuidle_enter();
	index = state->enter(index);
	if (state->flags & CPUIDLE_FLAG_TIMER_STOP)
		ct_cpuidle_exit();
	local_irq_enable();
	return index;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The idle EQS of suspend-to-idle is entered, and the path that stays in it goes on. */
#include "cpuidle.h"

struct driver {
	struct cpuidle_state states[4];
};

void instrumentation_begin(void);
void instrumentation_end(void);
int find_suspend_state(struct driver *drv);
int idle_suspend(struct driver *drv);

static noinline void enter_proper(struct driver *drv, int index)
{
	struct cpuidle_state *state = &drv->states[index];

	instrumentation_begin();
	if (!(state->flags & CPUIDLE_FLAG_RCU_IDLE)) {
		ct_cpuidle_enter();
		instrumentation_begin();
	}
	state->enter(index);
	if (WARN_ON_ONCE(!irqs_disabled()))
		raw_local_irq_disable();
	if (!(state->flags & CPUIDLE_FLAG_RCU_IDLE))
		instrumentation_end();
}

int idle_suspend(struct driver *drv)
{
	int index;

	local_irq_disable();
	index = find_suspend_state(drv);
	if (index > 0)
		enter_proper(drv, index);
	local_irq_enable(); /* WARN: irq-window-in-eqs */
	return index;
}

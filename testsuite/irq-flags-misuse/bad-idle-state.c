/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An idle state lets interrupts in while it waits, and forgets to take them out. */
#include "cpuidle.h"

extern bool work_waits;
extern struct cpuidle_state states[];
int idle_call(int index);

static __cpuidle int enter_poll(int index)
{
	raw_local_irq_enable();
	while (!work_waits)
		wait_masked();
	return index; /* WARN: irq-flags-misuse */
}

struct cpuidle_state states[] = {{.enter = enter_poll}, {.enter = enter_poll}};

int idle_call(int index)
{
	int entered;

	local_irq_disable();
	ct_cpuidle_enter();
	entered = states[index].enter(index);
	ct_cpuidle_exit();
	local_irq_enable();
	return entered;
}

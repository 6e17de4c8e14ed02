/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An idle state without the flag runs with RCU gone, and its driver's notifiers use RCU. */
#include "cpuidle.h"

int idle_run(struct cpuidle_state *state, int index);

static spinlock_t notifier_lock;

static noinline void pm_notify(void)
{
	spin_lock(&notifier_lock); /* WARN: instrumentation-in-eqs */
	spin_unlock(&notifier_lock);
}

static noinline void pm_notify_rcu(void)
{
	__rcu_read_lock(); /* WARN: instrumentation-in-eqs */
	__rcu_read_unlock();
}

static __cpuidle int enter_deep(int index)
{
	pm_notify(); /* WARN: instrumentation-in-eqs */
	wait_masked();
	pm_notify_rcu();
	return index;
}

struct cpuidle_state deep_states[] = {
	{ .enter = enter_deep, .flags = CPUIDLE_FLAG_TIMER_STOP },
};

noinstr int idle_run(struct cpuidle_state *state, int index)
{
	local_irq_disable();
	if (!(state->flags & CPUIDLE_FLAG_RCU_IDLE))
		ct_cpuidle_enter();
	index = state->enter(index);
	if (!(state->flags & CPUIDLE_FLAG_RCU_IDLE))
		ct_cpuidle_exit();
	local_irq_enable();
	return index;
}

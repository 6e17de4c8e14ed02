/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The flag says that the driver enters the EQS itself; without it, it wakes RCU for what uses it. */
#include "cpuidle.h"

int idle_run(struct cpuidle_state *state, int index);

static spinlock_t notifier_lock;

static noinline void pm_notify(void)
{
	spin_lock(&notifier_lock);
	spin_unlock(&notifier_lock);
}

static noinstr void pm_notify_woken(void)
{
	ct_irq_enter_irqson();
	__rcu_read_lock();
	__rcu_read_unlock();
	ct_irq_exit_irqson();
}

static __cpuidle int enter_own(int index)
{
	pm_notify();
	ct_cpuidle_enter();
	wait_masked();
	ct_cpuidle_exit();
	pm_notify();
	return index;
}

static __cpuidle int enter_woken(int index)
{
	RCU_NONIDLE(pm_notify());
	wait_masked();
	pm_notify_woken();
	return index;
}

struct cpuidle_state own_states[] = {
	{ .enter = enter_own, .flags = CPUIDLE_FLAG_TIMER_STOP | CPUIDLE_FLAG_RCU_IDLE },
	{ .enter = enter_woken, .flags = CPUIDLE_FLAG_TIMER_STOP },
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

// SPDX-License-Identifier: GPL-2.0-or-later
/* The guard's scope is over: interrupts are as they were before it. */
#include "kernel.h"

struct guard {
	spinlock_t *lock;
	unsigned long flags;
};

static inline struct guard guard_begin(spinlock_t *lock)
{
	struct guard g = {.lock = lock}, *p = &g;

	spin_lock_irqsave(p->lock, p->flags);
	return g;
}

static inline void guard_end(struct guard *g)
{
	if (g->lock)
		spin_unlock_irqrestore(g->lock, g->flags);
}

int vcpu_kick(struct vcpu *vcpu)
{
	local_irq_enable();
	{
		struct guard __attribute__((__cleanup__(guard_end))) scope =
			guard_begin(&vcpu->lock);

		vcpu->exits++;
	}
	lockdep_assert_irqs_disabled(); /* WARN: irqs-on-at-irqoff */
	return 0;
}

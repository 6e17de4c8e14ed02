// SPDX-License-Identifier: GPL-2.0-or-later
/* Locks that a function takes for its caller: a guard, and what returns with the lock held. */
#include "kernel.h"

#define lockdep_assert_irqs_enabled() \
	do { \
		WARN_ON_ONCE(debug_locks && !READ_ONCE(hardirqs_enabled)); \
	} while (0)

struct guard {
	spinlock_t *lock;
	unsigned long flags;
};

struct queue {
	spinlock_t lock;
	int n;
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

static noinline struct queue *queue_lock(struct vcpu *vcpu, struct queue *q, unsigned long *flags)
{
	for (;;) {
		spin_lock_irqsave(&q->lock, *flags);
		if (q->n == vcpu->exits)
			return q;
		spin_unlock_irqrestore(&q->lock, *flags);
	}
}

static noinline void queue_unlock(struct queue *q, unsigned long flags)
{
	spin_unlock_irqrestore(&q->lock, flags);
}

/* Both halves: entered by nobody for their sake. */
static noinline int queue_length(struct queue *q)
{
	struct guard __attribute__((__cleanup__(guard_end))) scope = guard_begin(&q->lock);

	return q->n;
}

int vcpu_kick(struct vcpu *vcpu, struct queue *q)
{
	unsigned long flags;

	local_irq_enable();
	{
		struct guard __attribute__((__cleanup__(guard_end))) scope =
			guard_begin(&q->lock);

		lockdep_assert_irqs_disabled();
		vcpu->exits++;
	}
	lockdep_assert_irqs_enabled();
	queue_lock(vcpu, q, &flags);
	lockdep_assert_irqs_disabled();
	queue_unlock(q, flags);
	lockdep_assert_irqs_enabled();
	return queue_length(q);
}

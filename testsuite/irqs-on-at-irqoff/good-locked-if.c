// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Flags that a helper saves for its caller, where it locks at all, come back as they
 * were: disabled here, so that who sleeps is not reached.
 */
#include "kernel.h"

struct object {
	int users;
	int is_late;
};

static spinlock_t lock;

bool drop(int *users);

static noinline bool put_and_lock(int *users, unsigned long *flags)
{
	if (!drop(users))
		return false;
	spin_lock_irqsave(&lock, *flags);
	if (*users) {
		spin_unlock_irqrestore(&lock, *flags);
		return false;
	}
	return true;
}

static noinline bool put_last(struct object *o, unsigned long *flags)
{
	return o->is_late || put_and_lock(&o->users, flags);
}

void run(struct object *o)
{
	unsigned long flags;

	local_irq_disable();
	if (put_and_lock(&o->users, &flags))
		spin_unlock_irqrestore(&lock, flags);
	if (o->is_late)
		might_sleep();
	lockdep_assert_irqs_disabled();
	local_irq_enable();
}

void run_last(struct object *o)
{
	unsigned long flags;

	local_irq_disable();
	if (!o->is_late && put_last(o, &flags))
		spin_unlock_irqrestore(&lock, flags);
	if (o->is_late)
		might_sleep();
	lockdep_assert_irqs_disabled();
	local_irq_enable();
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* Flags that a helper saves for its caller, where it locks at all: enabled they were. */
#include "kernel.h"

static spinlock_t lock;

bool drop(int *users);

static noinline bool put_and_lock(int *users, unsigned long *flags)
{
	if (!drop(users))
		return false;
	spin_lock_irqsave(&lock, *flags);
	return true;
}

void run(int *users)
{
	unsigned long flags;

	local_irq_enable();
	if (put_and_lock(users, &flags)) {
		lockdep_assert_irqs_disabled();
		spin_unlock_irqrestore(&lock, flags);
		lockdep_assert_irqs_disabled(); /* WARN: irqs-on-at-irqoff */
		local_irq_disable();
	}
	local_irq_disable();
	if (put_and_lock(users, &flags)) {
		spin_unlock_irqrestore(&lock, flags);
		lockdep_assert_irqs_disabled();
	}
	local_irq_enable();
}

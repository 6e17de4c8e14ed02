/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What lockdep looks up with interrupts masked says nothing of how it was called. */
#include "kernel.h"

void lock_pin_lock(int *lock);
void claims_off(int *lock);
int irqs_disabled_flags(unsigned long flags);

void lock_pin_lock(int *lock)
{
	unsigned long flags;

	raw_local_irq_save(flags);
	if (!irqs_disabled_flags(flags))
		*lock = 2;
	raw_local_irq_restore(flags);
}

void claims_off(int *lock)
{
	lock_pin_lock(lock);
	lockdep_assert_irqs_disabled();
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Flags go to one helper by value, which restores them, and to another, which saves
 * them again: the caller restores its own copy, that holds the same.
 */
#include "kernel.h"

bool deliver(struct vcpu *vcpu);

static void let_go(spinlock_t *lock, unsigned long flags)
{
	spin_unlock_irqrestore(lock, flags);
}

static void take_again(spinlock_t *lock, unsigned long flags)
{
	spin_lock_irqsave(lock, flags);
}

void vcpu_drain(struct vcpu *vcpu, spinlock_t *lock)
{
	unsigned long flags;

	local_irq_enable();
	spin_lock_irqsave(lock, flags);
	let_go(lock, flags);
	deliver(vcpu);
	take_again(lock, flags);
	vcpu->exits++;
	spin_unlock_irqrestore(lock, flags);
}

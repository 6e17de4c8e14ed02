/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Flags that a callee takes by value, restores, saves again and restores again. */
#include "kernel.h"

void lockdep_assert(bool held);

static bool queue_unlock(struct vcpu *vcpu, spinlock_t *lock, unsigned long flags)
{
	lockdep_assert_irqs_disabled();
retry:
	if (vcpu->nested) {
		spin_unlock_irqrestore(lock, flags);
		return false;
	}
	spin_unlock_irqrestore(lock, flags);
	spin_lock_irqsave(&vcpu->lock, flags);
	if (vcpu->reason) {
		spin_unlock_irqrestore(&vcpu->lock, flags);
		spin_lock_irqsave(lock, flags);
		goto retry;
	}
	vcpu->exits++;
	spin_unlock_irqrestore(&vcpu->lock, flags);
	return true;
}

int vcpu_inject(struct vcpu *vcpu, spinlock_t *lock)
{
	unsigned long flags;

	spin_lock_irqsave(lock, flags);
	if (!vcpu->exits) {
		spin_unlock_irqrestore(lock, flags);
		return 0;
	}
	return queue_unlock(vcpu, lock, flags);
}

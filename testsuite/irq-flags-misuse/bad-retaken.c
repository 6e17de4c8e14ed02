/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What was tested before a lock is taken again may be otherwise at the next turn: then
 * the flags are lost that were saved twice.
 */
#include "kernel.h"

int vcpu_kick(struct vcpu *vcpu, spinlock_t *lock)
{
	unsigned long flags;

	local_irq_enable();
	spin_lock_irqsave(lock, flags);
retry:
	if (vcpu->nested) {
		spin_unlock_irqrestore(lock, flags);
		return 0;
	}
	spin_unlock_irqrestore(lock, flags);
	spin_lock_irqsave(&vcpu->lock, flags);
	if (vcpu->reason) {
		spin_lock_irqsave(lock, flags);
		goto retry;
	}
	spin_unlock_irqrestore(&vcpu->lock, flags);
	return 1; /* WARN: irq-flags-misuse */
}

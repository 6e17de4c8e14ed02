/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Flags passed by value are restored and saved again: the caller restores its own copy. */
#include "kernel.h"

bool deliver(struct vcpu *vcpu);

static bool serve(struct vcpu *vcpu, spinlock_t *lock, unsigned long flags)
{
	bool more = vcpu->nested;

	if (!vcpu->reason)
		return false;
	while (more && vcpu->exits > 0) {
		spin_unlock_irqrestore(lock, flags);
		more = deliver(vcpu);
		spin_lock_irqsave(lock, flags);
	}
	return true;
}

static void serve_once(struct vcpu *vcpu, spinlock_t *lock, unsigned long flags)
{
	if (vcpu->nested) {
		spin_unlock_irqrestore(lock, flags);
		deliver(vcpu);
		spin_lock_irqsave(lock, flags);
	}
	vcpu->exits++;
}

void vcpu_timer(struct vcpu *vcpu, spinlock_t *lock)
{
	unsigned long flags;

	spin_lock_irqsave(lock, flags);
	while (serve(vcpu, lock, flags))
		vcpu->reason--;
	serve_once(vcpu, lock, flags);
	spin_unlock_irqrestore(lock, flags);
}

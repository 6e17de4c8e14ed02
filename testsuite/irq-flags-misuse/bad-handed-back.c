/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Flags passed by value are restored, and saved again on one path only. */
#include "kernel.h"

bool deliver(struct vcpu *vcpu);

static void serve(struct vcpu *vcpu, spinlock_t *lock, unsigned long flags)
{
	bool more = vcpu->nested;

	while (more && vcpu->exits > 0) {
		spin_unlock_irqrestore(lock, flags);
		more = deliver(vcpu);
		if (vcpu->reason)
			return;
		spin_lock_irqsave(lock, flags);
	}
}

void vcpu_timer(struct vcpu *vcpu, spinlock_t *lock)
{
	unsigned long flags;

	spin_lock_irqsave(lock, flags);
	serve(vcpu, lock, flags);
	spin_unlock_irqrestore(lock, flags); /* WARN: irq-flags-misuse */
}

/* Kept in a local of its own, and lost. */
static void serve_off(struct vcpu *vcpu, spinlock_t *lock, unsigned long flags)
{
	unsigned long again;

	spin_unlock_irqrestore(lock, flags);
	deliver(vcpu);
	local_irq_save(again);
	vcpu->exits++;
}

void vcpu_kick(struct vcpu *vcpu, spinlock_t *lock)
{
	unsigned long flags;

	spin_lock_irqsave(lock, flags);
	serve_off(vcpu, lock, flags);
	vcpu->reason = 0;
} /* WARN: irq-flags-misuse */

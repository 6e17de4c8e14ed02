// SPDX-License-Identifier: GPL-2.0-or-later
/* Flags that were saved once are restored at each turn: the lock is taken again without. */
#include "kernel.h"

static noinline void run_one(struct vcpu *vcpu, unsigned long flags)
{
	spin_unlock_irqrestore(&vcpu->lock, flags);
	WARN_ON_ONCE(irqs_disabled() && vcpu->nested);
	vcpu->exits++;
	spin_lock_irq(&vcpu->lock);
}

int vcpu_run_all(struct vcpu *vcpu)
{
	unsigned long flags;

	might_sleep();
	spin_lock_irqsave(&vcpu->lock, flags);
	while (vcpu->reason)
		run_one(vcpu, flags);
	spin_unlock_irqrestore(&vcpu->lock, flags);
	return 0;
}

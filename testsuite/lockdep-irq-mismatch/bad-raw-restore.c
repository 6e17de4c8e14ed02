/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The flags of a traced save are restored by the raw form: lockdep goes on believing. */
#include "kernel.h"

int vcpu_kick(struct vcpu *vcpu)
{
	unsigned long flags;

	might_sleep();
	local_irq_save(flags);
	vcpu->exits++;
	raw_local_irq_restore(flags);
	spin_lock(&vcpu->lock); /* WARN: lockdep-irq-mismatch */
	vcpu->reason = 0;
	spin_unlock(&vcpu->lock);
	return 0;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Raw forms around what lockdep never sees, and the traced ones around a lock. */
#include "kernel.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	unsigned long flags;

	local_irq_enable();
	raw_local_irq_save(flags);
	vcpu->exits++;
	raw_local_irq_restore(flags);
	local_irq_disable();
	spin_lock(&vcpu->lock);
	spin_unlock(&vcpu->lock);
	local_irq_enable();
	return 0;
}

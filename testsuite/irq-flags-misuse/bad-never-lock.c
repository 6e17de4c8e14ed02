// SPDX-License-Identifier: GPL-2.0-or-later
/* The lock is given back on the error path, the flags are not. */
#include "kernel.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	unsigned long flags;
	int ret = 0;

	spin_lock_irqsave(&vcpu->lock, flags);
	if (vcpu->reason < 0) {
		spin_unlock(&vcpu->lock);
		return -1; /* WARN: irq-flags-misuse */
	}
	ret = vcpu->exits++;
	spin_unlock_irqrestore(&vcpu->lock, flags);
	return ret;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A lock that is taken on a condition and dropped on the same: within one turn of the
 * loop, what was tested before the lock stays as it was.
 */
#include "kernel.h"

int vcpu_poll(struct vcpu *vcpu)
{
	unsigned long flags;
	int n = 0;

	do {
		if (vcpu->nested)
			spin_lock_irqsave(&vcpu->lock, flags);
		if (!vcpu->exits) {
			if (vcpu->nested)
				spin_unlock_irqrestore(&vcpu->lock, flags);
			return n;
		}
		n++;
		if (vcpu->nested)
			spin_unlock_irqrestore(&vcpu->lock, flags);
	} while (vcpu->reason);
	return n;
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* Two saves, restored the other way round, one of them in a loop. */
#include "kernel.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	unsigned long outer, inner;
	int i;

	local_irq_save(outer);
	for (i = 0; i < vcpu->reason; i++) {
		spin_lock_irqsave(&vcpu->lock, inner);
		vcpu->exits++;
		spin_unlock_irqrestore(&vcpu->lock, inner);
	}
	local_irq_restore(outer);
	return 0;
}

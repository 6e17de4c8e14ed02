// SPDX-License-Identifier: GPL-2.0-or-later
/* The same flags are restored twice: the second time they are stale. */
#include "kernel.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	unsigned long flags;

	local_irq_save(flags);
	vcpu->exits++;
	local_irq_restore(flags);
	vcpu->reason = 0;
	local_irq_restore(flags); /* WARN: irq-flags-misuse */
	return 0;
}

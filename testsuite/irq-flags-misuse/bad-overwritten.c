// SPDX-License-Identifier: GPL-2.0-or-later
/* The second save overwrites the first: the restore leaves interrupts disabled. */
#include "kernel.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	unsigned long flags;

	might_sleep();
	local_irq_save(flags);
	vcpu->exits++;
	local_irq_save(flags);
	vcpu->reason = 0;
	local_irq_restore(flags);
	return 0; /* WARN: irq-flags-misuse */
}

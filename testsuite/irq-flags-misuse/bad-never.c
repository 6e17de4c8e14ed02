// SPDX-License-Identifier: GPL-2.0-or-later
/* The early return forgets the flags. */
#include "kernel.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	unsigned long flags;

	local_irq_save(flags);
	if (vcpu->nested)
		return -1; /* WARN: irq-flags-misuse */
	vcpu->exits++;
	local_irq_restore(flags);
	return 0;
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* What is restored was never saved. */
#include "kernel.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	unsigned long flags = 0;

	local_irq_disable();
	vcpu->exits++;
	local_irq_restore(flags); /* WARN: irq-flags-misuse */
	return 0;
}

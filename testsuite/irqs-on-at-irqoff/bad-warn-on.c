// SPDX-License-Identifier: GPL-2.0-or-later
/* A claim in the words of WARN_ON(), after flags that were saved with interrupts on came back. */
#include "kernel.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	unsigned long flags;

	might_sleep();
	local_irq_save(flags);
	vcpu->exits++;
	local_irq_restore(flags);
	WARN_ON(!irqs_disabled()); /* WARN: irqs-on-at-irqoff */
	vcpu->reason = 0;
	return 0;
}

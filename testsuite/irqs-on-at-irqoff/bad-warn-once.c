// SPDX-License-Identifier: GPL-2.0-or-later
/* The claim warns once: what keeps it silent then is that it has been heard. */
#include "kernel.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	unsigned long flags;

	might_sleep();
	local_irq_save(flags);
	vcpu->exits++;
	local_irq_restore(flags);
	if (WARN_ONCE(!irqs_disabled(), "leaked")) /* WARN: irqs-on-at-irqoff */
		raw_local_irq_disable();
	vcpu->reason = 0;
	raw_local_irq_enable();
	return 0;
}

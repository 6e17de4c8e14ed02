// SPDX-License-Identifier: GPL-2.0-or-later
/* The other way round: it claims that interrupts are enabled, and they are not. */
#include "kernel.h"

int vcpu_prepare(struct vcpu *vcpu)
{
	might_sleep();
	local_irq_disable();
	WARN_ON(irqs_disabled()); /* WARN: irqs-on-at-irqoff */
	vcpu->exits++;
	local_irq_enable();
	return 0;
}

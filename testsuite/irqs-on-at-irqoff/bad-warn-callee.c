// SPDX-License-Identifier: GPL-2.0-or-later
/* The claim is all that the callee has to say of interrupts. */
#include "kernel.h"

static noinline int finish(struct vcpu *vcpu)
{
	WARN_ON_ONCE(!irqs_disabled()); /* WARN: irqs-on-at-irqoff */
	return vcpu->reason;
}

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	might_sleep();
	local_irq_disable();
	vcpu->exits++;
	local_irq_enable();
	return finish(vcpu);
}

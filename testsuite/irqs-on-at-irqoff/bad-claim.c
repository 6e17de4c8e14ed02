// SPDX-License-Identifier: GPL-2.0-or-later
/* The callee claims that interrupts are off; one of its two callers has them on. */
#include "kernel.h"

static noinline void prepare(struct vcpu *vcpu)
{
	lockdep_assert_irqs_disabled(); /* WARN: irqs-on-at-irqoff */
	vcpu->exits++;
}

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	might_sleep();
	prepare(vcpu);
	local_irq_disable();
	prepare(vcpu);
	local_irq_enable();
	return 0;
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* What the first claim asks is an instruction: it ends no path. */
#include "kernel.h"

#define read_status()                                                                              \
	({                                                                                         \
		unsigned long status;                                                              \
		asm volatile("# status" : "=r"(status));                                           \
		status;                                                                            \
	})

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	might_sleep();
	local_irq_disable();
	vcpu->exits++;
	local_irq_enable();
	WARN_ON_ONCE(read_status() & 8);
	WARN_ON_ONCE(!irqs_disabled()); /* WARN: irqs-on-at-irqoff */
	return vcpu->reason;
}

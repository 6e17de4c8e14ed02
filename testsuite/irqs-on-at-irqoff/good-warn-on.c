// SPDX-License-Identifier: GPL-2.0-or-later
/* A claim in the words of WARN_ON() that holds, and a branch that asks and is no claim. */
#include "kernel.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	might_sleep();
	local_irq_disable();
	WARN_ON(!irqs_disabled());
	vcpu->exits++;
	local_irq_enable();
	if (!irqs_disabled())
		vcpu->reason = 0;
	return 0;
}

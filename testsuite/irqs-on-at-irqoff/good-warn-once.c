// SPDX-License-Identifier: GPL-2.0-or-later
/* What the claim says holds; and who comes by a condition of its own is not judged by it. */
#include "kernel.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	might_sleep();
	local_irq_disable();
	if (WARN_ONCE(!irqs_disabled(), "leaked"))
		raw_local_irq_disable();
	local_irq_enable();
	WARN_ONCE(vcpu->nested && !irqs_disabled(), "nested");
	return 0;
}

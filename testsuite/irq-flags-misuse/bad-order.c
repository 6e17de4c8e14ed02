// SPDX-License-Identifier: GPL-2.0-or-later
/* Two saves, restored in the order in which they were made. */
#include "kernel.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	unsigned long outer, inner;

	local_irq_save(outer);
	vcpu->exits++;
	local_irq_save(inner);
	vcpu->reason = 0;
	local_irq_restore(outer); /* WARN: irq-flags-misuse */
	local_irq_restore(inner);
	return 0;
}

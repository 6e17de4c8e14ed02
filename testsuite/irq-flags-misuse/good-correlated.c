// SPDX-License-Identifier: GPL-2.0-or-later
/* Saved and restored under one condition. */
#include "kernel.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	bool nested = vcpu->reason > 1;
	unsigned long flags = 0;

	if (nested)
		local_irq_save(flags);
	vcpu->exits++;
	if (nested)
		local_irq_restore(flags);
	return 0;
}

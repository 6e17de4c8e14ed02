// SPDX-License-Identifier: GPL-2.0-or-later
/* Every way out leads over the one restore. */
#include "kernel.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	unsigned long flags;
	int ret = -1;

	local_irq_save(flags);
	if (vcpu->nested)
		goto out;
	if (vcpu->reason < 0)
		goto out;
	vcpu->exits++;
	ret = 0;
out:
	local_irq_restore(flags);
	return ret;
}

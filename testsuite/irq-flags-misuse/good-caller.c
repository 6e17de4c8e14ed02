// SPDX-License-Identifier: GPL-2.0-or-later
/* A helper takes the lock and hands the flags to its caller, who gives them back. */
#include "kernel.h"

static noinline struct vcpu *take(struct vcpu *vcpu, unsigned long *flags)
{
	spin_lock_irqsave(&vcpu->lock, *flags);
	return vcpu;
}

static noinline void give(struct vcpu *vcpu, unsigned long flags)
{
	spin_unlock_irqrestore(&vcpu->lock, flags);
}

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	unsigned long flags;
	struct vcpu *taken = take(vcpu, &flags);

	taken->exits++;
	give(taken, flags);
	return 0;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Interrupts go off behind lockdep's back, and it judges a lock by what it believes. */
#include "kernel.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_enable();
	raw_local_irq_disable();
	spin_lock(&vcpu->lock); /* WARN: lockdep-irq-mismatch */
	spin_unlock(&vcpu->lock);
	local_irq_enable();
	return 0;
}

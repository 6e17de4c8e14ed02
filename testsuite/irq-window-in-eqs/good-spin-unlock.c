// SPDX-License-Identifier: GPL-2.0-or-later
/* spin_lock_irqsave() with interrupts off leaves them off; spin_lock_irq() stands outside. */
#include "kernel.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	unsigned long flags;

	spin_lock_irq(&vcpu->lock);
	vcpu->reason = 0;
	spin_unlock_irq(&vcpu->lock);
	local_irq_disable();
	guest_timing_enter_irqoff();
	guest_context_enter_irqoff();
	run_guest(vcpu);
	guest_context_exit_irqoff();
	spin_lock_irqsave(&vcpu->lock, flags);
	vcpu->exits++;
	spin_unlock_irqrestore(&vcpu->lock, flags);
	local_irq_enable();
	local_irq_disable();
	guest_timing_exit_irqoff();
	local_irq_enable();
	return 0;
}

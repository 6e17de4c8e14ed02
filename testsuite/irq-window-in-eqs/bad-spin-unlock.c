// SPDX-License-Identifier: GPL-2.0-or-later
/* spin_unlock_irq() enables interrupts whatever they were before. */
#include "kernel.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	guest_enter_irqoff();
	run_guest(vcpu);
	spin_lock_irq(&vcpu->lock); /* WARN: instrumentation-in-eqs */
	vcpu->exits++;
	spin_unlock_irq(&vcpu->lock); /* WARN: irq-window-in-eqs */
	guest_exit();
	return 0;
}

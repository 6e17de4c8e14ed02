// SPDX-License-Identifier: GPL-2.0-or-later
/* Flags that were saved with interrupts off are restored in the EQS. */
#include "kernel.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	unsigned long flags;

	local_irq_disable();
	guest_timing_enter_irqoff();
	guest_state_enter_irqoff();
	raw_local_irq_save(flags);
	run_guest(vcpu);
	raw_local_irq_restore(flags);
	guest_state_exit_irqoff();
	local_irq_enable();
	local_irq_disable();
	guest_timing_exit_irqoff();
	local_irq_enable();
	return 0;
}

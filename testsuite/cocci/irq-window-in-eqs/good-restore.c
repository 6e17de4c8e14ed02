// SPDX-License-Identifier: GPL-2.0-or-later
/* Flags that were saved inside the EQS say "disabled"; others are restored behind it. */
#include "kernel.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	unsigned long flags;

	local_irq_save(flags);
	guest_enter_irqoff();
	run_guest(vcpu);
	local_irq_save(vcpu->saved[0]);
	vcpu->exits++;
	local_irq_restore(vcpu->saved[0]);
	guest_exit_irqoff();
	local_irq_restore(flags);
	return 0;
}

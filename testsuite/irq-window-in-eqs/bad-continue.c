// SPDX-License-Identifier: GPL-2.0-or-later
/* The continue leaves an iteration inside of the EQS, which the loop's head does not expect. */
#include "kernel.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	for (;;) {
		local_irq_enable(); /* WARN: irq-window-in-eqs */
		vcpu->exits++;
		local_irq_disable();
		guest_context_enter_irqoff();
		run_guest(vcpu);
		if (vcpu->nested)
			continue;
		guest_context_exit_irqoff();
		local_irq_enable();
		if (vcpu->reason < 0)
			return 0;
	}
}

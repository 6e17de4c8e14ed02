// SPDX-License-Identifier: GPL-2.0-or-later
/* guard(): the early return runs the guard's end inside of the EQS. */
#include "kernel.h"

DEFINE_LOCK_GUARD_0(irq, local_irq_disable(), local_irq_enable()) /* WARN: irq-window-in-eqs */

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	guard(irq)();
	guest_context_enter_irqoff();
	run_guest(vcpu);
	if (vcpu->reason < 0)
		return -1;
	guest_context_exit_irqoff();
	return 0;
}

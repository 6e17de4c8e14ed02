// SPDX-License-Identifier: GPL-2.0-or-later
/* Guest time is entered twice through the goto, though the state is right. */
#include "kernel.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
again:
	guest_timing_enter_irqoff(); /* WARN: unbalanced-eqs */
	guest_state_enter_irqoff();
	run_guest(vcpu);
	guest_state_exit_irqoff();
	if (vcpu->reason > 0)
		goto again;
	local_irq_enable();
	local_irq_disable();
	guest_timing_exit_irqoff();
	local_irq_enable();
	return 0;
}

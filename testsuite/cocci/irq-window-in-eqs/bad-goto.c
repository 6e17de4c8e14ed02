// SPDX-License-Identifier: GPL-2.0-or-later
/* An error path leads round the exit. */
#include "kernel.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	guest_state_enter_irqoff();
	if (vcpu->ops->run(vcpu) < 0)
		goto out;
	guest_state_exit_irqoff();
	vcpu->exits++;
out:
	local_irq_enable(); /* WARN: local_irq_enable() while RCU is not watching in vcpu_ioctl_run: guest_state_enter_irqoff() on line 8 */
	return 0;
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* Wrong on one path of two. */
#include "kernel.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	guest_timing_enter_irqoff();
	guest_state_enter_irqoff();
	if (vcpu->ops->run(vcpu) < 0)
		goto out;
	guest_state_exit_irqoff();
out:
	guest_timing_exit_irqoff(); /* WARN: guest_timing_exit_irqoff() while RCU is not watching in vcpu_ioctl_run: guest_state_enter_irqoff() on line 9 */
	local_irq_enable();
	return 0;
}

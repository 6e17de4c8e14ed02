// SPDX-License-Identifier: GPL-2.0-or-later
/* An early return forgets the state, another one guest time. */
#include "kernel.h"

static int enter_exit(struct vcpu *vcpu)
{
	guest_state_enter_irqoff(); /* WARN: guest_state_enter_irqoff() is not taken back on every path of enter_exit */
	if (vcpu->ops->run(vcpu) < 0)
		return -1;
	guest_state_exit_irqoff();
	return 0;
}

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	guest_timing_enter_irqoff(); /* WARN: guest_timing_enter_irqoff() is not taken back on every path of vcpu_ioctl_run */
	if (enter_exit(vcpu) < 0) {
		local_irq_enable();
		return -1;
	}
	local_irq_enable();
	local_irq_disable();
	guest_timing_exit_irqoff();
	local_irq_enable();
	return 0;
}

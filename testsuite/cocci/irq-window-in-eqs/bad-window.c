// SPDX-License-Identifier: GPL-2.0-or-later
/* Interrupts are let in before the run as well as after it: two calls, two reports. */
#include "kernel.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	guest_enter_irqoff();
	local_irq_enable(); /* WARN: local_irq_enable() while RCU is not watching in vcpu_ioctl_run: guest_enter_irqoff() on line 8 */
	run_guest(vcpu);
	local_irq_disable();
	vcpu->exits++;
	local_irq_enable(); /* WARN: local_irq_enable() while RCU is not watching in vcpu_ioctl_run: guest_enter_irqoff() on line 8 */
	local_irq_disable();
	guest_exit_irqoff();
	local_irq_enable();
	return 0;
}

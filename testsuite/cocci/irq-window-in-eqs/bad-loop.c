// SPDX-License-Identifier: GPL-2.0-or-later
/* The continue takes the EQS into the next iteration, which begins with a window. */
#include "kernel.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	while (vcpu->reason >= 0) {
		local_irq_enable(); /* WARN: local_irq_enable() while RCU is not watching in vcpu_ioctl_run: guest_enter_irqoff() on line 11 */
		vcpu->exits++;
		local_irq_disable();
		guest_enter_irqoff();
		run_guest(vcpu);
		if (vcpu->nested)
			continue;
		guest_exit_irqoff();
	}
	local_irq_enable(); /* WARN: local_irq_enable() while RCU is not watching in vcpu_ioctl_run: guest_enter_irqoff() on line 11 */
	return 0;
}

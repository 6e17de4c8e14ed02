// SPDX-License-Identifier: GPL-2.0-or-later
/* One case forgets the exit. */
#include "kernel.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	guest_enter_irqoff();
	run_guest(vcpu);
	switch (vcpu->reason) {
	case 1:
		guest_exit_irqoff();
		local_irq_enable();
		break;
	case 2:
		local_irq_enable(); /* WARN: local_irq_enable() while RCU is not watching in vcpu_ioctl_run: guest_enter_irqoff() on line 8 */
		guest_exit();
		break;
	default:
		guest_exit_irqoff();
		local_irq_enable();
	}
	return 0;
}

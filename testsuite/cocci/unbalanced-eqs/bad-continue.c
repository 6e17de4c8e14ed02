// SPDX-License-Identifier: GPL-2.0-or-later
/* The continue may be the last iteration. */
#include "kernel.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	while (vcpu->reason >= 0) {
		local_irq_disable();
		guest_enter_irqoff(); /* WARN: guest_enter_irqoff() is not taken back on every path of vcpu_ioctl_run */
		run_guest(vcpu);
		if (vcpu->nested)
			continue;
		guest_exit();
		local_irq_enable();
	}
	return 0;
}

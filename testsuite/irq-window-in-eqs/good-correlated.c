// SPDX-License-Identifier: GPL-2.0-or-later
/* One condition tested three times is one condition. */
#include "kernel.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	bool tracked = vcpu->reason > 0;

	local_irq_disable();
	if (tracked) {
		guest_timing_enter_irqoff();
		guest_context_enter_irqoff();
	}
	run_guest(vcpu);
	if (!tracked) {
		local_irq_enable();
		vcpu->exits++;
		local_irq_disable();
	}
	if (tracked) {
		guest_context_exit_irqoff();
		local_irq_enable();
		local_irq_disable();
		guest_timing_exit_irqoff();
	}
	local_irq_enable();
	return 0;
}

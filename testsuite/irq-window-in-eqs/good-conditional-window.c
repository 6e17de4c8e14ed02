// SPDX-License-Identifier: GPL-2.0-or-later
/* A window after the EQS, on some paths only, as arm64 has it. */
#include "kernel.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	guest_timing_enter_irqoff();
	guest_state_enter_irqoff();
	run_guest(vcpu);
	guest_state_exit_irqoff();
	if (vcpu->reason == 1) {
		local_irq_enable();
		barrier();
		local_irq_disable();
	}
	guest_timing_exit_irqoff();
	local_irq_enable();
	return 0;
}

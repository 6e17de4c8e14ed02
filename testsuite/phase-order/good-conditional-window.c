// SPDX-License-Identifier: GPL-2.0-or-later
/* A window on some paths is a choice that the code makes: only none at all is wrong. */
#include "kernel.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	guest_timing_enter_irqoff();
	guest_state_enter_irqoff();
	__vmx_vcpu_run(vcpu, vcpu->saved, 0);
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

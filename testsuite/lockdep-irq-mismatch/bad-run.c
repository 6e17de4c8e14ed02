/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The guest lets interrupts in, and lockdep believes that they are off. */
#include "kernel.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	guest_timing_enter_irqoff();
	guest_context_enter_irqoff();
	__vmx_vcpu_run(vcpu, vcpu->saved, 0); /* WARN: lockdep-irq-mismatch */
	guest_context_exit_irqoff();
	local_irq_enable();
	local_irq_disable();
	guest_timing_exit_irqoff();
	local_irq_enable();
	return 0;
}

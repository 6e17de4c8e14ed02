// SPDX-License-Identifier: GPL-2.0-or-later
/* The same when the interrupts of the run were taken already, as an exit handler does. */
#include "kernel.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	guest_state_enter_irqoff();
	__vmx_vcpu_run(vcpu, vcpu->saved, 0);
	guest_state_exit_irqoff();
	local_irq_enable();
	vcpu->exits++;
	local_irq_disable();
	guest_timing_enter_irqoff(); /* WARN: phase-order */
	guest_timing_exit_irqoff();
	local_irq_enable();
	return 0;
}

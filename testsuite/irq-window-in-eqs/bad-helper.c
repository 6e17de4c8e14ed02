// SPDX-License-Identifier: GPL-2.0-or-later
/* A helper enters and leaves the EQS and runs with interrupts let in, between the two. */
#include "kernel.h"

static noinstr void enter_exit(struct vcpu *vcpu)
{
	guest_state_enter_irqoff();
	run_guest(vcpu);
	raw_local_irq_enable(); /* WARN: irq-window-in-eqs */
	barrier();
	raw_local_irq_disable();
	guest_state_exit_irqoff();
}

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	guest_timing_enter_irqoff();
	enter_exit(vcpu);
	local_irq_enable();
	local_irq_disable();
	guest_timing_exit_irqoff();
	local_irq_enable();
	return 0;
}

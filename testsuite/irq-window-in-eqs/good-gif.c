// SPDX-License-Identifier: GPL-2.0-or-later
/* With the global interrupt flag clear nothing is taken, whatever IF says. */
#include "kernel.h"

static noinstr void enter_exit(struct vcpu *vcpu)
{
	guest_state_enter_irqoff();
	raw_local_irq_enable();
	run_guest(vcpu);
	raw_local_irq_disable();
	guest_state_exit_irqoff();
}

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	guest_timing_enter_irqoff();
	clgi();
	enter_exit(vcpu);
	stgi();
	local_irq_enable();
	local_irq_disable();
	guest_timing_exit_irqoff();
	local_irq_enable();
	return 0;
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* A noinstr helper enters and leaves the EQS, as since 5.17. */
#include "kernel.h"

static noinstr void enter_exit(struct vcpu *vcpu)
{
	guest_state_enter_irqoff();
	run_guest(vcpu);
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

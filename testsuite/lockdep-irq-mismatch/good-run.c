/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The state's entry tells lockdep before the run, its exit after it. */
#include "kernel.h"

noinstr int run_noinstr(struct vcpu *vcpu)
{
	guest_state_enter_irqoff();
	run_guest(vcpu);
	guest_state_exit_irqoff();
	return 0;
}

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	guest_timing_enter_irqoff();
	run_noinstr(vcpu);
	local_irq_enable();
	local_irq_disable();
	guest_timing_exit_irqoff();
	local_irq_enable();
	return 0;
}

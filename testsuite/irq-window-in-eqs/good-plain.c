// SPDX-License-Identifier: GPL-2.0-or-later
/* The order since 5.17: the window comes after the state exit, before the timing exit. */
#include "kernel.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	guest_timing_enter_irqoff();
	guest_state_enter_irqoff();
	run_guest(vcpu);
	guest_state_exit_irqoff();
	local_irq_enable();
	++vcpu->exits;
	local_irq_disable();
	guest_timing_exit_irqoff();
	local_irq_enable();
	return 0;
}

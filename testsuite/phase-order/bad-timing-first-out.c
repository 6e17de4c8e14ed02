// SPDX-License-Identifier: GPL-2.0-or-later
/* Guest time is left before the state is: the accounting runs with RCU not watching. */
#include "kernel.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	guest_timing_enter_irqoff();
	guest_state_enter_irqoff();
	run_guest(vcpu);
	guest_timing_exit_irqoff(); /* WARN: phase-order */
	guest_state_exit_irqoff();
	local_irq_enable();
	return 0;
}

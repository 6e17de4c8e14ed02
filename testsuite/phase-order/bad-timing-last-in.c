// SPDX-License-Identifier: GPL-2.0-or-later
/* Guest time is entered after the state was. */
#include "kernel.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	guest_state_enter_irqoff();
	guest_timing_enter_irqoff(); /* WARN: phase-order */
	run_guest(vcpu);
	guest_state_exit_irqoff();
	local_irq_enable();
	local_irq_disable();
	guest_timing_exit_irqoff();
	local_irq_enable();
	return 0;
}

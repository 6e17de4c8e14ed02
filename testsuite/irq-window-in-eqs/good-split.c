// SPDX-License-Identifier: GPL-2.0-or-later
/* Entered in one function, left in another, and the window after that. */
#include "kernel.h"

static noinline void before(void)
{
	local_irq_disable();
	guest_timing_enter_irqoff();
	guest_state_enter_irqoff();
}

static noinline void after(void)
{
	guest_state_exit_irqoff();
}

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	before();
	run_guest(vcpu);
	after();
	local_irq_enable();
	vcpu->exits++;
	local_irq_disable();
	guest_timing_exit_irqoff();
	local_irq_enable();
	return 0;
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* The window is in a callee, and the timing exit in another. */
#include "kernel.h"

static noinline void take_interrupts(struct vcpu *vcpu)
{
	local_irq_enable();
	++vcpu->exits;
	local_irq_disable();
}

static noinline void account(void)
{
	guest_timing_exit_irqoff();
}

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	guest_timing_enter_irqoff();
	guest_state_enter_irqoff();
	__vmx_vcpu_run(vcpu, vcpu->saved, 0);
	guest_state_exit_irqoff();
	take_interrupts(vcpu);
	account();
	local_irq_enable();
	return 0;
}

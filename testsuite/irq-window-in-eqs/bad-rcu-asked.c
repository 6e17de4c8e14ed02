/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The entry of interrupts asks whether RCU watches, and what it asks says no on this
 * architecture.
 */
#include "kernel.h"

#define arch_in_rcu_eqs() false

static noinstr void enter_exit(struct vcpu *vcpu)
{
	guest_state_enter_irqoff();
	arch_local_irq_enable(); /* WARN: irq-window-in-eqs */
	run_guest(vcpu);
	arch_local_irq_disable();
	guest_state_exit_irqoff();
}

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	guest_timing_enter_irqoff();
	enter_exit(vcpu);
	guest_timing_exit_irqoff();
	local_irq_enable();
	return 0;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The entry of interrupts wakes RCU for this EQS too: not for the tracepoint of the
 * form that enables them.
 */
#include "kernel.h"

#define CONFIG_S390 1
#define arch_in_rcu_eqs() true

static noinstr void enter_exit(struct vcpu *vcpu)
{
	guest_state_enter_irqoff();
	local_irq_enable(); /* WARN: irq-window-in-eqs */
	run_guest(vcpu);
	local_irq_disable();
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

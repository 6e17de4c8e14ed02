/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The entry of interrupts wakes RCU for this EQS too, and a run that takes them
 * only where they are on has them on, by forms that do not trace.
 */
#include "kernel.h"

#define CONFIG_S390 1
#define arch_in_rcu_eqs() true

static noinstr void enter_exit(struct vcpu *vcpu)
{
	guest_state_enter_irqoff();
	arch_local_irq_enable();
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

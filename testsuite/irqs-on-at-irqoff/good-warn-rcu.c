// SPDX-License-Identifier: GPL-2.0-or-later
/* A WARN that fires for sure, and that says nothing of interrupts. */
#include "kernel.h"

bool rcu_is_watching(void);

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	might_sleep();
	local_irq_disable();
	guest_enter_irqoff();
	WARN_ON(!rcu_is_watching());
	run_guest(vcpu);
	guest_exit_irqoff();
	local_irq_enable();
	return 0;
}

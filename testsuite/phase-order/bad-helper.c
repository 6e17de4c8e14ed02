// SPDX-License-Identifier: GPL-2.0-or-later
/* The order is wrong across two functions: the helper that ends the time is called too early. */
#include "kernel.h"

static noinline void account(struct vcpu *vcpu)
{
	vcpu->exits++;
	vtime_account_guest_exit(); /* WARN: phase-order */
}

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	guest_enter_irqoff();
	run_guest(vcpu);
	account(vcpu);
	guest_context_exit_irqoff();
	local_irq_enable();
	return 0;
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* The EQS is entered two calls deep, and the window is two calls deep in another branch. */
#include "kernel.h"

static noinline void enter(void)
{
	guest_enter_irqoff();
}

static noinline void enter_checked(struct vcpu *vcpu)
{
	if (vcpu->nested)
		vcpu->reason = 0;
	enter();
}

static noinline void irqs_on(void)
{
	local_irq_enable(); /* WARN: irq-window-in-eqs */
}

static noinline void handle_exit(struct vcpu *vcpu)
{
	vcpu->exits++;
	irqs_on();
}

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	enter_checked(vcpu);
	run_guest(vcpu);
	handle_exit(vcpu);
	guest_exit();
	return 0;
}

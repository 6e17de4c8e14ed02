// SPDX-License-Identifier: GPL-2.0-or-later
/* The window is in a static callee, and the place is there. */
#include "kernel.h"

static noinline void handle_exit(struct vcpu *vcpu)
{
	vcpu->exits++;
	local_irq_enable(); /* WARN: irq-window-in-eqs */
}

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	guest_enter_irqoff();
	run_guest(vcpu);
	handle_exit(vcpu);
	guest_exit();
	return 0;
}

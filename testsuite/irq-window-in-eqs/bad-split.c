// SPDX-License-Identifier: GPL-2.0-or-later
/* The EQS is entered in one function and left in another; the window is in neither. */
#include "kernel.h"

static noinline void before(void)
{
	local_irq_disable();
	guest_enter_irqoff();
}

static noinline void after(void)
{
	guest_exit();
}

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	before();
	run_guest(vcpu);
	local_irq_enable(); /* WARN: irq-window-in-eqs */
	vcpu->exits++;
	after();
	return 0;
}

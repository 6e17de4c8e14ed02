// SPDX-License-Identifier: GPL-2.0-or-later
/* ARCH: powerpc */
/* The same, but the handler does not ask whom it interrupted. */
#include "powerpc.h"
#include "kernel.h"

static noinline void do_IRQ(struct pt_regs *regs, struct vcpu *vcpu)
{
	if (regs->msr & 0x8000)
		user_exit_irqoff();
	vcpu->exits++;
}

static struct pt_regs host_regs;

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	__might_sleep(__FILE__, __LINE__);
	local_irq_disable();
	guest_enter_irqoff();
	do_IRQ(&host_regs, vcpu);
	guest_exit_irqoff(); /* WARN: unbalanced-eqs */
	local_irq_enable();
	return 0;
}

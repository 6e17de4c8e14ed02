// SPDX-License-Identifier: GPL-2.0-or-later
/* Two calls deep both ways, and right. */
#include "kernel.h"

static noinline void enter(void)
{
	guest_timing_enter_irqoff();
	guest_state_enter_irqoff();
}

static noinline void enter_checked(struct vcpu *vcpu)
{
	if (vcpu->nested)
		vcpu->reason = 0;
	enter();
}

static noinline void irqs_on(void)
{
	local_irq_enable();
}

static noinline void leave(struct vcpu *vcpu)
{
	guest_state_exit_irqoff();
	irqs_on();
	vcpu->exits++;
	local_irq_disable();
	guest_timing_exit_irqoff();
	irqs_on();
}

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	enter_checked(vcpu);
	run_guest(vcpu);
	leave(vcpu);
	return 0;
}

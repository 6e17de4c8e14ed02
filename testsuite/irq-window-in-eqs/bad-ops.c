// SPDX-License-Identifier: GPL-2.0-or-later
/* The window is behind a pointer of a table: of two rows, one opens it. */
#include "kernel.h"

static int run_quiet(struct vcpu *vcpu)
{
	run_guest(vcpu);
	return vcpu->reason;
}

static int run_loud(struct vcpu *vcpu)
{
	run_guest(vcpu);
	local_irq_enable(); /* WARN: irq-window-in-eqs */
	vcpu->exits++;
	local_irq_disable();
	return vcpu->reason;
}

static const struct vcpu_ops quiet_ops = { .run = run_quiet };
static const struct vcpu_ops loud_ops = { .run = run_loud };

void vcpu_init(struct vcpu *vcpu, bool loud);

void vcpu_init(struct vcpu *vcpu, bool loud)
{
	vcpu->ops = loud ? &loud_ops : &quiet_ops;
}

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	int ret;

	local_irq_disable();
	guest_enter_irqoff();
	ret = vcpu->ops->run(vcpu);
	guest_exit_irqoff();
	local_irq_enable();
	return ret;
}

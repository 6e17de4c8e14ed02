// SPDX-License-Identifier: GPL-2.0-or-later
/* The function that opens a window stands in another field, which is called after the EQS. */
#include "kernel.h"

static int run(struct vcpu *vcpu)
{
	run_guest(vcpu);
	return vcpu->reason;
}

static void handle(struct vcpu *vcpu)
{
	local_irq_enable();
	vcpu->exits++;
	local_irq_disable();
}

static const struct vcpu_ops ops = { .run = run, .handle = handle };

void vcpu_init(struct vcpu *vcpu);

void vcpu_init(struct vcpu *vcpu)
{
	vcpu->ops = &ops;
}

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	int ret;

	local_irq_disable();
	guest_timing_enter_irqoff();
	guest_state_enter_irqoff();
	ret = vcpu->ops->run(vcpu);
	guest_state_exit_irqoff();
	vcpu->ops->handle(vcpu);
	guest_timing_exit_irqoff();
	local_irq_enable();
	return ret;
}

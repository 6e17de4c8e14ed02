// SPDX-License-Identifier: GPL-2.0-or-later
/* Two functions that call each other; each run is an EQS of its own. */
#include "kernel.h"

static int run_nested(struct vcpu *vcpu, int depth);

static noinline int run_once(struct vcpu *vcpu, int depth)
{
	local_irq_disable();
	guest_enter_irqoff();
	run_guest(vcpu);
	guest_exit_irqoff();
	local_irq_enable();
	return vcpu->nested ? run_nested(vcpu, depth) : 0;
}

static noinline int run_nested(struct vcpu *vcpu, int depth)
{
	return depth > 0 ? run_once(vcpu, depth - 1) + 1 : 0;
}

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	return run_once(vcpu, vcpu->reason);
}

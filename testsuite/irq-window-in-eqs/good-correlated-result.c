// SPDX-License-Identifier: GPL-2.0-or-later
/* The callee's result says whether it entered the EQS, as context_tracking users do. */
#include "kernel.h"

static noinline int try_enter(struct vcpu *vcpu)
{
	if (vcpu->nested)
		return -1;
	guest_timing_enter_irqoff();
	guest_context_enter_irqoff();
	return 0;
}

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	int ret;

	local_irq_disable();
	ret = try_enter(vcpu);
	if (ret) {
		local_irq_enable();
		return ret;
	}
	run_guest(vcpu);
	guest_context_exit_irqoff();
	local_irq_enable();
	local_irq_disable();
	guest_timing_exit_irqoff();
	local_irq_enable();
	return 0;
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* The same callee, called after the EQS, and once more outside of any. */
#include "kernel.h"

static noinline void handle_exit(struct vcpu *vcpu)
{
	vcpu->exits++;
	local_irq_enable();
}

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	guest_timing_enter_irqoff();
	guest_state_enter_irqoff();
	run_guest(vcpu);
	guest_state_exit_irqoff();
	handle_exit(vcpu);
	local_irq_disable();
	guest_timing_exit_irqoff();
	handle_exit(vcpu);
	return 0;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lockdep is told that the guest has ended, and then RCU is; or it was never told of it. */
#include "kernel.h"

static inline void state_exit_irqoff(void)
{
	lockdep_hardirqs_off(0);
	guest_context_exit_irqoff();
	trace_hardirqs_off_finish();
}

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	guest_timing_enter_irqoff();
	guest_state_enter_irqoff();
	run_guest(vcpu);
	state_exit_irqoff();
	local_irq_enable();
	local_irq_disable();
	guest_timing_exit_irqoff();
	local_irq_enable();
	return 0;
}

int not_entered(struct vcpu *vcpu)
{
	local_irq_disable();
	guest_timing_enter_irqoff();
	guest_context_enter_irqoff();
	vcpu->reason = 0;
	guest_context_exit_irqoff();
	guest_timing_exit_irqoff();
	local_irq_enable();
	return 0;
}

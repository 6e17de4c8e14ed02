/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The guest has ended, and lockdep is told so only when its EQS has ended too. */
#include "kernel.h"

static inline void state_exit_irqoff(void)
{
	guest_context_exit_irqoff(); /* WARN: lockdep-irq-mismatch */
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

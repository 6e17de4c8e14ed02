/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The helpers themselves tell half of it, and all who call them rely on the whole. */
#define OWN_GUEST_STATE
#include "kernel.h"

static __always_inline void guest_state_enter_irqoff(void)
{
	trace_hardirqs_on_prepare();
	lockdep_hardirqs_on_prepare();
	guest_context_enter_irqoff();
} /* WARN: lockdep-irq-mismatch */

static __always_inline void guest_state_exit_irqoff(void)
{
	lockdep_hardirqs_off(CALLER_ADDR0);
	guest_context_exit_irqoff();
} /* WARN: lockdep-irq-mismatch */

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	guest_timing_enter_irqoff();
	guest_state_enter_irqoff();
	run_guest(vcpu);
	guest_state_exit_irqoff();
	local_irq_enable();
	local_irq_disable();
	guest_timing_exit_irqoff();
	local_irq_enable();
	return 0;
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* ARCH: powerpc */
/* Tracing before context tracking is told that user space was left. */
#define CONFIG_PPC64 1
#include "powerpc.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	user_enter_irqoff();
	trace_hardirqs_on(); /* WARN: instrumentation-in-eqs */
	trace_hardirqs_off(); /* WARN: phase-order */
	user_exit_irqoff();
	local_irq_enable();
	return vcpu->reason;
}

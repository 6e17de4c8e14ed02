// SPDX-License-Identifier: GPL-2.0-or-later
/* ARCH: powerpc */
/* The same where interrupt tracing wakes RCU for itself, as old trees do. */
#define CONFIG_PPC64 1
#include "powerpc.h"

void trace_cpu_idle_rcuidle(unsigned int state, unsigned int cpu);

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	local_irq_disable();
	user_enter_irqoff();
	trace_hardirqs_on();
	trace_hardirqs_off();
	user_exit_irqoff();
	local_irq_enable();
	return vcpu->reason;
}

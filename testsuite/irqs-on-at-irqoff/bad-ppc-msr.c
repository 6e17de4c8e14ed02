// SPDX-License-Identifier: GPL-2.0-or-later
/* ARCH: powerpc */
/* What is enabled stays so, whatever else is written to the MSR. */
#define CONFIG_PPC64 1
#include "powerpc.h"

unsigned long mtmsr_isync_irqsafe(unsigned long msr);

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	might_sleep();
	mtmsr_isync_irqsafe(vcpu->saved[0]);
	guest_timing_enter_irqoff(); /* WARN: irqs-on-at-irqoff */
	local_irq_disable();
	mtmsr_isync_irqsafe(vcpu->saved[1]);
	guest_timing_exit_irqoff();
	local_irq_enable();
	return vcpu->reason;
}

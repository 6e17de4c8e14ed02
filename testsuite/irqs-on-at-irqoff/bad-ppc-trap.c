// SPDX-License-Identifier: GPL-2.0-or-later
/* ARCH: powerpc */
/* What stands behind a trap that tests is reached. */
#define CONFIG_PPC64 1
#include "powerpc.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	might_sleep();
	WARN_ON(vcpu->reason);
	guest_timing_enter_irqoff(); /* WARN: irqs-on-at-irqoff */
	hard_irq_disable();
	guest_timing_exit_irqoff();
	local_irq_enable();
	return 0;
}

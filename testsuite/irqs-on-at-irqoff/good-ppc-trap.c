// SPDX-License-Identifier: GPL-2.0-or-later
/* ARCH: powerpc */
/* The trap that tests is passed, whatever it finds: it is no failed WARN. */
#define CONFIG_PPC64 1
#include "powerpc.h"

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	might_sleep();
	WARN_ON(irqs_disabled());
	hard_irq_disable();
	guest_timing_enter_irqoff();
	guest_timing_exit_irqoff();
	local_irq_enable();
	return 0;
}

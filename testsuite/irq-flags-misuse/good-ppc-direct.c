// SPDX-License-Identifier: GPL-2.0-or-later
/* ARCH: powerpc */
/* Straight from enabled to hard-disabled: nothing can be noted in between. */
#define CONFIG_PPC64 1
#include "powerpc.h"

static inline void fix_ee_before_entry(void)
{
	trace_hardirqs_on();
	local_paca->irq_happened = 0;
	irq_soft_mask_set(IRQS_ENABLED);
}

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	__might_sleep(__FILE__, __LINE__);
	hard_irq_disable();
	fix_ee_before_entry();
	run_guest(vcpu);
	irq_soft_mask_set(IRQS_ALL_DISABLED);
	trace_hardirqs_off();
	local_irq_enable();
	return 0;
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* ARCH: powerpc */
/* What is noted between local_irq_disable() and hard_irq_disable() is thrown away. */
#define CONFIG_PPC64 1
#include "powerpc.h"

static inline void fix_ee_before_entry(void)
{
	trace_hardirqs_on();
	local_paca->irq_happened = 0;
	irq_soft_mask_set(IRQS_ENABLED); /* WARN: irq-flags-misuse */
}

static int prepare_to_enter(struct vcpu *vcpu)
{
	local_irq_disable();
	hard_irq_disable();
	if (vcpu->reason) {
		local_irq_enable();
		return 0;
	}
	return 1;
}

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	__might_sleep(__FILE__, __LINE__);
	if (!prepare_to_enter(vcpu))
		return 0;
	fix_ee_before_entry();
	run_guest(vcpu);
	__hard_irq_disable();
	irq_soft_mask_set(IRQS_ALL_DISABLED);
	trace_hardirqs_off();
	local_irq_enable();
	return 0;
}

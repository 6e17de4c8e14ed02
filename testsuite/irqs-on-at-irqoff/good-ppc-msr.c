// SPDX-License-Identifier: GPL-2.0-or-later
/* ARCH: powerpc */
/* Whether MSR.EE is to be kept off is no question about the caller. */
#define CONFIG_PPC64 1
#include "powerpc.h"

unsigned long mtmsr_isync_irqsafe(unsigned long msr)
{
	if (arch_irqs_disabled()) {
		msr &= ~0x8000ul;
		asm volatile("# mtmsr %0" : : "r"(msr) : "memory");
		irq_soft_mask_set(IRQS_ALL_DISABLED);
		local_paca->irq_happened |= PACA_IRQ_HARD_DIS;
	} else {
		asm volatile("# mtmsr %0" : : "r"(msr) : "memory");
	}
	return msr;
}

int vcpu_ioctl_run(struct vcpu *vcpu)
{
	raw_local_irq_restore(vcpu->flags);
	mtmsr_isync_irqsafe(vcpu->saved[0]);
	WARN_ON_ONCE(!irqs_disabled());
	return vcpu->reason;
}

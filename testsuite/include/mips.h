/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * kernel.h for mips (a test says so with a line ARCH: mips): asm/irqflags.h, and what
 * KVM is made of there.
 */
#ifndef TEST_MIPS_H
#define TEST_MIPS_H

#define TEST_ARCH mips

static inline void arch_local_irq_disable(void)
{
	asm volatile("# di" : : : "memory");
}

static inline void arch_local_irq_enable(void)
{
	asm volatile("# ei" : : : "memory");
}

static inline unsigned long arch_local_save_flags(void)
{
	unsigned long flags;

	asm volatile("# mfc0 %0" : "=r"(flags));
	return flags;
}

static inline unsigned long arch_local_irq_save(void)
{
	unsigned long flags;

	asm volatile("# di %0" : "=r"(flags) : : "memory");
	return flags;
}

static inline void arch_local_irq_restore(unsigned long flags)
{
	asm volatile("# mtc0 %0" : : "r"(flags) : "memory");
}

static inline int arch_irqs_disabled_flags(unsigned long flags)
{
	return !(flags & 1);
}

static inline int arch_irqs_disabled(void)
{
	return arch_irqs_disabled_flags(arch_local_save_flags());
}

#include "kernel.h"

/* ---- the guest: generated code runs it, and calls the handler back ---- */

#define RESUME_GUEST 0
#define RESUME_FLAG_HOST 2

struct kvm_vcpu;

struct kvm_vcpu_arch {
	int (*vcpu_run)(struct kvm_vcpu *vcpu);
};

struct kvm_vcpu {
	struct kvm_vcpu_arch arch;
	int reason;
};

int kvm_mips_handle_exit(struct kvm_vcpu *vcpu);
int mips_vcpu_run(struct kvm_vcpu *vcpu);

#endif

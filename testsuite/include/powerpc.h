/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * kernel.h for powerpc (a test says so with a line ARCH: powerpc): what asm/hw_irq.h
 * and its like give there.  A test may define CONFIG_PPC64 or CONFIG_BOOKE before it
 * includes this.  The assembly is there for its name only.
 */
#ifndef TEST_POWERPC_H
#define TEST_POWERPC_H

#include <stdbool.h>

#define TEST_ARCH powerpc

struct paca_struct {
	unsigned char irq_soft_mask;
	unsigned char irq_happened;
};

extern struct paca_struct *local_paca;

/* ---- asm/ptrace.h ---- */

struct pt_regs {
	unsigned long msr;
};

#define user_mode(regs) (((regs)->msr & 0x4000) != 0)

/* ---- MSR.EE ---- */

static inline void __hard_irq_enable(void)
{
	asm volatile("# mtmsr, EE set" : : : "memory");
}

static inline void __hard_irq_disable(void)
{
	asm volatile("# mtmsr, EE clear" : : : "memory");
}

#ifdef CONFIG_PPC64

/* ---- asm/bug.h: a trap that tests for itself ---- */

#define WARN_ON(x)                                                                       \
	({                                                                               \
		bool __ret_warn_on = false;                                              \
		do {                                                                     \
			__label__ __label_warn_on;                                       \
			asm goto("# 1: tdnei %0, 0" : : "r"((long)(x)) : : __label_warn_on); \
			break;                                                           \
__label_warn_on:                                                                         \
			__ret_warn_on = true;                                            \
		} while (0);                                                             \
		unlikely(__ret_warn_on);                                                 \
	})
#define WARN_ON_ONCE(x)                                           \
	({                                                        \
		int __ret_warn_on = !!(x);                        \
		if (unlikely(__ret_warn_on))                      \
			asm volatile("# 1: twi 31, 0, 0" : : : "memory"); \
		unlikely(__ret_warn_on);                          \
	})

/* ---- the soft mask ---- */

#define IRQS_ENABLED 0
#define IRQS_DISABLED 1
#define IRQS_ALL_DISABLED 3
#define PACA_IRQ_HARD_DIS 1

static inline unsigned long irq_soft_mask_return(void)
{
	unsigned long flags;

	asm volatile("# lbz %0" : "=r"(flags));
	return flags;
}

static inline void irq_soft_mask_set(unsigned long mask)
{
	asm volatile("# stb %0" : : "r"(mask) : "memory");
}

static inline unsigned long irq_soft_mask_set_return(unsigned long mask)
{
	unsigned long flags = irq_soft_mask_return();

	irq_soft_mask_set(mask);
	return flags;
}

static inline unsigned long irq_soft_mask_or_return(unsigned long mask)
{
	unsigned long flags = irq_soft_mask_return();

	irq_soft_mask_set(flags | mask);
	return flags;
}

void arch_local_irq_restore(unsigned long flags);

static inline unsigned long arch_local_save_flags(void)
{
	return irq_soft_mask_return();
}

static inline void arch_local_irq_disable(void)
{
	irq_soft_mask_set(IRQS_DISABLED);
}

static inline void arch_local_irq_enable(void)
{
	arch_local_irq_restore(IRQS_ENABLED);
}

static inline unsigned long arch_local_irq_save(void)
{
	return irq_soft_mask_or_return(IRQS_DISABLED);
}

static inline bool arch_irqs_disabled_flags(unsigned long flags)
{
	return flags & IRQS_DISABLED;
}

#define hard_irq_disable()                                          \
	do {                                                        \
		unsigned long flags;                                \
		__hard_irq_disable();                               \
		flags = irq_soft_mask_set_return(IRQS_ALL_DISABLED); \
		local_paca->irq_happened |= PACA_IRQ_HARD_DIS;      \
		if (!arch_irqs_disabled_flags(flags))               \
			trace_hardirqs_off();                       \
	} while (0)

static inline bool lazy_irq_pending(void)
{
	return local_paca->irq_happened & ~PACA_IRQ_HARD_DIS;
}

#define ppc64_runlatch_off()                                      \
	do {                                                      \
		__hard_irq_disable();                             \
		asm volatile("# mtspr SPRN_CTRLT, %0" : : "r"(0)); \
		if (!(local_paca->irq_happened & PACA_IRQ_HARD_DIS)) \
			__hard_irq_enable();                      \
	} while (0)

#define powerpc_local_irq_pmu_save(flags)                           \
	do {                                                        \
		flags = irq_soft_mask_or_return(IRQS_ALL_DISABLED); \
		if (!raw_irqs_disabled_flags(flags))                \
			trace_hardirqs_off();                       \
	} while (0)
#define powerpc_local_irq_pmu_restore(flags)          \
	do {                                          \
		if (!raw_irqs_disabled_flags(flags))  \
			trace_hardirqs_on();          \
		arch_local_irq_restore(flags);        \
	} while (0)

#else /* 32 bit: MSR.EE alone */

static inline unsigned long arch_local_save_flags(void)
{
	unsigned long flags;

	asm volatile("# mfmsr %0" : "=r"(flags));
	return flags;
}

static inline void arch_local_irq_restore(unsigned long flags)
{
	asm volatile("# mtmsr %0" : : "r"(flags) : "memory");
}

static inline unsigned long arch_local_irq_save(void)
{
	unsigned long flags = arch_local_save_flags();

	asm volatile("# mtmsr, EE clear" : : : "memory");
	return flags;
}

static inline void arch_local_irq_disable(void)
{
	__hard_irq_disable();
}

static inline void arch_local_irq_enable(void)
{
	__hard_irq_enable();
}

static inline bool arch_irqs_disabled_flags(unsigned long flags)
{
	return !(flags & 0x8000);
}

#define hard_irq_disable() arch_local_irq_disable()

#endif

static inline bool arch_irqs_disabled(void)
{
	return arch_irqs_disabled_flags(arch_local_save_flags());
}

#include "kernel.h"

/* ---- the guest, and the hypervisor below ---- */

#define RESUME_GUEST 0
#define RESUME_HOST 2

int kvmppc_handle_exit(struct vcpu *vcpu);
int __kvmppc_vcpu_run(struct vcpu *vcpu);
int kvmppc_p9_enter_guest(struct vcpu *vcpu);
long plpar_hcall_norets(unsigned long opcode, ...);
long plpar_hcall_norets_notrace(unsigned long opcode, ...);

#ifdef CONFIG_BOOKE

/* The guest is entered with what interrupts see, and lockdep, as if they were on. */
static inline void fix_ee_before_entry(void)
{
	lockdep_hardirqs_on(0);
	local_paca->irq_happened = 0;
	irq_soft_mask_set(IRQS_ENABLED);
}

#endif

#endif

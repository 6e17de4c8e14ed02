/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * kernel.h for loongarch (a test says so with a line ARCH: loongarch): what
 * asm/irqflags.h gives there, and how KVM runs a guest.  The assembly is there
 * for its name only.
 */
#ifndef TEST_LOONGARCH_H
#define TEST_LOONGARCH_H

#include <stdbool.h>

#define TEST_ARCH loongarch
#define CONFIG_ARCH_WANTS_NO_INSTR 1

#define CSR_CRMD_IE 4u

static inline void arch_local_irq_enable(void)
{
	unsigned int flags = CSR_CRMD_IE;

	asm volatile("# csrxchg %0, %1, CRMD" : "+r"(flags) : "r"(CSR_CRMD_IE) : "memory");
}

static inline void arch_local_irq_disable(void)
{
	unsigned int flags = 0;

	asm volatile("# csrxchg %0, %1, CRMD" : "+r"(flags) : "r"(CSR_CRMD_IE) : "memory");
}

static inline unsigned long arch_local_irq_save(void)
{
	unsigned int flags = 0;

	asm volatile("# csrxchg %0, %1, CRMD" : "+r"(flags) : "r"(CSR_CRMD_IE) : "memory");
	return flags;
}

static inline void arch_local_irq_restore(unsigned long flags)
{
	asm volatile("# csrxchg %0, %1, CRMD" : "+r"(flags) : "r"(CSR_CRMD_IE) : "memory");
}

static inline unsigned long arch_local_save_flags(void)
{
	unsigned int flags;

	asm volatile("# csrrd %0, CRMD" : "=r"(flags) : : "memory");
	return flags;
}

static inline int arch_irqs_disabled_flags(unsigned long flags)
{
	return !(flags & CSR_CRMD_IE);
}

static inline int arch_irqs_disabled(void)
{
	return arch_irqs_disabled_flags(arch_local_save_flags());
}

#include "kernel.h"

#define RESUME_HOST 0
#define RESUME_GUEST 1

struct kvm_world_switch {
	int (*exc_entry)(void);
	int (*enter_guest)(struct vcpu *vcpu);
};

extern struct kvm_world_switch *kvm_loongarch_ops;

int kvm_enter_guest(struct vcpu *vcpu);
int kvm_handle_exit(struct vcpu *vcpu);
void __arch_cpu_idle(void);

/* ---- what its run loops have in common: nothing that enters what a test leaves ---- */

static noinline __attribute__((__unused__)) int pre_enter_guest(struct vcpu *vcpu)
{
	might_sleep();
	local_irq_disable();
	if (!vcpu->nested)
		return RESUME_GUEST;
	local_irq_enable();
	return RESUME_HOST;
}

/* For the handler of an exit: the assembly wants interrupts off, whatever comes next. */
static inline int pre_enter_again(struct vcpu *vcpu)
{
	int ret = pre_enter_guest(vcpu);

	if (ret != RESUME_GUEST)
		local_irq_disable();
	return ret;
}

#endif

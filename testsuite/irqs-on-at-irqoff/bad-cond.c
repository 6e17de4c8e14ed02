// SPDX-License-Identifier: GPL-2.0-or-later
/* What begins and ends with one test of one bit, which changes in between. */
#include "kernel.h"

#define FLAGS_IF 0x200ul
#define FLAGS_TF 0x100ul

struct frame {
	unsigned long flags, ip;
};

static inline void cond_enable(struct frame *regs)
{
	if (regs->flags & FLAGS_IF)
		local_irq_enable();
}

static inline void cond_disable(struct frame *regs)
{
	if (regs->flags & FLAGS_IF)
		local_irq_disable();
}

static noinline void mask(struct frame *regs)
{
	regs->ip++;
	regs->flags &= ~(FLAGS_IF | FLAGS_TF);
}

static noinline void emulate(struct frame *regs, unsigned long flags)
{
	regs->ip++;
	regs->flags = flags;
}

int vcpu_trap(struct frame *regs)
{
	local_irq_disable();
	cond_enable(regs);
	mask(regs);
	cond_disable(regs);
	lockdep_assert_irqs_disabled(); /* WARN: irqs-on-at-irqoff */
	local_irq_enable();
	return 0;
}

int vcpu_emulate(struct frame *regs, unsigned long flags)
{
	local_irq_disable();
	cond_enable(regs);
	emulate(regs, flags);
	cond_disable(regs);
	lockdep_assert_irqs_disabled(); /* WARN: irqs-on-at-irqoff */
	local_irq_enable();
	return 0;
}

int vcpu_own(struct frame *regs)
{
	local_irq_disable();
	cond_enable(regs);
	regs->flags &= ~FLAGS_IF;
	cond_disable(regs);
	lockdep_assert_irqs_disabled(); /* WARN: irqs-on-at-irqoff */
	local_irq_enable();
	return 0;
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* What begins and ends with one test of one field; between them other bits of it change. */
#include "kernel.h"

#define FLAGS_IF 0x200ul
#define FLAGS_TF 0x100ul
#define FLAGS_RF 0x10000ul

struct frame {
	unsigned long flags, ip;
};

void report(struct frame *regs);

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

static noinline void step_over(struct frame *regs)
{
	regs->flags |= FLAGS_RF;
	regs->ip++;
	regs->flags &= ~FLAGS_TF;
}

/* A record of its own is nobody else's. */
static noinline void fake(void)
{
	struct frame regs = {.flags = FLAGS_IF};

	report(&regs);
}

static noinline void trap(struct frame *regs)
{
	cond_enable(regs);
	step_over(regs);
	fake();
	cond_disable(regs);
}

int vcpu_trap(struct frame *regs)
{
	local_irq_disable();
	trap(regs);
	lockdep_assert_irqs_disabled();
	cond_enable(regs);
	regs->flags &= ~FLAGS_TF;
	cond_disable(regs);
	lockdep_assert_irqs_disabled();
	local_irq_enable();
	return 0;
}

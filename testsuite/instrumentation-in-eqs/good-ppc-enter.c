// SPDX-License-Identifier: GPL-2.0-or-later
/* ARCH: powerpc */
/* Traced behind the entry: RCU watches by then. */
#define CONFIG_PPC64 1
#include "powerpc.h"

struct pt_regs;

bool irqentry_enter(struct pt_regs *regs);
void irqentry_exit(struct pt_regs *regs, bool state);
bool regs_irqs_disabled(struct pt_regs *regs);

static inline void arch_interrupt_enter_prepare(struct pt_regs *regs)
{
	irq_soft_mask_set(IRQS_ALL_DISABLED);
	__hard_irq_enable();
}

void handle_break(struct pt_regs *regs);

void handle_break(struct pt_regs *regs)
{
	bool state;

	arch_interrupt_enter_prepare(regs);
	state = irqentry_enter(regs);
	if (!regs_irqs_disabled(regs))
		trace_hardirqs_off();
	local_paca->irq_happened = 0;
	irqentry_exit(regs, state);
}

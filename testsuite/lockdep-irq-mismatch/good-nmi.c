/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Behind an NMI lockdep believes what it believed before. */
#include "kernel.h"

void irqentry_nmi_enter(void *regs);
void irqentry_nmi_exit(void *regs);
void with_nmi(void *regs);

void with_nmi(void *regs)
{
	local_irq_disable();
	irqentry_nmi_enter(regs);
	irqentry_nmi_exit(regs);
	local_irq_enable();
}

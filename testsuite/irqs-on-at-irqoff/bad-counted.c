/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is counted masks interrupts, and this claims that they are enabled. */
#include "kernel.h"

void local_interrupt_disable(void);
void local_interrupt_enable(void);
void counted(void);

void counted(void)
{
	local_interrupt_disable();
	local_irq_enable();
	lockdep_assert_irqs_disabled(); /* WARN: irqs-on-at-irqoff */
	local_interrupt_enable();
}

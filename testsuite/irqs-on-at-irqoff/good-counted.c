/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Interrupts are masked as long as somebody counts; what the count is nobody here knows. */
#include "kernel.h"

void local_interrupt_disable(void);
void local_interrupt_enable(void);
void counted(void);

void counted(void)
{
	local_interrupt_disable();
	lockdep_assert_irqs_disabled();
	local_interrupt_enable();
	lockdep_assert_irqs_disabled();
}

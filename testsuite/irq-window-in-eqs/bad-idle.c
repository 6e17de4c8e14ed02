// SPDX-License-Identifier: GPL-2.0-or-later
/* In an idle EQS interrupts may be taken, but not enabled by the traced form. */
#include "kernel.h"

void idle_enter(void);

void idle_enter(void)
{
	local_irq_disable();
	ct_idle_enter();
	local_irq_enable(); /* WARN: irq-window-in-eqs */
	barrier();
	local_irq_disable();
	ct_idle_exit();
	local_irq_enable();
}

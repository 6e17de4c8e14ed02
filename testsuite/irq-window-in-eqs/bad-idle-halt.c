/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The halt that lets interrupts in, in its traced form. */
#include "idle.h"

void idle_enter(void);

void idle_enter(void)
{
	local_irq_disable();
	ct_idle_enter();
	safe_halt(); /* WARN: irq-window-in-eqs */
	local_irq_disable();
	ct_idle_exit();
	local_irq_enable();
}

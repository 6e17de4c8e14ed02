/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The wait lets interrupts in, and comes back with them masked. */
#include "idle.h"

void idle_enter(unsigned long mask);

void idle_enter(unsigned long mask)
{
	local_irq_disable();
	ct_idle_enter();
	psw_idle(mask);
	ct_idle_exit();
	local_irq_enable();
}

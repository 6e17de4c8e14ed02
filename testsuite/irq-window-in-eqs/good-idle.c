// SPDX-License-Identifier: GPL-2.0-or-later
/* The raw form is right in an idle EQS: the handler wakes RCU for the idle task. */
#include "kernel.h"

void idle_enter(void);

void idle_enter(void)
{
	local_irq_disable();
	ct_idle_enter();
	raw_local_irq_enable();
	barrier();
	raw_local_irq_disable();
	ct_idle_exit();
	local_irq_enable();
}

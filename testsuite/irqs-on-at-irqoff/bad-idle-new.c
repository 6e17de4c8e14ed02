/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ct_cpuidle_exit() is called with interrupts off again, and they were let in. */
#include "cpuidle.h"

void idle_enter(void);

void idle_enter(void)
{
	local_irq_disable();
	ct_cpuidle_enter();
	raw_safe_halt();
	ct_cpuidle_exit(); /* WARN: irqs-on-at-irqoff */
	local_irq_enable();
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* ct_cpuidle_exit() says that interrupts are off, and they were let in. */
#include "cpuidle.h"

void idle_enter(void);

void idle_enter(void)
{
	local_irq_disable();
	ct_cpuidle_enter();
	raw_safe_halt();
	ct_cpuidle_exit(); /* WARN: lockdep-irq-mismatch */
	local_irq_enable();
}

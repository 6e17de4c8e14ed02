/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The raw forms, with lockdep told before RCU goes and after it is back. */
#include "cpuidle.h"

void idle_halt(void);
void idle_mwait(void);

void idle_halt(void)
{
	local_irq_disable();
	ct_cpuidle_enter();
	raw_safe_halt();
	raw_local_irq_disable();
	ct_cpuidle_exit();
	local_irq_enable();
}

void idle_mwait(void)
{
	local_irq_disable();
	ct_cpuidle_enter();
	__sti_mwait(0, 0);
	raw_local_irq_disable();
	ct_cpuidle_exit();
	local_irq_enable();
}

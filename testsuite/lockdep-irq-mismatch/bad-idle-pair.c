/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Interrupts come in by a raw form and are taken out by a traced one: lockdep hears
 * of the second alone.  Its tracepoint is right: it wakes RCU for itself in this tree.
 */
#include "idle.h"

void trace_cpu_idle_rcuidle(unsigned int state, unsigned int cpu);
void idle_driver(void);

void idle_driver(void)
{
	local_irq_disable();
	ct_idle_enter();
	raw_local_irq_enable();
	wait_masked();
	local_irq_disable(); /* WARN: lockdep-irq-mismatch */
	ct_idle_exit();
	local_irq_enable();
}

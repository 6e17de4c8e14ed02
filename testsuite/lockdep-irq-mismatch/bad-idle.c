/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Interrupts come in by raw forms, and nobody told lockdep that they would. */
#include "idle.h"

void idle_halt(void);
void idle_mwait(void);
void idle_arch(void);
void idle_handed_over(void);

void idle_halt(void)
{
	local_irq_disable();
	ct_idle_enter();
	raw_safe_halt();
	ct_idle_exit(); /* WARN: lockdep-irq-mismatch */
	local_irq_disable();
	local_irq_enable();
}

void idle_mwait(void)
{
	local_irq_disable();
	ct_idle_enter();
	__sti_mwait(0, 0);
	ct_idle_exit(); /* WARN: lockdep-irq-mismatch */
	local_irq_enable();
}

/* It has no body here: in that tree it comes back with interrupts on. */
void idle_arch(void)
{
	local_irq_disable();
	ct_idle_enter();
	arch_cpu_idle();
	ct_idle_exit(); /* WARN: lockdep-irq-mismatch */
	local_irq_enable();
}

/* Lockdep is told that interrupts are off again, and nobody has taken them out. */
void idle_handed_over(void)
{
	local_irq_disable();
	trace_hardirqs_on_prepare();
	lockdep_hardirqs_on_prepare();
	ct_idle_enter();
	lockdep_hardirqs_on(CALLER_ADDR0);
	raw_safe_halt();
	lockdep_hardirqs_off(CALLER_ADDR0);
	ct_idle_exit(); /* WARN: lockdep-irq-mismatch */
	lockdep_hardirqs_on(CALLER_ADDR0);
	raw_local_irq_enable();
}

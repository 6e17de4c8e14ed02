/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Interrupts come in by raw forms, and nobody told lockdep that they would. */
#include "idle.h"

void idle_halt(void);
void idle_mwait(void);
void idle_arch(void);

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

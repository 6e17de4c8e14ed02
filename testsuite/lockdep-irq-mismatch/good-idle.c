/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lockdep is told that interrupts will be on, and they are when RCU is back. */
#include "idle.h"

void idle_halt(void);
void idle_mwait(void);
void idle_arch(void);
void idle_handed_over(void);
void idle_masked(void);
void idle_driver(void);

static void idle_enter(void)
{
	local_irq_disable();
	trace_hardirqs_on_prepare();
	lockdep_hardirqs_on_prepare();
	ct_idle_enter();
	lockdep_hardirqs_on(CALLER_ADDR0);
}

void idle_halt(void)
{
	idle_enter();
	raw_safe_halt();
	ct_idle_exit();
	local_irq_disable();
	local_irq_enable();
}

void idle_mwait(void)
{
	idle_enter();
	__sti_mwait(0, 0);
	ct_idle_exit();
	local_irq_disable();
	local_irq_enable();
}

void idle_arch(void)
{
	idle_enter();
	arch_cpu_idle();
	ct_idle_exit();
	local_irq_disable();
	local_irq_enable();
}

/* Nothing is let in, and lockdep was told nothing. */
void idle_masked(void)
{
	local_irq_disable();
	ct_idle_enter();
	wait_masked();
	ct_idle_exit();
	local_irq_enable();
}

/* Both of the pair go past lockdep. */
void idle_driver(void)
{
	local_irq_disable();
	ct_idle_enter();
	raw_local_irq_enable();
	wait_masked();
	raw_local_irq_disable();
	ct_idle_exit();
	local_irq_enable();
}

/* As the hand-over is meant. */
void idle_handed_over(void)
{
	idle_enter();
	raw_safe_halt();
	raw_local_irq_disable();
	lockdep_hardirqs_off(CALLER_ADDR0);
	ct_idle_exit();
	trace_hardirqs_off_finish();
	local_irq_enable();
}

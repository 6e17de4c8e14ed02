/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What idle loops and their drivers are written in: linux/cpuidle.h, linux/rcupdate.h,
 * and x86's ways to wait; as before Linux 6.3, where cpuidle.h goes on.
 */
#ifndef TEST_IDLE_H
#define TEST_IDLE_H

#include "kernel.h"

#define __cpuidle noinline __attribute__((__section__(".cpuidle.text")))

/* ---- RCU is woken inside the EQS ---- */

void ct_irq_enter_irqson(void);
void ct_irq_exit_irqson(void);
#define RCU_NONIDLE(a)                  \
	do {                            \
		ct_irq_enter_irqson();  \
		do {                    \
			a;              \
		} while (0);            \
		ct_irq_exit_irqson();   \
	} while (0)

void __rcu_read_lock(void);
void __rcu_read_unlock(void);

/* ---- waiting ---- */

void arch_cpu_idle(void);
void psw_idle(unsigned long mask); /* s390 */

static __always_inline void wait_masked(void)
{
	asm volatile("# waits, and wakes with interrupts as they were" : : : "memory");
}

static __always_inline void native_safe_halt(void)
{
	asm volatile("# sti; hlt" : : : "memory");
}

static __always_inline void arch_safe_halt(void)
{
	native_safe_halt();
}

static __always_inline void __sti_mwait(unsigned long eax, unsigned long ecx)
{
	asm volatile("# sti; mwait" : : "a"(eax), "c"(ecx));
}

#define raw_safe_halt() arch_safe_halt()
#define safe_halt()                  \
	do {                         \
		trace_hardirqs_on(); \
		raw_safe_halt();     \
	} while (0)

/* ---- idle states ---- */

#define CPUIDLE_FLAG_TIMER_STOP 32
#define CPUIDLE_FLAG_RCU_IDLE 64

struct cpuidle_state {
	unsigned int flags;
	int (*enter)(int index);
};

#endif

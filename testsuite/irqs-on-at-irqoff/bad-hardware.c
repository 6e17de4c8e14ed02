/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An exception's code lets interrupts in, and claims that they are off. */
#include "kernel.h"

noinstr void exception_comes_in(void);

noinstr void exception_comes_in(void)
{
	raw_local_irq_enable();
	lockdep_assert_irqs_disabled(); /* WARN: irqs-on-at-irqoff */
	raw_local_irq_disable();
}

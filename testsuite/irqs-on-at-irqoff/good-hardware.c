/* SPDX-License-Identifier: GPL-2.0-or-later */
/* An exception comes in with interrupts masked, and goes back to whatever it found. */
#include "kernel.h"

noinstr void exception_comes_in(void);

noinstr void exception_comes_in(void)
{
	lockdep_assert_irqs_disabled();
	raw_local_irq_enable();
	raw_local_irq_disable();
}

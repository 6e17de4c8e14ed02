// SPDX-License-Identifier: GPL-2.0-or-later
/* A message that is put off prints nothing now: what prints it later is not entered for it. */
#include "kernel.h"

int may_print(void);
void print_all(void);

noinline int vprintk_emit(int level, const char *text)
{
	if (may_print()) {
		local_irq_enable();
		print_all();
	}
	return level;
}

noinline int _printk_deferred(const char *text)
{
	return vprintk_emit(-2, text);
}

void tick(int late)
{
	local_irq_disable();
	if (late)
		_printk_deferred("late");
	lockdep_assert_irqs_disabled();
	local_irq_enable();
}

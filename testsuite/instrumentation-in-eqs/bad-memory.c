// SPDX-License-Identifier: GPL-2.0-or-later
/* Memory that is asked for while the guest has the CPU: the allocator locks and traces. */
#include "kernel.h"

void *krealloc(const void *p, unsigned long size, int flags);
void go_there(void *p);

void run(void *p)
{
	p = krealloc(p, 64, 0);
	local_irq_disable();
	guest_enter_irqoff();
	p = krealloc(p, 128, 0); /* WARN: instrumentation-in-eqs */
	go_there(p);
	guest_exit_irqoff();
	local_irq_enable();
}

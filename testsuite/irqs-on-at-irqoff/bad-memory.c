// SPDX-License-Identifier: GPL-2.0-or-later
/* Reclaims itself, and lets interrupts in: no allocator stands between. */
#include "kernel.h"

void *take_page(void);
void *reclaimed(void);

static noinline void *get_page(void)
{
	void *page = take_page();

	if (!page) {
		local_irq_disable();
		page = reclaimed();
		local_irq_enable();
	}
	return page;
}

void grow(void **wired)
{
	local_irq_disable();
	*wired = get_page();
	lockdep_assert_irqs_disabled(); /* WARN: irqs-on-at-irqoff */
	local_irq_enable();
}

// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * An allocator that reclaims where its request lets it: who asks with interrupts
 * disabled does not let it, and that the request says many calls deeper.
 */
#include "kernel.h"

#define MAY_RECLAIM 1

struct request {
	int flags;
	unsigned int order;
};

void *take_page(struct request *r);
void *reclaimed(void);

static noinline void *reclaim(void)
{
	void *page;

	local_irq_disable();
	page = reclaimed();
	local_irq_enable();
	return page;
}

static noinline void *get_page(struct request *r)
{
	void *page = take_page(r);

	if (!page && r->flags & MAY_RECLAIM)
		page = reclaim();
	return page;
}

noinline void *__kmalloc(unsigned long size, int flags)
{
	struct request r = {.flags = flags, .order = size > 4096};

	return get_page(&r);
}

void grow(void **wired)
{
	local_irq_disable();
	*wired = __kmalloc(64, 0);
	lockdep_assert_irqs_disabled();
	local_irq_enable();
}

// SPDX-License-Identifier: GPL-2.0-or-later
#include "clang_group.h"

void groups_add(struct groups *g, uint32_t block)
{
	const void *key = (const void *)((uintptr_t)block + 1);
	size_t known = (uintptr_t)map_get(&g->by_block, key, 0);
	uint32_t n = (uint32_t)g->next.n;

	vec_push(&g->next, GROUP_END);
	if (known) {
		struct group *in = &g->list.v[known - 1];

		g->next.v[in->last] = n;
		in->last = n;
		return;
	}
	vec_push(&g->list, (struct group){block, n, n});
	map_put(&g->by_block, key, 0, (void *)(uintptr_t)g->list.n);
}

void groups_free(struct groups *g)
{
	vec_free(&g->list);
	vec_free(&g->next);
	map_free(&g->by_block);
}

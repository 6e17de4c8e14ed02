/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What leads to the same block, put together: cases of a switch, edges. */
#ifndef EQS_FRONTEND_CLANG_GROUP_H
#define EQS_FRONTEND_CLANG_GROUP_H

#include "base/map.h"
#include "base/vec.h"

#define GROUP_END UINT32_MAX

struct group {
	uint32_t to;	      /* the block */
	uint32_t first, last; /* of those that lead there */
};

/* Zeroed it is empty. */
struct groups {
	VEC(struct group) list; /* by their first */
	VEC(uint32_t) next;	/* in the same group, of each that was added; GROUP_END */
	struct map by_block;	/* (block + 1) -> its place in the list + 1 */
};

/* The next one, which leads to the block. */
void groups_add(struct groups *g, uint32_t block);
void groups_free(struct groups *g);

#endif

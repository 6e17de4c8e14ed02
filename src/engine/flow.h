/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The shape of a function: order of its blocks, dominators, natural loops. */
#ifndef EQS_ENGINE_FLOW_H
#define EQS_ENGINE_FLOW_H

#include "base/arena.h"
#include "base/bits.h"
#include "facts/facts.h"

struct turn {
	uint32_t head, nblocks;
	uint64_t *body; /* a set of blocks */
};

struct flow {
	uint32_t *order;     /* as of flow_order() */
	uint32_t *dominator; /* the block that every way to this one passes last */
	uint32_t nturns;
	struct turn *turns; /* the loops, inner ones before those around them */
};

/*
 * The place of each block in reverse post order, from 1; 0: no way leads there.
 * In the arena.
 */
uint32_t *flow_order(struct arena *a, const struct function *f);

/* In the arena. */
struct flow *flow_new(struct arena *a, const struct function *f);
bool flow_dominates(const struct flow *w, uint32_t over, uint32_t block);
/* Every way to the block goes along the edge. */
bool flow_edge_dominates(const struct flow *w, const struct function *f, uint32_t from,
			 uint32_t edge, uint32_t block);

static inline bool turn_has(const struct turn *t, uint32_t block)
{
	return bit_has(t->body, block);
}

#endif

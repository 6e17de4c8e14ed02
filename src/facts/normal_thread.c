// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A test of a value that is set on the ways to it, and for it alone, is made where
 * each way comes from: "(c ? f() : g()) && x" is two tests with a value between them
 * for one parser and none for the other.
 */
#include "normal.h"

#include <stdlib.h>
#include <string.h>

#include "constant.h"

struct threader {
	struct normal *n;
	uint32_t *uses; /* by local */
};

/* The local that the block asks for and nothing else; NO_LOCAL: it does more. */
static uint32_t asked(const struct threader *t, const struct block *b)
{
	const struct function *f = t->n->f;
	uint32_t x = NO_LOCAL;

	if (b == f->blocks || b->nevents || b->nedges != 2)
		return NO_LOCAL;
	for (uint32_t i = 0; i < 2; i++) {
		const struct guard *g = b->edges[i].guard;

		if (!g || (g->rel != GUARD_EQ && g->rel != GUARD_NE) ||
		    g->a.kind != OPERAND_LOCAL || g->a.mask || g->b.kind != OPERAND_CONST ||
		    normal_constant(&g->b) || (i && g->a.local != x) ||
		    &f->blocks[b->edges[i].to] == b)
			return NO_LOCAL;
		x = g->a.local;
	}
	if (f->locals[x].in_memory || t->uses[x] != 2 || !t->n->by_ways[x] ||
	    t->n->home[x] != (uint32_t)(b - f->blocks) ||
	    b->edges[0].guard->rel == b->edges[1].guard->rel)
		return NO_LOCAL;
	return x;
}

/* Does the edge set the local alone, to what a guard can ask for? */
static bool sets_alone(const struct threader *t, const struct edge *e, uint32_t x)
{
	const struct function *f = t->n->f;
	const struct event *s = e->sets;
	const struct vtype *own;

	if (e->nsets != 1 || s->set.dst.local != x || s->set.dst.mask || s->set.op != SET_COPY)
		return false;
	if (s->set.a.kind == OPERAND_CONST)
		return true;
	if (s->set.a.kind != OPERAND_LOCAL || s->set.a.mask || s->set.a.local == x)
		return false;
	own = &f->locals[s->set.a.local].type;
	return own->bits && s->set.a.type.bits >= own->bits && f->locals[x].type.bits >= own->bits;
}

static bool are_threadable(const struct threader *t, uint32_t block, uint32_t x)
{
	const struct function *f = t->n->f;
	uint32_t ways = 0;

	for (const struct block *b = f->blocks; b < f->blocks + f->nblocks; b++)
		for (const struct edge *e = b->edges; e < b->edges + b->nedges; e++) {
			if (e->to != block)
				continue;
			if (!sets_alone(t, e, x))
				return false;
			ways++;
		}
	return ways > 0;
}

/* The block's edges once more, asking for another value. */
static void ask_for(struct threader *t, struct block *to, const struct block *from,
		    const struct operand *value)
{
	struct arena *arena = t->n->arena;
	const struct vtype *own = &t->n->f->locals[value->local].type;

	to->place = from->place;
	to->chain = from->chain;
	to->nedges = 2;
	to->edges = arena_copy(arena, from->edges, 2 * sizeof(*to->edges));
	for (uint32_t i = 0; i < 2; i++) {
		struct edge *e = &to->edges[i];

		e->guard = arena_copy(arena, e->guard, sizeof(*e->guard));
		e->guard->a = *value;
		e->guard->a.type = *own;
		e->guard->b = (struct operand){.kind = OPERAND_CONST, .type = *own};
		e->sets = normal_copy_sets(arena, e);
	}
}

static void thread_edge(struct threader *t, uint32_t from, uint32_t edge, uint32_t block)
{
	struct function *f = t->n->f;
	struct block *b = &f->blocks[from], *j = &f->blocks[block];
	const struct operand value = b->edges[edge].sets[0].set.a;
	uint32_t number;

	if (value.kind == OPERAND_CONST) {
		enum guard_rel rel = normal_constant(&value) ? GUARD_NE : GUARD_EQ;
		const struct edge *to = &j->edges[j->edges[0].guard->rel == rel ? 0 : 1];

		b->edges[edge].to = to->to;
		b->edges[edge].nsets = to->nsets;
		b->edges[edge].sets = normal_copy_sets(t->n->arena, to);
	} else if (b->nedges == 1 && !b->edges[0].guard) {
		ask_for(t, b, j, &value);
	} else {
		number = normal_add_block(t->n);
		b = &f->blocks[from];
		ask_for(t, &f->blocks[number], &f->blocks[block], &value);
		b->edges[edge].to = number;
		b->edges[edge].nsets = 0;
	}
}

bool normal_thread(struct normal *n)
{
	struct function *f = n->f;
	struct threader t = {.n = n, .uses = normal_uses(n)};
	const uint32_t nblocks = f->nblocks;
	bool changed = false;

	normal_define(n);
	for (uint32_t k = 0; k < nblocks && !changed; k++) {
		uint32_t x = asked(&t, &f->blocks[k]);

		if (x == NO_LOCAL || !are_threadable(&t, k, x))
			continue;
		for (uint32_t i = 0; i < nblocks; i++)
			for (uint32_t e = 0; e < f->blocks[i].nedges; e++)
				if (f->blocks[i].edges[e].to == k) {
					thread_edge(&t, i, e, k);
					changed = true;
				}
		f->blocks[k].nedges = 0;
	}
	free(t.uses);
	return changed;
}

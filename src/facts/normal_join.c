// SPDX-License-Identifier: GPL-2.0-or-later
/* Branches whose ways meet at once with the same values are none. */
#include "normal.h"

#include <string.h>

#include "constant.h"

/* What both ways set, of what is read as it stands. */
static bool same_set(const struct event *x, const struct event *y)
{
	const struct operand *a = &x->set.a, *b = &y->set.a;

	return x->set.op == y->set.op && x->set.dst.local == y->set.dst.local &&
	       x->set.dst.mask == y->set.dst.mask && a->kind == b->kind && a->mask == b->mask &&
	       x->set.b.kind == OPERAND_NONE && y->set.b.kind == OPERAND_NONE &&
	       (a->kind == OPERAND_NONE || (a->kind == OPERAND_CONST && a->value == b->value) ||
		(a->kind == OPERAND_LOCAL && a->local == b->local));
}

bool normal_same_sets(const struct edge *a, const struct edge *b)
{
	bool same = a->nsets == b->nsets;

	for (uint32_t i = 0; i < a->nsets && same; i++)
		same = same_set(&a->sets[i], &b->sets[i]);
	return same;
}

/* Where x is 0 what is set to 0 is set to x. */
static bool is_same_value(const struct function *f, const struct guard *g, const struct event *is,
			  const struct event *other)
{
	const struct vtype *to = &f->locals[is->set.dst.local].type, *own;
	const struct operand *a = &other->set.a;

	if (is->set.op != SET_COPY || other->set.op != SET_COPY || is->set.dst.mask ||
	    other->set.dst.mask || is->set.dst.local != other->set.dst.local ||
	    is->set.a.kind != OPERAND_CONST || a->kind != OPERAND_LOCAL || a->mask ||
	    a->local != g->a.local)
		return false;
	own = &f->locals[a->local].type;
	return own->bits && own->bits == g->a.type.bits && own->bits == a->type.bits && to->bits &&
	       to->bits <= own->bits && to->is_bool == own->is_bool &&
	       !((normal_constant(&is->set.a) ^ normal_constant(&g->b)) &
		 (int64_t)low_bits(to->bits));
}

/* Both ways of a test for equality lead to one place with the same values: the second's. */
static bool same_where_equal(const struct function *f, const struct edge *is,
			     const struct edge *other)
{
	const struct guard *g = is->guard;

	if (!g || g->rel != GUARD_EQ || g->a.kind != OPERAND_LOCAL || g->a.mask ||
	    g->b.kind != OPERAND_CONST || is->to != other->to || is->nsets != other->nsets)
		return false;
	for (uint32_t i = 0; i < is->nsets; i++)
		if (!same_set(&is->sets[i], &other->sets[i]) &&
		    !is_same_value(f, g, &is->sets[i], &other->sets[i]))
			return false;
	return true;
}

static bool same_way(const struct edge *a, const struct edge *b)
{
	return a->to == b->to && normal_same_sets(a, b);
}

static bool join_edges(const struct function *f, struct block *b)
{
	bool same = b->nedges > 1, changed = false;
	uint32_t kept = 0;

	for (uint32_t i = 1; i < b->nedges; i++)
		same &= same_way(&b->edges[0], &b->edges[i]);
	for (uint32_t i = 0; i < 2 && b->nedges == 2 && !same; i++)
		if (same_where_equal(f, &b->edges[i], &b->edges[1 - i])) {
			b->edges[0] = b->edges[1 - i];
			same = true;
		}
	if (same) {
		b->nedges = 1;
		b->edges[0].guard = NULL;
		changed = true;
	}
	/* Of edges that are always there one is enough for each target. */
	for (uint32_t i = 0; i < b->nedges; i++) {
		bool again = false;

		for (uint32_t j = 0; j < kept && !b->edges[i].guard && !again; j++)
			again = !b->edges[j].guard && same_way(&b->edges[j], &b->edges[i]);
		if (!again)
			b->edges[kept++] = b->edges[i];
	}
	changed |= kept < b->nedges;
	b->nedges = kept;
	if (b->nedges <= 1 && !(b->nedges && b->edges[0].guard)) {
		memset(&b->place, 0, sizeof(b->place));
		b->chain = NULL;
	}
	return changed;
}

bool normal_join(struct normal *n)
{
	struct function *f = n->f;
	bool changed = false;

	for (uint32_t i = 0; i < f->nblocks; i++)
		changed |= join_edges(f, &f->blocks[i]);
	return changed;
}

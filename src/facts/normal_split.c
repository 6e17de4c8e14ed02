// SPDX-License-Identifier: GPL-2.0-or-later
/* Two tests that a parser made one number of are two again. */
#include "normal_test.h"

/* Does the guard ask whether a number is 0 that is made of two? */
static const struct event *made_of_two(struct tester *ts, const struct guard *g)
{
	const struct event *e;
	const struct vtype *own;

	if (!g || (g->rel != GUARD_EQ && g->rel != GUARD_NE) || g->a.kind != OPERAND_LOCAL ||
	    g->b.kind != OPERAND_CONST || normal_constant(&g->b))
		return NULL;
	own = &ts->n->f->locals[g->a.local].type;
	e = normal_only_set(ts->n, g->a.local);
	if (!e || (e->set.op != SET_OR && e->set.op != SET_AND) ||
	    (e->set.op == SET_AND && (!own->is_bool || g->a.mask)) ||
	    e->set.a.kind != OPERAND_LOCAL || e->set.b.kind != OPERAND_LOCAL ||
	    (g->a.mask && (e->set.a.mask || e->set.b.mask)) || e->set.a.type.bits != own->bits ||
	    e->set.b.type.bits != own->bits || e->set.a.local == g->a.local ||
	    e->set.b.local == g->a.local || g->a.type.bits < own->bits ||
	    !normal_can_read(ts->n, e, &e->set.a) || !normal_can_read(ts->n, e, &e->set.b))
		return NULL;
	return e;
}

static struct guard *zero_test(struct tester *ts, const struct operand *x, uint64_t mask, bool is)
{
	struct guard *g = arena_new(ts->n->arena, struct guard);

	g->rel = is ? GUARD_EQ : GUARD_NE;
	g->a = *x;
	if (mask)
		g->a.mask = mask;
	g->b = (struct operand){.kind = OPERAND_CONST, .type = x->type};
	return g;
}

/* (x | y) == 0 asks first of x, then of y; so does x & y of booleans. */
bool test_split(struct tester *ts, uint32_t block)
{
	struct block *b = &ts->n->f->blocks[block], *c;
	const struct event *e;
	struct edge *second;
	uint32_t zero, number;
	uint64_t mask;
	bool is_or;

	if (b->nedges != 2 || !(e = made_of_two(ts, b->edges[0].guard)) ||
	    made_of_two(ts, b->edges[1].guard) != e ||
	    b->edges[0].guard->rel == b->edges[1].guard->rel)
		return false;
	zero = b->edges[0].guard->rel == GUARD_EQ ? 0 : 1;
	mask = b->edges[0].guard->a.mask;
	is_or = e->set.op == SET_OR;
	number = normal_add_block(ts->n);
	b = &ts->n->f->blocks[block];
	c = &ts->n->f->blocks[number];
	c->place = b->place;
	c->chain = b->chain;
	c->nedges = 2;
	c->edges = arena_copy(ts->n->arena, b->edges, 2 * sizeof(*c->edges));
	c->edges[zero].guard = zero_test(ts, &e->set.b, mask, true);
	c->edges[1 - zero].guard = zero_test(ts, &e->set.b, mask, false);
	/* where the first decides alone, and where the second is asked */
	second = &b->edges[is_or ? zero : 1 - zero];
	b->edges[zero].guard = zero_test(ts, &e->set.a, mask, true);
	b->edges[1 - zero].guard = zero_test(ts, &e->set.a, mask, false);
	for (uint32_t i = 0; i < 2; i++) /* sets are numbered in place: each way has its own */
		c->edges[i].sets = normal_copy_sets(ts->n->arena, &b->edges[i]);
	second->to = number;
	second->nsets = 0;
	ts->changed = true;
	return true;
}

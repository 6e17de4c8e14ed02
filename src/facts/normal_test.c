// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Tests of one value that follow each other with no event between are one test:
 * which values lead where.  A parser asks "x >= 2 && x <= 5" by one difference, a
 * switch, or two tests; "a && b" of two booleans is one number or two tests.
 */
#include "normal.h"
#include "normal_set.h"
#include "normal_test.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/vec.h"
#include "constant.h"
#include "relation.h"

/* ---- one test ---- */

static bool is_test(const struct block *b)
{
	const struct operand *x = b->nedges ? &b->edges[0].guard->a : NULL;

	for (uint32_t i = 0; i < b->nedges; i++) {
		const struct guard *g = b->edges[i].guard;

		if (!g || g->rel == GUARD_LABEL || g->a.kind != OPERAND_LOCAL ||
		    g->a.local != x->local || g->a.mask != x->mask || !g->a.type.bits ||
		    g->a.type.bits != x->type.bits || g->a.type.bits > 64)
			return false;
	}
	return b->nedges > 1;
}

static bool has_guards(const struct block *b)
{
	for (uint32_t i = 0; i < b->nedges; i++)
		if (!b->edges[i].guard)
			return false;
	return b->nedges > 1;
}

/* What a sum of bits bits adds to, as a number of those; *most: no more than that. */
static bool added_to(const struct tester *ts, const struct event *e, unsigned int bits,
		     struct operand *x, uint64_t *most)
{
	const struct vtype *own;

	*x = e->set.a;
	if (x->kind != OPERAND_LOCAL || x->local == e->set.dst.local ||
	    !normal_can_read(ts->n, e, x))
		return false;
	own = &ts->n->f->locals[x->local].type;
	*most = low_bits(bits);
	if (x->mask) {
		if (x->type.is_signed || x->type.bits > 64 || x->mask & ~*most)
			return false;
		x->type = (struct vtype){.bits = (uint8_t)bits};
	} else if (own->bits < bits) {
		if (own->is_signed || !own->bits || own->is_bool || x->type.bits < own->bits)
			return false;
		x->type = *own;
		*most = low_bits(own->bits);
	}
	return x->mask || own->bits < bits || x->type.bits == bits;
}

/* The values of x where x + off lies in the set. */
static bool moved_set(const struct set *s, uint64_t off, uint64_t all, struct set *moved)
{
	if (s->n > MAX_RANGES / 4)
		return false;
	for (uint32_t k = 0; k < s->n; k++) {
		uint64_t lo = (s->lo[k] - off) & all, hi = (s->hi[k] - off) & all;
		struct set part = {};

		if (lo <= hi) {
			numbers_add(&part, lo, hi);
		} else {
			numbers_add(&part, 0, hi);
			numbers_add(&part, lo, all);
		}
		if (!numbers_unite(moved, &part, all))
			return false;
	}
	return true;
}

/* x + -2 <= 3 (without a sign) is x in 2..5. */
static void see_offset(struct tester *ts, struct block *b)
{
	const struct event *e;
	struct operand sum, x;
	struct set moved[2] = {}, s, range = {};
	uint64_t all, most;

	if (!has_guards(b) || !is_test(b) || b->edges[0].guard->a.mask || b->nedges != 2)
		return;
	sum = b->edges[0].guard->a;
	e = normal_only_set(ts->n, sum.local);
	if (!e || e->set.op != SET_ADD || e->set.b.kind != OPERAND_CONST ||
	    ts->n->f->locals[sum.local].type.bits != sum.type.bits ||
	    !added_to(ts, e, sum.type.bits, &x, &most))
		return;
	all = low_bits(sum.type.bits);
	numbers_add(&range, 0, most);
	for (uint32_t i = 0; i < 2; i++)
		if (!numbers_of_guard(b->edges[i].guard, &s) ||
		    !moved_set(&s, (uint64_t)normal_constant(&e->set.b) & all, all, &moved[i]) ||
		    !numbers_intersect(&moved[i], &range) || !moved[i].n)
			return;
	for (uint32_t i = 0; i < 2; i++)
		b->edges[i].guard = numbers_tell(ts->n->arena, &x, &moved[i], most);
	ts->changed = true;
}

/* ---- tests that follow each other ---- */

struct ways {
	VEC(struct edge) edges;
	struct set *values; /* by edge */
};

/* Edges that lead to one place with the same values are one. */
static bool add_way(struct ways *w, struct edge *e, const struct set *s, uint64_t all)
{
	if (!s->n)
		return true;
	for (size_t i = 0; i < w->edges.n; i++)
		if (w->edges.v[i].to == e->to && normal_same_sets(&w->edges.v[i], e))
			return numbers_unite(&w->values[i], s, all);
	w->values[w->edges.n] = *s;
	vec_push(&w->edges, *e);
	return true;
}

/* Which values of x does the guard hold for?  It may ask for its high bits alone. */
static bool values_of(const struct guard *g, const struct operand *x, struct set *s)
{
	uint64_t all = low_bits(x->type.bits), low = ~g->a.mask & all;

	if (g->a.mask == x->mask)
		return numbers_of_guard(g, s);
	if (x->mask || low & (low + 1) || low == all || g->b.kind != OPERAND_CONST ||
	    normal_constant(&g->b) || (g->rel != GUARD_EQ && g->rel != GUARD_NE))
		return false;
	s->n = 0;
	return numbers_add(s, 0, low) && (g->rel == GUARD_EQ || numbers_invert(s, all));
}

/* The second test stands alone behind one way of the first: both are one. */
static void join_tests(struct tester *ts, struct block *b, uint32_t way)
{
	struct function *f = ts->n->f;
	struct block *c = &f->blocks[b->edges[way].to];
	const struct operand *y = &c->edges[0].guard->a;
	const struct operand x = b->edges[0].guard->a.mask && !y->mask ? *y : b->edges[0].guard->a;
	uint64_t all = low_bits(x.type.bits);
	struct ways w = {};
	struct set outer, s;
	bool fits = values_of(b->edges[way].guard, &x, &outer);

	w.values = calloc((size_t)b->nedges + c->nedges, sizeof(*w.values));
	if (!w.values)
		die("out of memory");
	for (uint32_t i = 0; i < b->nedges && fits; i++)
		if (i != way)
			fits = values_of(b->edges[i].guard, &x, &s) &&
			       add_way(&w, &b->edges[i], &s, all);
	for (uint32_t i = 0; i < c->nedges && fits; i++)
		fits = values_of(c->edges[i].guard, &x, &s) && numbers_intersect(&s, &outer) &&
		       add_way(&w, &c->edges[i], &s, all);
	if (fits && w.edges.n) {
		b->nedges = (uint32_t)w.edges.n;
		b->edges = arena_copy(ts->n->arena, w.edges.v, w.edges.n * sizeof(*w.edges.v));
		for (uint32_t i = 0; i < b->nedges; i++)
			b->edges[i].guard =
				b->nedges > 1 ? numbers_tell(ts->n->arena, &x, &w.values[i], all)
					      : NULL;
		c->nedges = 0;
		ts->changed = true;
	}
	vec_free(&w.edges);
	free(w.values);
}

static void join_block(struct tester *ts, uint32_t block)
{
	struct function *f = ts->n->f;
	struct block *b = &f->blocks[block];

	for (uint32_t i = 0; has_guards(b) && is_test(b) && i < b->nedges; i++) {
		struct block *c = &f->blocks[b->edges[i].to];
		const struct operand *x = &b->edges[0].guard->a, *y;

		if (c == b || c->nevents || b->edges[i].nsets || ts->npreds[b->edges[i].to] != 1 ||
		    !b->edges[i].to || !has_guards(c) || !is_test(c))
			continue;
		y = &c->edges[0].guard->a;
		if (x->local != y->local || (x->mask != y->mask && x->mask && y->mask) ||
		    x->type.bits != y->type.bits)
			continue;
		join_tests(ts, b, i);
		return;
	}
}

/* ---- tests of bits that follow each other ---- */

/* Does the guard say what some bits are?  One bit that is not 0 is 1. */
static bool bits_are(const struct tester *ts, const struct guard *g, uint64_t *mask, uint64_t *bits)
{
	uint64_t c;

	if (!g || g->a.kind != OPERAND_LOCAL || g->b.kind != OPERAND_CONST)
		return false;
	*mask = g->a.mask;
	/* all that a narrower type leaves */
	if (!*mask && !g->a.type.is_signed && g->a.type.bits &&
	    g->a.type.bits < ts->n->f->locals[g->a.local].type.bits)
		*mask = low_bits(g->a.type.bits);
	c = (uint64_t)normal_constant(&g->b);
	if (!*mask || c & ~*mask)
		return false;
	*bits = c;
	if (g->rel == GUARD_LE && !g->a.type.is_signed && !(c & (c + 1)) && *mask & ~c) {
		*mask &= ~c; /* no more than 7: nothing above */
		*bits = 0;
		return true;
	}
	if (g->rel == GUARD_NE && !(*mask & (*mask - 1)))
		*bits = *mask ^ c;
	else if (g->rel != GUARD_EQ)
		return false;
	return true;
}

static bool same_way(const struct edge *a, const struct edge *b)
{
	return a->to == b->to && normal_same_sets(a, b);
}

/* (x & 4) && !(x & 8) is (x & 12) == 4. */
static bool join_bits(struct tester *ts, struct block *b, uint32_t way)
{
	const struct guard *g, *h;
	struct block *c;
	uint64_t x, y, gm, hm;

	if (b->nedges != 2)
		return false;
	c = &ts->n->f->blocks[b->edges[way].to];
	g = b->edges[way].guard;
	if (c->nedges != 2 || b->edges[way].nsets || c == b || c->nevents || !b->edges[way].to ||
	    ts->npreds[b->edges[way].to] != 1 || !bits_are(ts, g, &gm, &x))
		return false;
	for (uint32_t i = 0; i < 2; i++) {
		struct guard *to;
		struct operand both = g->a;

		h = c->edges[i].guard;
		if (!bits_are(ts, h, &hm, &y) || h->a.local != g->a.local || hm & gm ||
		    !same_way(&c->edges[1 - i], &b->edges[1 - way]))
			continue;
		if (h->a.type.bits > both.type.bits)
			both.type = h->a.type;
		for (int k = 0; k < 2; k++) {
			to = arena_new(ts->n->arena, struct guard);
			to->rel = k ? GUARD_NE : GUARD_EQ;
			to->a = both;
			to->a.mask = gm | hm;
			to->b = (struct operand){.kind = OPERAND_CONST,
						 .type = both.type,
						 .value = (int64_t)(x | y)};
			if (k) {
				b->edges[1 - way].guard = to;
			} else {
				b->edges[way] = c->edges[i];
				b->edges[way].guard = to;
			}
		}
		c->nedges = 0;
		ts->changed = true;
		return true;
	}
	return false;
}

/* ---- the order of tests ---- */

/* Of what is asked for, not of what it is held against: tests of one value stay together. */
static uint64_t hash_asked(const struct tester *ts, const struct guard *g)
{
	struct operand a = g->a;

	a.mask = 0;
	return normal_hash(ts->n, &a, 0) * 31 +
	       (g->rel < GUARD_IN && g->b.kind == OPERAND_LOCAL ? normal_hash(ts->n, &g->b, 0) : 0);
}

static bool is_plain_test(const struct block *b)
{
	return has_guards(b) && b->nedges == 2 && b->edges[0].guard->rel != GUARD_LABEL &&
	       b->edges[1].guard->rel != GUARD_LABEL &&
	       b->edges[0].guard->a.kind == OPERAND_LOCAL &&
	       b->edges[1].guard->a.kind == OPERAND_LOCAL;
}

/* "a && b" with nothing between asks first for what has the lesser hash. */
static void turn_tests(struct tester *ts, struct block *b, uint32_t way)
{
	struct block *c;
	struct edge *yes, *no;

	if (!is_plain_test(b))
		return;
	c = &ts->n->f->blocks[b->edges[way].to];
	if (c == b || c->nevents || b->edges[way].nsets || !b->edges[way].to ||
	    ts->npreds[b->edges[way].to] != 1 || !is_plain_test(c))
		return;
	for (uint32_t i = 0; i < 2; i++) {
		struct guard *first = b->edges[way].guard, *other = b->edges[1 - way].guard;

		yes = &c->edges[i];
		no = &c->edges[1 - i];
		if (!same_way(no, &b->edges[1 - way]) ||
		    hash_asked(ts, first) <= hash_asked(ts, yes->guard))
			continue;
		b->edges[way].guard = yes->guard;
		b->edges[1 - way].guard = no->guard;
		yes->guard = first;
		no->guard = other;
		ts->changed = true;
		return;
	}
}

/* One guard for each set of values, whatever it was written as. */
static void tell_again(struct tester *ts, struct block *b)
{
	struct set s;

	if (!has_guards(b) || !is_test(b))
		return;
	for (uint32_t i = 0; i < b->nedges; i++) {
		struct guard *g = b->edges[i].guard, *to;
		struct operand x = g->a;

		if (!numbers_of_guard(g, &s) || !s.n)
			return;
		to = numbers_tell(ts->n->arena, &x, &s, low_bits(x.type.bits));
		if (to->rel == g->rel && to->nranges == g->nranges &&
		    (to->rel == GUARD_IN || to->b.value == g->b.value))
			continue;
		b->edges[i].guard = to;
		ts->changed = true;
	}
}

bool normal_test(struct normal *n)
{
	struct tester ts = {.n = n};
	struct function *f = n->f;

	ts.npreds = calloc((size_t)f->nblocks + 1, sizeof(*ts.npreds));
	if (!ts.npreds)
		die("out of memory");
	normal_define(n);
	for (uint32_t i = 0; i < f->nblocks; i++)
		if (test_split(&ts, i)) {
			free(ts.npreds);
			return true;
		}
	for (uint32_t i = 0; i < f->nblocks; i++)
		for (uint32_t k = 0; k < f->blocks[i].nedges; k++)
			ts.npreds[f->blocks[i].edges[k].to]++;
	for (uint32_t i = 0; i < f->nblocks; i++) {
		see_offset(&ts, &f->blocks[i]);
		join_block(&ts, i);
		if (!join_bits(&ts, &f->blocks[i], 0))
			join_bits(&ts, &f->blocks[i], 1);
		tell_again(&ts, &f->blocks[i]);
		turn_tests(&ts, &f->blocks[i], 0);
		turn_tests(&ts, &f->blocks[i], 1);
	}
	free(ts.npreds);
	return ts.changed | normal_truth(n);
}

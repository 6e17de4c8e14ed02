// SPDX-License-Identifier: GPL-2.0-or-later
/* The graph of a body's blocks, without those that do nothing. */
#include "clang_ssa.h"
#include "clang_group.h"

#include <stdlib.h>

#include "base/error.h"

/* Where an edge to the block ends, through blocks that do nothing. */
static uint32_t forward(const struct ssa *s, uint32_t block)
{
	for (uint32_t i = 0; i < s->nblocks; i++) {
		const struct iblock *k = &s->b->blocks.v[block];

		if (!block || k->events.n || k->edges.n != 1 || k->edges.v[0].guard ||
		    k->edges.v[0].to == block)
			break;
		block = k->edges.v[0].to;
	}
	return block;
}

VEC_TYPE(range_vec, struct range);

struct visit {
	uint32_t block, next;
};

static void order_blocks(struct ssa *s)
{
	VEC(struct visit) stack = {};

	s->order.n = 0;
	for (uint32_t i = 0; i < s->nblocks; i++)
		s->blocks[i].number = NO_BLOCK;
	s->blocks[0].number = 0;
	vec_push(&stack, (struct visit){0, 0});
	while (stack.n) {
		struct visit *top = &stack.v[stack.n - 1];
		const struct iblock *k = &s->b->blocks.v[top->block];
		uint32_t to;

		if (top->next == k->edges.n) {
			vec_push(&s->order, top->block);
			stack.n--;
			continue;
		}
		/* From the last: what comes first in the source is then numbered first. */
		to = k->edges.v[k->edges.n - ++top->next].to;
		if (s->blocks[to].number == NO_BLOCK) {
			s->blocks[to].number = 0;
			vec_push(&stack, (struct visit){to, 0});
		}
	}
	for (size_t i = 0; i < s->order.n / 2; i++) {
		uint32_t swap = s->order.v[i];

		s->order.v[i] = s->order.v[s->order.n - 1 - i];
		s->order.v[s->order.n - 1 - i] = swap;
	}
	for (size_t i = 0; i < s->order.n; i++)
		s->blocks[s->order.v[i]].number = (uint32_t)i;
	vec_free(&stack);
}

static void find_preds(struct ssa *s)
{
	for (size_t i = 0; i < s->order.n; i++)
		s->blocks[s->order.v[i]].in.n = 0;
	for (size_t i = 0; i < s->order.n; i++) {
		uint32_t from = s->order.v[i];
		const struct iblock *k = &s->b->blocks.v[from];

		for (uint32_t e = 0; e < k->edges.n; e++)
			vec_push(&s->blocks[k->edges.v[e].to].in, (struct in_edge){from, e});
	}
}

/* A block and the only one that follows it are one. */
static void join_blocks(struct ssa *s)
{
	for (size_t i = 0; i < s->order.n; i++) {
		uint32_t at = s->order.v[i], to;
		struct iblock *k = &s->b->blocks.v[at], *next;

		if (s->blocks[at].number == NO_BLOCK)
			continue;
		while (k->edges.n == 1 && !k->edges.v[0].guard) {
			to = k->edges.v[0].to;
			if (to == at || !to || s->blocks[to].in.n != 1)
				break;
			next = &s->b->blocks.v[to];
			for (size_t e = 0; e < next->events.n; e++)
				vec_push(&k->events, next->events.v[e]);
			vec_free(&k->edges);
			k->edges.v = next->edges.v;
			k->edges.n = next->edges.n;
			k->edges.cap = next->edges.cap;
			k->place = next->place;
			k->chain = next->chain;
			next->edges.v = NULL;
			next->edges.n = next->edges.cap = 0;
			vec_free(&next->events);
			s->blocks[to].number = NO_BLOCK;
		}
	}
}

static int by_start(const void *a, const void *b)
{
	const struct range *x = a, *y = b;

	return x->lo < y->lo ? -1 : x->lo > y->lo;
}

static int by_unsigned_start(const void *a, const void *b)
{
	const struct range *x = a, *y = b;

	return (uint64_t)x->lo < (uint64_t)y->lo ? -1 : (uint64_t)x->lo > (uint64_t)y->lo;
}

/* One guard for all of the ranges. */
static struct guard *join_ranges(struct ssa *s, const struct guard *like,
				 const struct range_vec *ranges)
{
	struct guard *g = arena_copy(&s->b->u->arena, like, sizeof(*g));
	struct range *r = arena_copy(&s->b->u->arena, ranges->v, ranges->n * sizeof(*r));
	uint32_t n = 0;

	if (ranges->n)
		qsort(r, ranges->n, sizeof(*r),
		      like->a.type.is_signed ? by_start : by_unsigned_start);
	for (size_t i = 0; i < ranges->n; i++) {
		if (n && (uint64_t)r[n - 1].hi + 1 == (uint64_t)r[i].lo)
			r[n - 1].hi = r[i].hi;
		else
			r[n++] = r[i];
	}
	g->ranges = r;
	g->nranges = n;
	return n ? g : NULL;
}

/* A switch of one number is a test for it. */
static void make_test(struct guard *g, enum guard_rel rel)
{
	g->rel = rel;
	g->b = const_operand(g->ranges[0].lo, g->a.type);
	g->ranges = NULL;
	g->nranges = 0;
}

/* The edges of a switch that lead to the same block are one, and the default's are its own. */
static void join_cases(struct ssa *s, struct iblock *k)
{
	const struct guard *otherwise = k->edges.n ? k->edges.v[0].guard : NULL;
	struct range_vec all = {}, one = {};
	struct groups groups = {};
	const struct group *g;
	VEC(struct edge) joined = {};
	size_t n = 1;

	if (!otherwise || otherwise->rel != GUARD_NOT_IN)
		return;
	for (size_t i = 1; i < k->edges.n; i++)
		groups_add(&groups, k->edges.v[i].to);
	vec_for_each (g, &groups.list) {
		struct edge e = k->edges.v[g->first + 1];

		if (e.to == k->edges.v[0].to)
			continue;
		one.n = 0;
		for (uint32_t i = g->first; i != GROUP_END; i = groups.next.v[i]) {
			const struct guard *in = k->edges.v[i + 1].guard;

			for (uint32_t r = 0; r < in->nranges; r++) {
				vec_push(&one, in->ranges[r]);
				vec_push(&all, in->ranges[r]);
			}
		}
		e.guard = join_ranges(s, e.guard, &one);
		vec_push(&joined, e);
	}
	for (size_t i = 0; i < joined.n; i++)
		k->edges.v[n++] = joined.v[i];
	vec_free(&joined);
	groups_free(&groups);
	k->edges.n = n;
	k->edges.v[0].guard = join_ranges(s, otherwise, &all);
	if (n == 2 && k->edges.v[1].guard->nranges == 1 &&
	    k->edges.v[1].guard->ranges[0].lo == k->edges.v[1].guard->ranges[0].hi) {
		make_test(k->edges.v[0].guard, GUARD_NE);
		make_test(k->edges.v[1].guard, GUARD_EQ);
	}
	vec_free(&all);
	vec_free(&one);
}

void ssa_graph(struct ssa *s)
{
	s->nblocks = (uint32_t)s->b->blocks.n;
	s->blocks = calloc(s->nblocks, sizeof(*s->blocks));
	if (!s->blocks)
		die("out of memory");
	order_blocks(s);
	for (size_t i = 0; i < s->order.n; i++) {
		struct iblock *k = &s->b->blocks.v[s->order.v[i]];

		for (size_t e = 0; e < k->edges.n; e++)
			k->edges.v[e].to = forward(s, k->edges.v[e].to);
		join_cases(s, k);
	}
	order_blocks(s);
	find_preds(s);
	join_blocks(s);
	order_blocks(s);
	find_preds(s);
}

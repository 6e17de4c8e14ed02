// SPDX-License-Identifier: GPL-2.0-or-later
/* The shape of a function: dominators and natural loops. */
#include "flow.h"

#include <stdlib.h>

#include "base/error.h"
#include "base/vec.h"

uint32_t *flow_order(struct arena *a, const struct function *f)
{
	uint32_t *order = arena_array(a, uint32_t, f->nblocks);
	uint32_t *stack = calloc(f->nblocks, sizeof(*stack));
	uint32_t *next = calloc(f->nblocks, sizeof(*next));
	uint32_t depth = 0, number = f->nblocks;

	if (!stack || !next)
		die("out of memory");
	stack[depth++] = 0;
	order[0] = 1;
	while (depth) {
		uint32_t b = stack[depth - 1];

		if (next[b] < f->blocks[b].nedges) {
			uint32_t to = f->blocks[b].edges[next[b]++].to;

			if (!order[to]) {
				order[to] = 1; /* seen */
				stack[depth++] = to;
			}
			continue;
		}
		depth--;
		order[b] = number--;
	}
	free(stack);
	free(next);
	return order;
}

static uint32_t common(const struct flow *w, uint32_t a, uint32_t b)
{
	while (a != b) {
		while (w->order[a] > w->order[b])
			a = w->dominator[a];
		while (w->order[b] > w->order[a])
			b = w->dominator[b];
	}
	return a;
}

/* Cooper, Harvey, Kennedy, "A Simple, Fast Dominance Algorithm", forwards along the edges. */
static void find_dominators(struct flow *w, const struct function *f, struct arena *a)
{
	uint32_t *by_order = calloc(f->nblocks + 1, sizeof(*by_order)); /* from 1 */
	bool changed = true;

	if (!by_order)
		die("out of memory");
	w->dominator = arena_array(a, uint32_t, f->nblocks);
	for (uint32_t b = 0; b < f->nblocks; b++) {
		w->dominator[b] = NO_LOCAL;
		if (w->order[b])
			by_order[w->order[b]] = b;
	}
	w->dominator[0] = 0;
	while (changed) {
		changed = false;
		for (uint32_t n = 1; n <= f->nblocks; n++) {
			uint32_t b = by_order[n];

			if (w->order[b] != n || w->dominator[b] == NO_LOCAL)
				continue;
			for (uint32_t i = 0; i < f->blocks[b].nedges; i++) {
				uint32_t to = f->blocks[b].edges[i].to;
				uint32_t old = w->dominator[to];
				uint32_t now = !to ? 0 : old == NO_LOCAL ? b : common(w, old, b);

				changed |= now != old;
				w->dominator[to] = now;
			}
		}
	}
	free(by_order);
}

bool flow_dominates(const struct flow *w, uint32_t over, uint32_t block)
{
	while (w->order[over] && w->order[block] > w->order[over])
		block = w->dominator[block];
	return block == over;
}

bool flow_edge_dominates(const struct flow *w, const struct function *f, uint32_t from,
			 uint32_t edge, uint32_t block)
{
	uint32_t to = f->blocks[from].edges[edge].to;

	if (!to || !w->order[block] || !flow_dominates(w, to, block))
		return false;
	for (uint32_t b = 0; b < f->nblocks; b++)
		for (uint32_t i = 0; w->order[b] && i < f->blocks[b].nedges; i++)
			if (f->blocks[b].edges[i].to == to && !(b == from && i == edge) &&
			    !flow_dominates(w, to, b))
				return false;
	return true;
}

/* The loop that turns from `last` to its head: what comes to `last` without passing the head. */
static void add_turn(const struct flow *w, const struct function *f, struct turn *t, uint32_t last)
{
	bool changed = true;

	bit_add(t->body, last);
	while (changed) {
		changed = false;
		for (uint32_t b = f->nblocks; b-- > 0;)
			for (uint32_t i = 0; i < f->blocks[b].nedges && !turn_has(t, b); i++) {
				uint32_t to = f->blocks[b].edges[i].to;

				if (!w->order[b] || to == t->head || !turn_has(t, to))
					continue;
				bit_add(t->body, b);
				changed = true;
			}
	}
}

static int inner_first(const void *a, const void *b)
{
	const struct turn *x = a, *y = b;

	if (x->nblocks != y->nblocks)
		return x->nblocks < y->nblocks ? -1 : 1;
	return x->head < y->head ? -1 : x->head > y->head;
}

static void find_turns(struct flow *w, const struct function *f, struct arena *a)
{
	VEC(struct turn) turns = {};

	for (uint32_t b = 0; b < f->nblocks; b++)
		for (uint32_t i = 0; w->order[b] && i < f->blocks[b].nedges; i++) {
			uint32_t head = f->blocks[b].edges[i].to;
			size_t k = 0;

			if (!flow_dominates(w, head, b))
				continue;
			while (k < turns.n && turns.v[k].head != head)
				k++;
			if (k == turns.n) {
				struct turn t = {.head = head};

				t.body = arena_array(a, uint64_t, bits_words(f->nblocks));
				bit_add(t.body, head);
				vec_push(&turns, t);
			}
			add_turn(w, f, &turns.v[k], b);
		}
	for (size_t k = 0; k < turns.n; k++)
		for (uint32_t b = 0; b < f->nblocks; b++)
			turns.v[k].nblocks += turn_has(&turns.v[k], b);
	if (turns.n)
		qsort(turns.v, turns.n, sizeof(*turns.v), inner_first);
	w->nturns = (uint32_t)turns.n;
	w->turns = turns.n ? arena_copy(a, turns.v, turns.n * sizeof(*turns.v)) : NULL;
	vec_free(&turns);
}

struct flow *flow_new(struct arena *a, const struct function *f)
{
	struct flow *w = arena_new(a, struct flow);

	w->order = flow_order(a, f);
	find_dominators(w, f, a);
	find_turns(w, f, a);
	return w;
}

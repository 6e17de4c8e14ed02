// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * A test that sets a local to 1 or 0 is a comparison, and one that sets it to what
 * another gives is x | y or x & y: a parser computes both sides of "a || b" where they
 * cost little, and branches where they do not.
 */
#include "normal.h"
#include "normal_set.h"

#include <stdlib.h>
#include <string.h>

#include "constant.h"
#include "relation.h"

/* Of a value that is one of several, so many are told as comparisons. */
#define MAX_VALUES 3

static const struct vtype truth = {.bits = 1, .is_bool = true};

struct teller {
	struct normal *n;
	uint32_t *npreds;
	bool changed;
};

static struct operand local_operand(const struct teller *t, uint32_t local)
{
	return (struct operand){
		.kind = OPERAND_LOCAL, .type = t->n->f->locals[local].type, .local = local};
}

/* Computes op of x and y at the end of the block; false: there is no room. */
static bool compute(struct teller *t, struct block *b, enum set_op op, const struct operand *x,
		    const struct operand *y, struct vtype type, struct operand *result)
{
	struct event *events = arena_array(t->n->arena, struct event, b->nevents + 1);
	struct event *e = &events[b->nevents];
	uint32_t local = normal_new_local(t->n, type);

	if (local == NO_LOCAL)
		return false;
	if (b->nevents)
		memcpy(events, b->events, b->nevents * sizeof(*events));
	e->kind = EVENT_SET;
	e->set.op = op;
	e->set.dst = local_operand(t, local);
	e->set.a = *x;
	e->set.b = *y;
	*result = e->set.dst;
	b->events = events;
	b->nevents++;
	return true;
}

/* ---- a test as a number ---- */

/* Is x in lo..hi, or is it not? */
static bool tell_range(struct teller *t, struct block *b, const struct operand *x, uint64_t lo,
		       uint64_t hi, bool is, struct operand *result)
{
	struct vtype type = {.bits = x->type.bits};
	struct operand a = *x, c = {.kind = OPERAND_CONST, .type = type};

	if (lo && lo != hi &&
	    hi != low_bits(type.bits)) { /* asks for x + -2 whether it is at most 3 */
		c.value = constant_wrap(-lo, type);
		if (!compute(t, b, SET_ADD, x, &c, type, &a))
			return false;
		hi -= lo;
		lo = 0;
	} else if (lo && lo != hi) {
		hi = lo - 1;
		lo = 0;
		is = !is;
	}
	c.value = constant_wrap(hi, type);
	return compute(t, b,
		       lo == hi ? is ? SET_EQ : SET_NE
		       : is	? SET_LE
				: SET_GT,
		       &a, &c, truth, result);
}

static bool is_number(const struct operand *x)
{
	return x->kind == OPERAND_LOCAL && x->type.bits && x->type.bits <= 64;
}

static bool tell_ranges(struct teller *t, struct block *b, const struct guard *g,
			struct operand *result)
{
	uint64_t all = low_bits(g->a.type.bits);
	struct operand x = g->a, next = {};
	struct set s, rest;
	bool is = true;

	if (!is_number(&x) || !numbers_of_guard(g, &s) || !s.n)
		return false;
	x.type.is_signed = false;
	rest = s;
	if (numbers_invert(&rest, all) && rest.n && rest.n < s.n) {
		s = rest;
		is = false;
	}
	if (s.n > MAX_VALUES)
		return false;
	for (uint32_t i = 0; i < s.n; i++) {
		if (!tell_range(t, b, &x, s.lo[i], s.hi[i], is, i ? &next : result) ||
		    (i && !compute(t, b, is ? SET_OR : SET_AND, result, &next, truth, result)))
			return false;
	}
	return true;
}

/* Whether the guard holds, as a number. */
static bool tell_guard(struct teller *t, struct block *b, const struct guard *g,
		       struct operand *result)
{
	if (g->rel == GUARD_LABEL)
		return false;
	if (g->rel == GUARD_IN || g->rel == GUARD_NOT_IN)
		return tell_ranges(t, b, g, result);
	return compute(t, b, (enum set_op)(SET_EQ + (g->rel - GUARD_EQ)), &g->a, &g->b, truth,
		       result);
}

/* ---- what the ways set ---- */

/* The one local that the edge sets, to a constant 0 or 1, or to a boolean; NULL. */
static const struct operand *only_value(const struct normal *n, const struct edge *e)
{
	const struct event *set = e->sets;
	const struct operand *a = &set->set.a;

	if (e->nsets != 1 || set->set.op != SET_COPY || set->set.dst.mask)
		return NULL;
	if (a->kind == OPERAND_CONST)
		return normal_constant(a) == 0 || normal_constant(a) == 1 ? a : NULL;
	return a->kind == OPERAND_LOCAL && !a->mask && n->f->locals[a->local].type.is_bool &&
			       normal_can_move(n, a)
		       ? a
		       : NULL;
}

static bool is_load(const struct operand *o)
{
	return o->kind != OPERAND_NONE && o->kind != OPERAND_CONST && o->kind != OPERAND_LOCAL;
}

/* Does the block, which one way leads to, compute and lead on? */
static bool only_computes(const struct teller *t, uint32_t block)
{
	const struct block *b = &t->n->f->blocks[block];

	if (!block || t->npreds[block] != 1 || b->nedges != 1 || b->edges[0].guard)
		return false;
	for (const struct event *e = b->events; e < b->events + b->nevents; e++)
		if (e->kind != EVENT_SET || normal_only_set(t->n, e->set.dst.local) != e ||
		    is_load(&e->set.a) || is_load(&e->set.b))
			return false;
	return true;
}

static void append(struct normal *n, struct block *b, const struct block *from)
{
	struct event *events = arena_array(n->arena, struct event, b->nevents + from->nevents);

	if (b->nevents)
		memcpy(events, b->events, b->nevents * sizeof(*events));
	if (from->nevents)
		memcpy(events + b->nevents, from->events, from->nevents * sizeof(*events));
	b->events = events;
	b->nevents += from->nevents;
}

/* The way on which the local is set in the end, through a block that computes its value. */
static struct edge *last_edge(struct teller *t, struct edge *e)
{
	return !e->nsets && only_computes(t, e->to) ? &t->n->f->blocks[e->to].edges[0] : e;
}

/* The block goes one way, which sets the local to the value. */
static void put(struct teller *t, struct block *b, const struct edge *like,
		const struct operand *value)
{
	struct edge *e = arena_copy(t->n->arena, like, sizeof(*like));

	e->guard = NULL;
	e->sets = normal_copy_sets(t->n->arena, like);
	e->sets[0].set.a = *value;
	b->edges = e;
	b->nedges = 1;
	t->changed = true;
}

static void make_number(struct teller *t, struct block *b, struct edge *const last[2],
			const struct operand *const v[2])
{
	bool first = normal_constant(v[0]);
	struct operand value = {};

	if (first == (bool)normal_constant(v[1]) || last[0] != &b->edges[0] ||
	    last[1] != &b->edges[1] || !tell_guard(t, b, b->edges[first ? 0 : 1].guard, &value))
		return;
	put(t, b, last[0], &value);
}

/* Of one value both tests are one. */
static const struct guard *one_guard(struct teller *t, const struct guard *g,
				     const struct operand *y, bool is_or)
{
	const struct event *e = normal_only_set(t->n, y->local);
	uint64_t all = low_bits(g->a.type.bits);
	struct guard other;
	struct set a, b;

	if (!e || !is_comparison(e->set.op) || !is_number(&g->a) || !is_number(&e->set.a) ||
	    e->set.a.local != g->a.local || e->set.a.mask != g->a.mask ||
	    e->set.a.type.bits != g->a.type.bits || !normal_can_move(t->n, &e->set.a))
		return NULL;
	other = (struct guard){.rel = relation_of(e->set.op), .a = e->set.a, .b = e->set.b};
	if (!numbers_of_guard(g, &a) || !numbers_of_guard(&other, &b) ||
	    !(is_or ? numbers_unite(&a, &b, all) : numbers_intersect(&a, &b)) || !a.n)
		return NULL;
	return numbers_tell(t->n->arena, &g->a, &a, all);
}

/* On one way it is 1 or 0, on the other what is computed. */
static void combine(struct teller *t, struct block *b, struct edge *const last[2],
		    const struct operand *const v[2])
{
	uint32_t known = v[0]->kind == OPERAND_CONST ? 0 : 1;
	const struct operand y = *v[1 - known];
	bool is_or = normal_constant(v[known]);
	const struct guard g = *b->edges[is_or ? known : 1 - known].guard, *both;
	struct operand x = {}, value = {};

	if (last[known] != &b->edges[known])
		return;
	if (last[1 - known] != &b->edges[1 - known]) {
		struct block *c = &t->n->f->blocks[b->edges[1 - known].to];

		append(t->n, b, c);
		c->nevents = 0;
		b->edges[1 - known].nsets = 1;
		b->edges[1 - known].sets = normal_copy_sets(t->n->arena, last[1 - known]);
		b->edges[1 - known].to = last[1 - known]->to;
		c->nedges = 0;
		t->changed = true;
	}
	both = one_guard(t, &g, &y, is_or);
	if (both) {
		if (tell_guard(t, b, both, &value))
			put(t, b, &b->edges[known], &value);
	} else if (tell_guard(t, b, &g, &x) &&
		   compute(t, b, is_or ? SET_OR : SET_AND, &x, &y, truth, &value))
		put(t, b, &b->edges[known], &value);
}

static void tell_truth(struct teller *t, struct block *b)
{
	const struct operand *v[2];
	struct edge *last[2];
	bool is_known[2];

	if (b->nedges != 2)
		return;
	for (int i = 0; i < 2; i++) {
		if (!b->edges[i].guard || b->edges[i].guard->rel == GUARD_LABEL)
			return;
		last[i] = last_edge(t, &b->edges[i]);
		v[i] = only_value(t->n, last[i]);
		if (!v[i])
			return;
		is_known[i] = v[i]->kind == OPERAND_CONST;
	}
	if (last[0]->to != last[1]->to ||
	    last[0]->sets[0].set.dst.local != last[1]->sets[0].set.dst.local ||
	    &t->n->f->blocks[last[0]->to] == b)
		return;
	if (is_known[0] && is_known[1])
		make_number(t, b, last, v);
	else if (is_known[0] || is_known[1])
		combine(t, b, last, v);
}

bool normal_truth(struct normal *n)
{
	struct teller t = {.n = n};

	t.npreds = normal_preds(n->f);
	for (struct block *b = n->f->blocks; b < n->f->blocks + n->f->nblocks; b++) {
		bool before = t.changed;

		t.changed = false;
		tell_truth(&t, b);
		if (t.changed)
			normal_define(n);
		t.changed |= before;
	}
	free(t.npreds);
	return t.changed;
}

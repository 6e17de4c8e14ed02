// SPDX-License-Identifier: GPL-2.0-or-later
/* The function's facts: what PHIs set on edges, and the numbers of blocks and locals. */
#include "clang_ssa.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "facts/normal.h"

/* ---- what edges set ---- */

static int by_variable(const void *a, const void *b)
{
	const struct phi *x = *(const struct phi *const *)a, *y = *(const struct phi *const *)b;

	return x->variable < y->variable ? -1 : x->variable > y->variable;
}

static void sort_phis(struct ssa *s)
{
	struct phi **p;

	vec_for_each (p, &s->phis)
		if ((*p)->is_needed && (*p)->replaced == (*p)->local)
			vec_push(&s->blocks[(*p)->block].phis, *p);
	for (uint32_t i = 0; i < s->nblocks; i++)
		if (s->blocks[i].phis.n)
			qsort(s->blocks[i].phis.v, s->blocks[i].phis.n,
			      sizeof(*s->blocks[i].phis.v), by_variable);
}

static struct event set_of(struct ssa *s, const struct phi *p, uint32_t arg)
{
	struct event e = {.kind = EVENT_SET};
	const struct event *def;

	arg = ssa_resolve(s, arg);
	def = arg < s->ndef ? s->def[arg] : NULL;
	e.set.dst = local_operand(s->b, p->local);
	e.set.a = local_operand(s->b, arg);
	ssa_fold_operand(s, &e.set.a);
	if (e.set.a.kind == OPERAND_UNKNOWN) {
		e.set.op = SET_UNKNOWN;
		e.set.a = (struct operand){};
	}
	if (def) {
		e.place = def->place;
		e.chain = def->chain;
	}
	return e;
}

struct reads {
	uint32_t local;
	bool found;
};

static void check_local(void *ctx, uint32_t *local)
{
	struct reads *r = ctx;

	r->found |= *local == r->local;
}

static bool reads_local(struct operand o, uint32_t local)
{
	struct reads r = {.local = local};

	normal_operand_locals(&o, check_local, &r);
	return r.found;
}

/* First every new value into a local of its own, then these where they belong. */
static void through_copies(struct ssa *s, struct event_vec *sets)
{
	for (size_t i = 0, n = sets->n; i < n; i++) {
		struct event second = sets->v[i];
		uint32_t copy = new_temporary(s->b, s->b->locals.v[second.set.dst.local].type);

		sets->v[i].set.dst.local = copy;
		second.set.op = SET_COPY;
		second.set.a = local_operand(s->b, copy);
		vec_push(sets, second);
	}
}

static void edge_sets(struct ssa *s, struct edge *e, uint32_t to, size_t in)
{
	struct event_vec sets = {};
	bool conflict = false;
	struct phi **p;

	vec_for_each (p, &s->blocks[to].phis) {
		struct event set = set_of(s, *p, (*p)->args[in]);

		if (set.set.a.kind == OPERAND_LOCAL && set.set.a.local == set.set.dst.local &&
		    !set.set.a.mask)
			continue; /* it keeps its value */
		for (size_t i = 0; i < sets.n && !conflict; i++)
			conflict = reads_local(set.set.a, sets.v[i].set.dst.local);
		vec_push(&sets, set);
	}
	if (conflict)
		through_copies(s, &sets);
	e->nsets = (uint32_t)sets.n;
	e->sets = arena_copy(&s->b->u->arena, sets.v, sets.n * sizeof(*sets.v));
	vec_free(&sets);
}

/* ---- blocks ---- */

static void finish_events(struct ssa *s, const struct iblock *k, struct block *out)
{
	struct event_vec kept = {};

	for (size_t i = 0; i < k->events.n; i++) {
		struct event e = k->events.v[i];

		if (!ssa_keeps(s, &e))
			continue;
		if (e.kind == EVENT_CALL && e.call.result.kind == OPERAND_LOCAL &&
		    !s->needed[e.call.result.local])
			e.call.result = (struct operand){};
		vec_push(&kept, e);
	}
	out->nevents = (uint32_t)kept.n;
	out->events = arena_copy(&s->b->u->arena, kept.v, kept.n * sizeof(*kept.v));
	vec_free(&kept);
}

static size_t in_number(const struct ssa *s, uint32_t to, uint32_t from, uint32_t number)
{
	for (size_t i = 0; i < s->blocks[to].in.n; i++)
		if (s->blocks[to].in.v[i].from == from && s->blocks[to].in.v[i].number == number)
			return i;
	die("an edge without an end");
}

static void finish_block(struct ssa *s, uint32_t at, struct block *out)
{
	const struct iblock *k = &s->b->blocks.v[at];

	out->place = k->place;
	out->chain = k->chain;
	finish_events(s, k, out);
	out->nedges = (uint32_t)k->edges.n;
	out->edges = arena_copy(&s->b->u->arena, k->edges.v, k->edges.n * sizeof(*k->edges.v));
	for (uint32_t i = 0; i < out->nedges; i++) {
		uint32_t to = out->edges[i].to;

		if (s->blocks[to].phis.n)
			edge_sets(s, &out->edges[i], to, in_number(s, to, at, i));
		out->edges[i].to = s->blocks[to].number;
	}
}

/* ---- locals, in the order in which they appear ---- */

struct renumber {
	struct body *b;
	uint32_t *number; /* new by old */
	VEC(struct local) locals;
};

static uint32_t new_number(struct renumber *r, uint32_t local)
{
	if (r->number[local] == NO_LOCAL) {
		struct local l = r->b->locals.v[local];

		l.in_memory = r->b->variables.v[local].in_memory;
		r->number[local] = (uint32_t)r->locals.n;
		vec_push(&r->locals, l);
	}
	return r->number[local];
}

static void renumber_local(void *ctx, uint32_t *local)
{
	*local = new_number(ctx, *local);
}

static void renumber_use(void *ctx, struct operand *o)
{
	struct renumber *r = ctx;

	/* a path may stand in several places */
	*o = normal_copy(&r->b->u->arena, o);
	normal_operand_locals(o, renumber_local, r);
}

static void renumber_target(void *ctx, struct event *e, struct operand *dst)
{
	(void)e;
	renumber_local(ctx, &dst->local);
}

static void renumber_event(struct renumber *r, struct event *e)
{
	normal_event_uses(e, renumber_use, r);
	normal_event_targets(e, renumber_target, r);
}

static void renumber_block(struct renumber *r, struct block *k)
{
	for (uint32_t i = 0; i < k->nevents; i++)
		renumber_event(r, &k->events[i]);
	for (uint32_t i = 0; i < k->nedges; i++) {
		struct edge *e = &k->edges[i];

		if (e->guard && e->guard->rel != GUARD_LABEL) {
			struct guard *g = arena_copy(&r->b->u->arena, e->guard, sizeof(*g));

			normal_guard_uses(g, renumber_use, r);
			e->guard = g;
		}
		for (uint32_t j = 0; j < e->nsets; j++)
			renumber_event(r, &e->sets[j]);
	}
}

static void renumber_locals(struct ssa *s, struct function *f)
{
	struct body *b = s->b;
	struct renumber r = {.b = b};

	r.number = malloc((b->locals.n + 1) * sizeof(*r.number));
	if (!r.number)
		die("out of memory");
	for (size_t i = 0; i < b->locals.n; i++)
		r.number[i] = NO_LOCAL;
	for (uint32_t i = 0; i < b->nparams; i++)
		new_number(&r, i);
	for (uint32_t i = 0; i < f->nblocks; i++)
		renumber_block(&r, &f->blocks[i]);
	f->nlocals = (uint32_t)r.locals.n;
	f->locals = arena_copy(&b->u->arena, r.locals.v, r.locals.n * sizeof(*r.locals.v));
	vec_free(&r.locals);
	free(r.number);
}

void ssa_finish(struct ssa *s, struct function *f)
{
	sort_phis(s);
	f->nparams = s->b->nparams;
	f->nblocks = (uint32_t)s->order.n;
	f->blocks = arena_array(&s->b->u->arena, struct block, f->nblocks);
	for (uint32_t i = 0; i < f->nblocks; i++)
		finish_block(s, s->order.v[i], &f->blocks[i]);
	renumber_locals(s, f);
}

// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The order of values: what only computes or reads stands before the event that
 * uses it, in the order of use.  Nothing else moves, and no value that is read
 * from memory passes an event that could write there.
 */
#include "normal.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/vec.h"

struct orderer {
	struct normal *n;
	uint32_t *rank; /* by local: when its value is first asked for, from 1; 0: never */
	uint32_t count;
	VEC(uint32_t) work;
	bool *is_needed; /* by local: by the event in hand */
	bool *is_set;	 /* by local: the event in hand sets it */
	bool is_held;
	VEC(struct event) ready, out;
	bool changed;
};

static bool is_volatile_path(const struct operand *o)
{
	return o->kind == OPERAND_PATH && o->path->is_volatile;
}

/* Only sets of a value that is the local's only one move. */
static bool is_free(const struct normal *n, const struct event *e)
{
	return e->kind == EVENT_SET && normal_only_set(n, e->set.dst.local) == e &&
	       !is_volatile_path(&e->set.a) && !is_volatile_path(&e->set.b);
}

static void note_load(void *ctx, struct operand *o)
{
	bool *is = ctx;

	if (o->kind == OPERAND_PATH)
		*is = true;
	/* the address of what a pointer in memory points to */
	for (uint32_t i = 1; o->kind == OPERAND_ADDR && i < o->path->nsteps; i++)
		if (o->path->steps[i].kind == STEP_DEREF)
			*is = true;
}

static bool is_load(struct event *e)
{
	bool is = false;

	normal_event_uses(e, note_load, &is);
	return is;
}

/* ---- the order of use ---- */

static void ask_local(void *ctx, uint32_t *local)
{
	struct orderer *o = ctx;

	vec_push(&o->work, *local);
}

static void ask_operand(void *ctx, struct operand *o)
{
	normal_operand_locals(o, ask_local, ctx);
}

/* The first that was asked for is on top. */
static void turn_work(struct orderer *o, size_t from)
{
	for (size_t i = from, k = o->work.n; i + 1 < k; i++) {
		uint32_t swap = o->work.v[i];

		o->work.v[i] = o->work.v[--k];
		o->work.v[k] = swap;
	}
}

#define OPEN UINT32_MAX /* a rank: what it is made of comes first */

static void rank_all(struct orderer *o)
{
	turn_work(o, 0);
	while (o->work.n) {
		uint32_t local = o->work.v[o->work.n - 1];
		struct event *e = o->n->def[local];
		size_t from = o->work.n;

		if (!o->rank[local] && e && is_free(o->n, e)) {
			o->rank[local] = OPEN;
			normal_event_uses(e, ask_operand, o);
			turn_work(o, from);
			continue;
		}
		o->work.n--;
		if (o->rank[local] == OPEN)
			o->rank[local] = ++o->count;
	}
}

static void rank_event(void *ctx, struct event *e)
{
	struct orderer *o = ctx;

	if (is_free(o->n, e))
		return;
	normal_event_uses(e, ask_operand, o);
	rank_all(o);
}

static void rank_block(struct orderer *o, struct block *b)
{
	for (uint32_t i = 0; i < b->nevents; i++)
		rank_event(o, &b->events[i]);
	for (uint32_t i = 0; i < b->nedges; i++) {
		if (b->edges[i].guard)
			normal_guard_uses(b->edges[i].guard, ask_operand, o);
		rank_all(o);
		for (uint32_t j = 0; j < b->edges[i].nsets; j++) {
			normal_event_uses(&b->edges[i].sets[j], ask_operand, o);
			rank_all(o);
		}
	}
}

/* ---- moving ---- */

static uint32_t rank_of(const struct orderer *o, const struct event *e)
{
	return o->rank[e->set.dst.local];
}

/* By insertion: few wait at a time, and most stand right already. */
static void add_ready(struct orderer *o, const struct event *e)
{
	size_t i = o->ready.n;

	vec_push(&o->ready, *e);
	for (; i && rank_of(o, e) < rank_of(o, &o->ready.v[i - 1]); i--)
		o->ready.v[i] = o->ready.v[i - 1];
	o->ready.v[i] = *e;
}

static void need_local(void *ctx, uint32_t *local)
{
	((struct orderer *)ctx)->is_needed[*local] = true;
}

static void need_operand(void *ctx, struct operand *o)
{
	normal_operand_locals(o, need_local, ctx);
}

static void note_target(void *ctx, struct event *e, struct operand *dst)
{
	(void)e;
	((struct orderer *)ctx)->is_set[dst->local] = true;
}

static void note_set(void *ctx, uint32_t *local)
{
	struct orderer *o = ctx;

	o->is_held |= o->is_set[*local];
}

static void look_for_set(void *ctx, struct operand *o)
{
	normal_operand_locals(o, note_set, ctx);
}

/* May the set not wait any longer: does it read memory, or a local that is set now? */
static bool is_due(struct orderer *o, struct event *e)
{
	o->is_held = o->is_needed[e->set.dst.local] || is_load(e);
	normal_event_uses(e, look_for_set, o);
	return o->is_held;
}

/* What waits and is needed now, or is due, is written; all where there is no event. */
static void flush(struct orderer *o, struct event *before)
{
	size_t kept = 0, i;

	if (before) {
		normal_event_uses(before, need_operand, o);
		normal_event_targets(before, note_target, o);
	}
	for (i = o->ready.n; i--;) {
		struct event *e = &o->ready.v[i];

		if (before && !is_due(o, e))
			continue;
		o->is_needed[e->set.dst.local] = true;
		normal_event_uses(e, need_operand, o);
	}
	for (i = 0; i < o->ready.n; i++) {
		struct event e = o->ready.v[i];

		if (!before || o->is_needed[e.set.dst.local])
			vec_push(&o->out, e);
		else
			o->ready.v[kept++] = e;
	}
	o->ready.n = kept;
	memset(o->is_needed, 0, o->n->f->nlocals * sizeof(*o->is_needed));
	memset(o->is_set, 0, o->n->f->nlocals * sizeof(*o->is_set));
}

static void order_block(struct orderer *o, struct block *b)
{
	o->out.n = 0;
	for (uint32_t i = 0; i < b->nevents; i++) {
		struct event *e = &b->events[i];

		if (is_free(o->n, e)) {
			add_ready(o, e);
			continue;
		}
		flush(o, e);
		vec_push(&o->out, *e);
	}
	flush(o, NULL);
	if (b->nevents && memcmp(b->events, o->out.v, b->nevents * sizeof(*b->events))) {
		memcpy(b->events, o->out.v, b->nevents * sizeof(*b->events));
		o->changed = true;
	}
}

bool normal_order(struct normal *n)
{
	struct orderer o = {.n = n};
	struct function *f = n->f;

	o.rank = calloc((size_t)f->nlocals + 1, sizeof(*o.rank));
	o.is_needed = calloc((size_t)f->nlocals + 1, sizeof(*o.is_needed));
	o.is_set = calloc((size_t)f->nlocals + 1, sizeof(*o.is_set));
	if (!o.rank || !o.is_needed || !o.is_set)
		die("out of memory");
	normal_define(n);
	for (uint32_t i = 0; i < f->nblocks; i++)
		rank_block(&o, &f->blocks[i]);
	for (uint32_t i = 0; i < f->nblocks; i++)
		order_block(&o, &f->blocks[i]);
	free(o.rank);
	free(o.is_needed);
	free(o.is_set);
	vec_free(&o.work);
	vec_free(&o.ready);
	vec_free(&o.out);
	return o.changed;
}

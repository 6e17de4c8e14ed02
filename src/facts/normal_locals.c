// SPDX-License-Identifier: GPL-2.0-or-later
/* Which locals something reads, and their numbers. */
#include "normal.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/vec.h"

struct sweeper {
	struct function *f;
	bool *needed;
	VEC(uint32_t) work;  /* needed, and their sets not yet looked at */
	struct event **sets; /* all sets of locals, by local */
	uint32_t *first;     /* by local: its first in sets; one more than there are locals */
	uint32_t *fill;
};

static void need(void *ctx, uint32_t *local)
{
	struct sweeper *s = ctx;

	if (s->needed[*local])
		return;
	s->needed[*local] = true;
	vec_push(&s->work, *local);
}

static void need_operand(void *ctx, struct operand *o)
{
	normal_operand_locals(o, need, ctx);
}

/* All that is no set of a local needs what it reads; sets wait for their local. */
static void need_event(void *ctx, struct event *e)
{
	struct sweeper *s = ctx;

	if (e->kind != EVENT_SET)
		normal_event_uses(e, need_operand, s);
	else if (s->f->locals[e->set.dst.local].in_memory)
		need(s, &e->set.dst.local);
}

static void count_set(void *ctx, struct event *e)
{
	struct sweeper *s = ctx;

	if (e->kind == EVENT_SET)
		s->first[e->set.dst.local + 1]++;
}

static void add_set(void *ctx, struct event *e)
{
	struct sweeper *s = ctx;

	if (e->kind == EVENT_SET)
		s->sets[s->fill[e->set.dst.local]++] = e;
}

static void index_sets(struct sweeper *s)
{
	struct function *f = s->f;

	s->first = calloc((size_t)f->nlocals + 1, sizeof(*s->first));
	s->fill = calloc((size_t)f->nlocals + 1, sizeof(*s->fill));
	if (!s->first || !s->fill)
		die("out of memory");
	normal_events(f, count_set, s);
	for (uint32_t i = 0; i < f->nlocals; i++)
		s->first[i + 1] += s->first[i];
	memcpy(s->fill, s->first, f->nlocals * sizeof(*s->fill));
	s->sets = calloc((size_t)s->first[f->nlocals] + 1, sizeof(*s->sets));
	if (!s->sets)
		die("out of memory");
	normal_events(f, add_set, s);
}

static uint32_t sweep_sets(const struct sweeper *s, struct event *e, uint32_t n)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < n; i++)
		if (e[i].kind != EVENT_SET || s->needed[e[i].set.dst.local])
			e[kept++] = e[i];
	return kept;
}

/* A call's result that nothing reads is none. */
static bool sweep_results(const struct sweeper *s, struct block *b)
{
	bool changed = false;

	for (struct event *e = b->events; e < b->events + b->nevents; e++) {
		if (e->kind != EVENT_CALL || e->call.result.kind != OPERAND_LOCAL ||
		    s->needed[e->call.result.local])
			continue;
		memset(&e->call.result, 0, sizeof(e->call.result));
		changed = true;
	}
	return changed;
}

bool normal_sweep(struct normal *n)
{
	struct sweeper s = {.f = n->f};
	struct block *b;
	bool changed = false;

	s.needed = calloc((size_t)n->f->nlocals + 1, sizeof(*s.needed));
	if (!s.needed)
		die("out of memory");
	index_sets(&s);
	normal_events(n->f, need_event, &s);
	for (b = n->f->blocks; b < n->f->blocks + n->f->nblocks; b++)
		for (uint32_t i = 0; i < b->nedges; i++)
			if (b->edges[i].guard)
				normal_guard_uses(b->edges[i].guard, need_operand, &s);
	while (s.work.n) {
		uint32_t local = s.work.v[--s.work.n];

		for (uint32_t i = s.first[local]; i < s.first[local + 1]; i++)
			normal_event_uses(s.sets[i], need_operand, &s);
	}
	for (b = n->f->blocks; b < n->f->blocks + n->f->nblocks; b++) {
		uint32_t kept = sweep_sets(&s, b->events, b->nevents);

		changed |= kept < b->nevents;
		b->nevents = kept;
		changed |= sweep_results(&s, b);
		for (struct edge *e = b->edges; e < b->edges + b->nedges; e++) {
			kept = sweep_sets(&s, e->sets, e->nsets);
			changed |= kept < e->nsets;
			e->nsets = kept;
		}
	}
	free(s.needed);
	free(s.sets);
	free(s.first);
	free(s.fill);
	vec_free(&s.work);
	return changed;
}

/* ---- numbers ---- */

struct numberer {
	uint32_t *number; /* by local; NO_LOCAL: not met yet */
	uint32_t count;
	struct local *locals;
	const struct local *old;
};

static void number_local(void *ctx, uint32_t *local)
{
	struct numberer *nr = ctx;

	if (nr->number[*local] == NO_LOCAL) {
		nr->locals[nr->count] = nr->old[*local];
		nr->number[*local] = nr->count++;
	}
	*local = nr->number[*local];
}

static void number_operand(void *ctx, struct operand *o)
{
	normal_operand_locals(o, number_local, ctx);
}

static void number_target(void *ctx, struct event *e, struct operand *dst)
{
	(void)e;
	number_local(ctx, &dst->local);
}

static void number_event(void *ctx, struct event *e)
{
	normal_event_uses(e, number_operand, ctx);
	normal_event_targets(e, number_target, ctx);
}

void normal_number(struct normal *n)
{
	struct function *f = n->f;
	struct numberer nr = {.old = f->locals};

	nr.number = calloc((size_t)f->nlocals + 1, sizeof(*nr.number));
	if (!nr.number)
		die("out of memory");
	nr.locals = arena_array(n->arena, struct local, f->nlocals);
	for (uint32_t i = 0; i < f->nlocals; i++)
		nr.number[i] = NO_LOCAL;
	for (uint32_t i = 0; i < f->nparams; i++)
		number_local(&nr, &(uint32_t){i});
	for (struct block *b = f->blocks; b < f->blocks + f->nblocks; b++) {
		for (uint32_t i = 0; i < b->nevents; i++)
			number_event(&nr, &b->events[i]);
		for (struct edge *e = b->edges; e < b->edges + b->nedges; e++) {
			if (e->guard)
				normal_guard_uses(e->guard, number_operand, &nr);
			for (uint32_t i = 0; i < e->nsets; i++)
				number_event(&nr, &e->sets[i]);
		}
	}
	for (uint32_t i = 0; i < nr.count; i++)
		nr.locals[i].name = NULL;
	f->locals = nr.locals;
	f->nlocals = nr.count;
	free(nr.number);
}

// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What only hands a value on is folded into what reads it, and what nothing
 * reads is dropped.  A variable of the source is never folded away.
 */
#include "clang_ssa.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/intern.h"
#include "base/str.h"
#include "facts/normal.h"

#define MAX_HOPS 1000

/* ---- definitions ---- */

static void note_definition(void *ctx, struct event *e, struct operand *dst)
{
	struct ssa *s = ctx;

	s->def[dst->local] = e;
}

static void for_events(struct ssa *s, event_fn fn)
{
	for (size_t i = 0; i < s->order.n; i++) {
		struct iblock *k = &s->b->blocks.v[s->order.v[i]];

		for (size_t e = 0; e < k->events.n; e++)
			fn(s, &k->events.v[e]);
	}
}

static void define_event(void *ctx, struct event *e)
{
	normal_event_targets(e, note_definition, ctx);
}

/* ---- folding ---- */

static bool is_fixed_address(const struct path *p)
{
	for (uint32_t i = 1; i < p->nsteps; i++)
		if (p->steps[i].kind == STEP_DEREF)
			return false;
	return true;
}

/* What the local stands for, NULL when it is itself. */
static const struct operand *source_of(const struct ssa *s, uint32_t local)
{
	const struct event *e = s->def[local];

	if (s->b->variables.v[local].is_named || !e || e->kind != EVENT_SET ||
	    e->set.op != SET_COPY || e->set.dst.mask)
		return NULL;
	switch (e->set.a.kind) {
	case OPERAND_CONST:
	case OPERAND_FUNC:
	case OPERAND_LOCAL:
		return &e->set.a;
	case OPERAND_ADDR:
		return is_fixed_address(e->set.a.path) ? &e->set.a : NULL;
	default:
		return NULL;
	}
}

static void fold_local(struct ssa *s, struct operand *o)
{
	for (int hop = 0; hop < MAX_HOPS && o->kind == OPERAND_LOCAL; hop++) {
		uint32_t local = ssa_resolve(s, o->local);
		const struct operand *from;
		struct operand to;

		o->local = local;
		from = source_of(s, local);
		if (!from)
			return;
		to = normal_copy(&s->b->u->arena, from);
		if (from->kind == OPERAND_ADDR && o->type.is_pointer && !o->mask) {
			*o = to;
			return;
		}
		/* the set converts to the local's type, and the use to its own */
		if (!convert_operand(s->b, &to, s->b->locals.v[local].type) ||
		    !convert_operand(s->b, &to, o->type))
			return;
		if (o->mask) {
			if (to.kind == OPERAND_CONST)
				to.value = (int64_t)((uint64_t)to.value & o->mask);
			else if (to.kind == OPERAND_LOCAL)
				to.mask = to.mask ? to.mask & o->mask : o->mask;
			else
				return;
		}
		/* between pointers no conversion is told: they point to what they did */
		if (from->type.is_pointer && o->type.is_pointer && from->kind == OPERAND_LOCAL)
			to.type = from->type;
		*o = to;
	}
	if (o->kind == OPERAND_LOCAL)
		o->local = ssa_resolve(s, o->local);
}

static void fold_root(struct ssa *s, struct path **path)
{
	struct path *p = *path, *q;
	struct operand o = {.kind = OPERAND_LOCAL, .local = p->local};

	o.type = s->b->locals.v[p->local].type;
	fold_local(s, &o);
	if (o.kind == OPERAND_LOCAL && !o.mask) {
		p->local = o.local;
	} else if (o.kind == OPERAND_ADDR && p->nsteps && p->steps[0].kind == STEP_DEREF) {
		q = arena_copy(&s->b->u->arena, o.path, sizeof(*q));
		q->type = p->type;
		q->is_volatile |= p->is_volatile;
		q->nsteps = o.path->nsteps + p->nsteps - 1;
		q->steps = arena_array(&s->b->u->arena, struct step, q->nsteps);
		if (o.path->nsteps)
			memcpy(q->steps, o.path->steps, o.path->nsteps * sizeof(*q->steps));
		memcpy(q->steps + o.path->nsteps, p->steps + 1,
		       (p->nsteps - 1) * sizeof(*q->steps));
		*path = q;
	}
}

static void fold_path(struct ssa *s, struct path **path)
{
	struct operand o = {.kind = OPERAND_PATH, .path = *path};
	bool found = o.path->root == ROOT_LOCAL;

	for (uint32_t i = 0; i < o.path->nsteps; i++)
		found |= o.path->steps[i].kind == STEP_INDEX_LOCAL;
	if (!found)
		return;
	o = normal_copy(&s->b->u->arena, &o);
	*path = o.path;
	if (o.path->root == ROOT_LOCAL)
		fold_root(s, path);
	for (uint32_t i = 0; i < (*path)->nsteps; i++) {
		struct step *st = &(*path)->steps[i];
		struct operand index = {.kind = OPERAND_LOCAL};

		if (st->kind != STEP_INDEX_LOCAL)
			continue;
		index.local = (uint32_t)st->index;
		index.type = s->b->locals.v[index.local].type;
		fold_local(s, &index);
		if (index.kind == OPERAND_CONST && !index.mask)
			*st = (struct step){.kind = STEP_INDEX, .index = index.value};
		else if (index.kind == OPERAND_LOCAL && !index.mask)
			st->index = index.local;
	}
}

void ssa_fold_operand(struct ssa *s, struct operand *o)
{

	if (o->kind == OPERAND_LOCAL)
		fold_local(s, o);
	else if (o->kind == OPERAND_ADDR || o->kind == OPERAND_PATH)
		fold_path(s, &o->path);
	if (o->kind == OPERAND_LOCAL && s->b->variables.v[o->local].is_unset)
		*o = unknown_operand(o->type);
}

static void fold_use(void *ctx, struct operand *o)
{
	ssa_fold_operand(ctx, o);
}

/*
 * A pointer that is called: through copies, into variables too, to the function
 * or the field that it comes from.
 */
static void fold_callee(struct ssa *s, struct event *e)
{
	struct operand o = e->call.pointer;

	for (int hop = 0; hop < MAX_HOPS && o.kind == OPERAND_LOCAL && !o.mask; hop++) {
		uint32_t local = ssa_resolve(s, o.local);
		const struct event *def = s->def[local];

		if (!def || def->kind != EVENT_SET || def->set.op != SET_COPY)
			break;
		o = def->set.a;
	}
	if (o.kind == OPERAND_FUNC) {
		e->call.callee = CALLEE_SYMBOL;
		e->call.symbol = o.symbol;
	} else if (o.kind == OPERAND_PATH && o.path->nsteps &&
		   o.path->steps[o.path->nsteps - 1].kind != STEP_DEREF) {
		e->call.callee = CALLEE_SLOT;
		e->call.slot = o.path;
	} else if (o.kind == OPERAND_PATH && e->call.pointer.kind == OPERAND_LOCAL &&
		   !s->b->variables.v[e->call.pointer.local].is_named) {
		e->call.pointer.kind = OPERAND_PATH;
		e->call.pointer.path = o.path;
	}
}

static void fold_event(void *ctx, struct event *e)
{
	struct ssa *s = ctx;

	normal_event_uses(e, fold_use, s);
	if (e->kind == EVENT_CALL && e->call.callee == CALLEE_POINTER)
		fold_callee(s, e);
	if ((e->kind == EVENT_SET || e->kind == EVENT_STORE) && e->set.op == SET_COPY &&
	    e->set.a.kind == OPERAND_UNKNOWN) {
		e->set.op = SET_UNKNOWN;
		e->set.a = (struct operand){};
	}
}

void ssa_fold(struct ssa *s)
{
	s->ndef = s->b->locals.n;
	s->def = calloc(s->ndef + 1, sizeof(*s->def));
	if (!s->def)
		die("out of memory");
	for_events(s, define_event);
	for_events(s, fold_event);
	for (size_t i = 0; i < s->order.n; i++) {
		struct iblock *k = &s->b->blocks.v[s->order.v[i]];

		for (size_t e = 0; e < k->edges.n; e++)
			if (k->edges.v[e].guard && k->edges.v[e].guard->rel != GUARD_LABEL)
				normal_guard_uses(k->edges.v[e].guard, fold_use, s);
	}
}

/* ---- what is needed ---- */

struct sweeper {
	struct ssa *s;
	VEC(uint32_t) work;
};

static void need_local(void *ctx, uint32_t *local)
{
	struct sweeper *w = ctx;

	if (w->s->needed[*local])
		return;
	w->s->needed[*local] = true;
	vec_push(&w->work, *local);
}

static void need_use(void *ctx, struct operand *o)
{
	normal_operand_locals(o, need_local, ctx);
}

/* Built-ins without side effects are calls only where their value is used. */
static bool is_pure(const struct event *e)
{
	static const char *const effects[] = {"trap",	  "unreachable", "alloca", "va_",   "ia32_",
					      "___clear", "longjmp",	 "setjmp", "return"};
	const char *name = e->call.symbol;

	if (e->call.callee != CALLEE_SYMBOL || !starts(name, "__builtin_") || e->call.is_noreturn)
		return false;
	for (size_t i = 0; i < sizeof(effects) / sizeof(*effects); i++)
		if (starts(name + strlen("__builtin_"), effects[i]))
			return i + 1 == sizeof(effects) / sizeof(*effects);
	return true;
}

static bool is_volatile_load(const struct event *e)
{
	return e->kind == EVENT_SET && e->set.op == SET_COPY && e->set.a.kind == OPERAND_PATH &&
	       e->set.a.path->is_volatile;
}

/* Does the event happen whether or not its value is used? */
static bool is_effect(const struct event *e)
{
	if (e->kind == EVENT_SET)
		return is_volatile_load(e);
	return e->kind != EVENT_CALL || !is_pure(e);
}

static void need_roots(struct sweeper *w)
{
	struct ssa *s = w->s;

	for (size_t i = 0; i < s->order.n; i++) {
		struct iblock *k = &s->b->blocks.v[s->order.v[i]];

		for (size_t e = 0; e < k->events.n; e++)
			if (is_effect(&k->events.v[e]))
				normal_event_uses(&k->events.v[e], need_use, w);
		for (size_t e = 0; e < k->edges.n; e++)
			if (k->edges.v[e].guard && k->edges.v[e].guard->rel != GUARD_LABEL)
				normal_guard_uses(k->edges.v[e].guard, need_use, w);
	}
}

static void need_phi(struct sweeper *w, struct phi *p)
{
	struct ssa *s = w->s;

	p->is_needed = true;
	for (size_t i = 0; i < s->blocks[p->block].in.n; i++) {
		struct operand o = {.kind = OPERAND_LOCAL, .local = ssa_resolve(s, p->args[i])};

		o.type = s->b->locals.v[o.local].type;
		fold_use(s, &o);
		if (o.kind != OPERAND_UNKNOWN)
			need_use(w, &o);
	}
}

bool ssa_keeps(const struct ssa *s, const struct event *e)
{
	if (is_effect(e))
		return true;
	if (e->kind == EVENT_SET)
		return s->needed[e->set.dst.local];
	return e->call.result.kind == OPERAND_PATH ||
	       (e->call.result.kind == OPERAND_LOCAL && s->needed[e->call.result.local]);
}

void ssa_sweep(struct ssa *s)
{
	struct sweeper w = {.s = s};

	s->needed = calloc(s->b->locals.n + 1, sizeof(*s->needed));
	if (!s->needed)
		die("out of memory");
	need_roots(&w);
	while (w.work.n) {
		uint32_t local = w.work.v[--w.work.n];
		struct phi *p = map_get(&s->phi_of, local + 1, 0);
		struct event *e = local < s->ndef ? s->def[local] : NULL;

		if (p)
			need_phi(&w, p);
		else if (e && !is_effect(e))
			normal_event_uses(e, need_use, &w);
	}
	vec_free(&w.work);
}

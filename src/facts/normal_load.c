// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Loads: what is read from memory is read into a local first, and a pointer that
 * stands in memory before what it points to.  A parser that folds writes p->a->b in
 * one path, or tests a field where it lies; another one reads p->a before.
 */
#include "normal.h"

#include <string.h>

#include "base/vec.h"

struct loader {
	struct normal *n;
	unsigned int pointer_bits;
	bool changed;
	VEC(struct event) events;  /* of the block in hand, with loads */
	VEC(struct operand) asked; /* by guards of the block: a path, then its local */
};

/* ---- one load ---- */

static bool is_number(const struct vtype *t)
{
	return t->bits && t->bits <= 64;
}

static bool load(struct loader *l, struct path *p, uint32_t *local)
{
	struct vtype own = p->type;
	struct event e = {.kind = EVENT_SET};

	own.record = NULL;
	*local = normal_new_local(l->n, own);
	if (*local == NO_LOCAL)
		return false;
	e.set.op = SET_COPY;
	e.set.dst = (struct operand){.kind = OPERAND_LOCAL, .type = own, .local = *local};
	e.set.a = (struct operand){.kind = OPERAND_PATH, .type = p->type, .path = p};
	vec_push(&l->events, e);
	return true;
}

/* The last pointer of the path that stands in memory; 0: none does. */
static uint32_t last_deref(const struct path *p)
{
	for (uint32_t i = p->nsteps; i-- > 1;)
		if (p->steps[i].kind == STEP_DEREF)
			return i;
	return 0;
}

/* What the pointer points to, as far as the path tells it. */
static const char *pointed_to(const struct path *p, uint32_t deref)
{
	const struct step *s = &p->steps[deref] + 1;

	return s < p->steps + p->nsteps && s->kind == STEP_FIELD ? s->record : NULL;
}

/* Reads the path's pointers, the first first. */
static void split_path(struct loader *l, struct path **path)
{
	struct path *p = *path, *first, *rest;
	uint32_t at = last_deref(p), local;

	if (!at || !l->pointer_bits || p->root == ROOT_TYPE)
		return;
	first = arena_copy(l->n->arena, p, sizeof(*p));
	first->nsteps = at;
	first->is_volatile = false;
	first->type = (struct vtype){
		.bits = (uint8_t)l->pointer_bits, .is_pointer = true, .record = pointed_to(p, at)};
	split_path(l, &first);
	if (!load(l, first, &local))
		return;
	rest = arena_copy(l->n->arena, p, sizeof(*p));
	rest->root = ROOT_LOCAL;
	rest->symbol = NULL;
	rest->local = local;
	rest->steps = p->steps + at;
	rest->nsteps = p->nsteps - at;
	*path = rest;
}

static void split_operand(void *ctx, struct operand *o)
{
	if (o->kind == OPERAND_PATH || o->kind == OPERAND_ADDR)
		split_path(ctx, &o->path);
}

/* A number that is read with what is done to it is read before. */
static void hoist(struct loader *l, struct operand *o)
{
	uint32_t local;

	if (o->kind != OPERAND_PATH || o->path->is_volatile || !is_number(&o->type) ||
	    !is_number(&o->path->type) || !load(l, o->path, &local))
		return;
	o->kind = OPERAND_LOCAL;
	o->local = local;
}

/* ---- events ---- */

static bool is_load(const struct event *e)
{
	const struct operand *a = &e->set.a;

	return e->kind == EVENT_SET && e->set.op == SET_COPY && a->kind == OPERAND_PATH &&
	       !a->mask && a->type.bits == a->path->type.bits;
}

static bool same_path(const struct path *a, const struct path *b)
{
	if (a->root != b->root || a->symbol != b->symbol || a->nsteps != b->nsteps ||
	    (a->root == ROOT_LOCAL && a->local != b->local) || !type_equal(&a->type, &b->type))
		return false;
	for (uint32_t i = 0; i < a->nsteps; i++)
		if (!step_equal(&a->steps[i], &b->steps[i]))
			return false;
	return true;
}

/* What is changed where it stands is not read first. */
static bool is_changed(const struct event *e)
{
	return e->kind == EVENT_STORE && e->set.op != SET_COPY && e->set.a.kind == OPERAND_PATH &&
	       e->set.dst.kind == OPERAND_PATH && same_path(e->set.a.path, e->set.dst.path);
}

static void load_event(struct loader *l, struct event *e)
{
	bool changed = is_changed(e);

	normal_event_uses(e, split_operand, l);
	if (changed) { /* locals are numbered in place: two paths */
		struct operand same = normal_copy(l->n->arena, &e->set.dst);

		e->set.a.path = same.path;
	}
	switch (e->kind) {
	case EVENT_CALL:
		for (uint32_t i = 0; i < e->call.nargs; i++)
			hoist(l, &e->call.args[i]);
		break;
	case EVENT_RETURN:
		hoist(l, &e->ret.value);
		break;
	case EVENT_SET:
	case EVENT_STORE:
		if (!is_load(e) && !changed)
			hoist(l, &e->set.a);
		hoist(l, &e->set.b);
		break;
	case EVENT_ASM:
		break;
	}
	vec_push(&l->events, *e);
}

/* All ways out ask for one value, read once. */
static void ask(struct loader *l, struct operand *o)
{
	struct operand was = *o;

	if (o->kind == OPERAND_ADDR)
		split_operand(l, o);
	if (o->kind != OPERAND_PATH)
		return;
	for (size_t i = 0; i < l->asked.n; i += 2)
		if (same_path(l->asked.v[i].path, o->path)) {
			o->kind = OPERAND_LOCAL;
			o->local = l->asked.v[i + 1].local;
			return;
		}
	split_operand(l, o);
	hoist(l, o);
	if (o->kind != OPERAND_LOCAL)
		return;
	vec_push(&l->asked, was);
	vec_push(&l->asked, *o);
}

static void load_block(struct loader *l, struct block *b)
{
	l->events.n = 0;
	l->asked.n = 0;
	for (uint32_t i = 0; i < b->nevents; i++)
		load_event(l, &b->events[i]);
	for (uint32_t i = 0; i < b->nedges; i++)
		if (b->edges[i].guard && b->edges[i].guard->rel != GUARD_LABEL) {
			ask(l, &b->edges[i].guard->a);
			ask(l, &b->edges[i].guard->b);
		}
	if (l->events.n == b->nevents)
		return;
	l->changed = true;
	b->nevents = (uint32_t)l->events.n;
	b->events = arena_copy(l->n->arena, l->events.v, l->events.n * sizeof(*l->events.v));
}

/* ---- room ---- */

static void count_loads(void *ctx, struct operand *o)
{
	uint32_t *count = ctx;

	*count += o->kind == OPERAND_PATH;
	for (uint32_t i = 1;
	     (o->kind == OPERAND_PATH || o->kind == OPERAND_ADDR) && i < o->path->nsteps; i++)
		*count += o->path->steps[i].kind == STEP_DEREF;
}

static void count_event(void *ctx, struct event *e)
{
	normal_event_uses(e, count_loads, ctx);
}

uint32_t normal_loads(struct function *f)
{
	uint32_t count = 0;

	normal_events(f, count_event, &count);
	for (struct block *b = f->blocks; b < f->blocks + f->nblocks; b++)
		for (uint32_t i = 0; i < b->nedges; i++)
			if (b->edges[i].guard)
				normal_guard_uses(b->edges[i].guard, count_loads, &count);
	return count;
}

bool normal_load(struct normal *n)
{
	struct loader l = {.n = n};

	for (uint32_t i = 0; i < n->f->nlocals && !l.pointer_bits; i++)
		if (n->f->locals[i].type.is_pointer)
			l.pointer_bits = n->f->locals[i].type.bits;
	for (uint32_t i = 0; i < n->f->nblocks; i++)
		load_block(&l, &n->f->blocks[i]);
	vec_free(&l.events);
	vec_free(&l.asked);
	return l.changed;
}

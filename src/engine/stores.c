// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What functions may store to, their callees counted in, and what that makes a
 * run forget: what is known of any object's field goes with a store to it, of a
 * store that sets or clears constant bits only those.
 */
#include <stdlib.h>

#include "base/error.h"
#include "base/intern.h"
#include "circles.h"
#include "run.h"

bool path_field(const struct path *path, const char **record, const char **field)
{
	for (uint32_t i = path->nsteps; i-- > 0;)
		if (path->steps[i].kind == STEP_FIELD) {
			*record = path->steps[i].record;
			*field = path->steps[i].field;
			return true;
		}
	/* A global variable is a field of no record. */
	*record = NULL;
	*field = path->symbol;
	return path->root == ROOT_GLOBAL;
}

static void number(struct program *p, const char *record, const char *field)
{
	if (!map_get(&p->fields, record, field))
		map_put(&p->fields, record, field, (void *)(uintptr_t)++p->nfields);
}

/* With a field go the whole of its record, and the object that it is in. */
static void number_path(struct program *p, const struct path *path)
{
	const char *record, *field;

	if (!path_field(path, &record, &field))
		return;
	number(p, record, field);
	if (record)
		number(p, record, p->any_field);
	if (record && path->root == ROOT_GLOBAL)
		number(p, NULL, path->symbol);
}

static void number_operand(struct program *p, const struct operand *o)
{
	if (o->kind == OPERAND_PATH)
		number_path(p, o->path);
}

/* The fields that a core function's branches and calls look at, and what they are copied from. */
void stores_number_fields(struct program *p, const struct func *f)
{
	for (uint32_t b = 0; b < f->f->nblocks; b++) {
		const struct block *bl = &f->f->blocks[b];

		for (uint32_t i = 0; i < bl->nedges; i++)
			if (bl->edges[i].guard) {
				number_operand(p, &bl->edges[i].guard->a);
				number_operand(p, &bl->edges[i].guard->b);
			}
		for (uint32_t i = 0; i < bl->nevents; i++) {
			const struct event *e = &bl->events[i];

			if (e->kind == EVENT_SET) {
				number_operand(p, &e->set.a);
				number_operand(p, &e->set.b);
			} else if (e->kind == EVENT_CALL && e->call.callee == CALLEE_SLOT) {
				number_path(p, e->call.slot);
			}
		}
	}
}

uint64_t store_bits(const struct event *e)
{
	const struct operand *a = &e->set.a, *b = &e->set.b;

	if (e->kind != EVENT_STORE || (e->set.op != SET_AND && e->set.op != SET_OR) ||
	    a->kind != OPERAND_PATH || a->mask || b->kind != OPERAND_CONST ||
	    !path_equal(a->path, e->set.dst.path))
		return 0;
	return e->set.op == SET_OR ? (uint64_t)b->value : ~(uint64_t)b->value;
}

/* A store of some bits to a numbered field has a number of its own. */
static void number_bits(void *data, const struct event *e)
{
	struct program *p = data;
	const char *record, *field;
	uint64_t bits = store_bits(e);
	const struct bit_store *s;
	struct bit_store *new;
	uintptr_t n;

	if (!bits || !path_field(e->set.dst.path, &record, &field))
		return;
	n = (uintptr_t)map_get(&p->fields, record, field);
	for (s = map_get(&p->bit_stores, n, 0); s && s->bits != bits;)
		s = s->next;
	if (!n || s)
		return;
	new = arena_new(&p->arena, struct bit_store);
	*new = (struct bit_store){bits, ++p->nfields, map_get(&p->bit_stores, n, 0)};
	map_put(&p->bit_stores, n, 0, new);
}

/* What a function stores to, gathered. */
struct gathered {
	struct program *p;
	struct fieldset_parts parts;
};

/* The number of all of a record that the path names: of that object where it is one by itself. */
static uintptr_t whole_number(struct program *p, const struct path *path)
{
	bool is_object = path->root == ROOT_GLOBAL && !path_derefs(path);

	if (!path->type.record || path->type.is_pointer)
		return 0;
	return (uintptr_t)(is_object ? map_get(&p->fields, NULL, path->symbol)
				     : map_get(&p->fields, path->type.record, p->any_field));
}

static void note_store(void *data, const struct event *e)
{
	struct gathered *d = data;
	const struct path *path = e->kind == EVENT_STORE ? e->set.dst.path
				  : e->kind == EVENT_CALL && e->call.result.kind == OPERAND_PATH
					  ? e->call.result.path
					  : NULL;
	const char *record, *field;
	uint64_t bits = store_bits(e);
	uintptr_t n;

	if (!path || path_is_own(path))
		return;
	n = whole_number(d->p, path);
	if (n)
		fieldset_add(&d->parts, (uint32_t)n);
	if (!path_field(path, &record, &field))
		return;
	n = (uintptr_t)map_get(&d->p->fields, record, field);
	if (!n)
		return;
	for (const struct bit_store *s = bits ? map_get(&d->p->bit_stores, n, 0) : NULL; s;
	     s = s->next)
		if (s->bits == bits)
			n = s->number;
	fieldset_add(&d->parts, (uint32_t)n);
}

VEC_TYPE(fieldset_vec, const struct fieldset *);

/* What its callees have is its caller's too. */
static void pass_up(const struct circles *c, const struct func *f, const struct fieldset *set,
		    fieldset_of *of, struct fieldset_vec *in)
{
	uint32_t number = c->of[f->id];

	for (size_t i = 0; set && i < f->callers.n; i++) {
		struct func *caller = f->callers.v[i];
		struct fieldset_vec *to = &in[c->of[caller->id]];

		if (c->of[caller->id] != number && of(caller) &&
		    (!to->n || to->v[to->n - 1] != set))
			vec_push(to, set);
	}
}

void stores_spread(struct program *p, fieldset_of *of)
{
	struct fieldset_parts parts = {.arena = &p->arena, .max = p->nfields};
	struct fieldset_vec *in;
	size_t end, begin;
	struct circles c;

	circles_find(&c, p);
	in = calloc(c.n + 1, sizeof(*in));
	if (!in)
		die("out of memory");
	/* The callees' circles first: each set is whole when it is passed on. */
	for (end = c.by_end.n; end; end = begin) {
		struct fieldset_vec *mine = &in[c.of[c.by_end.v[end - 1]->id]];
		const struct fieldset *set;

		begin = circle_begin(&c, end);
		for (size_t i = begin; i < end; i++)
			if (of(c.by_end.v[i]))
				fieldset_join(&parts, *of(c.by_end.v[i]));
		for (size_t i = 0; i < mine->n; i++)
			fieldset_join(&parts, mine->v[i]);
		vec_free(mine);
		set = fieldset_make(&parts);
		for (size_t i = begin; i < end; i++) {
			if (of(c.by_end.v[i]))
				*of(c.by_end.v[i]) = set;
			pass_up(&c, c.by_end.v[i], set, of, in);
		}
	}
	free(in);
	circles_free(&c);
	fieldset_parts_free(&parts);
}

static const struct fieldset **stores_of(struct func *f)
{
	return &f->stores;
}

void stores_compute(struct program *p)
{
	struct gathered d = {.p = p};

	for (size_t i = 0; i < p->funcs.n; i++)
		func_events(p->funcs.v[i], number_bits, p);
	d.parts.arena = &p->arena;
	d.parts.max = p->nfields;
	for (size_t i = 0; i < p->funcs.n; i++) {
		func_events(p->funcs.v[i], note_store, &d);
		p->funcs.v[i]->stores = fieldset_make(&d.parts);
	}
	fieldset_parts_free(&d.parts);
	stores_spread(p, stores_of);
}

/* ---- what a run forgets ---- */

/* The pure function that the path ends in; NULL: it is a plain path. */
static const struct func *path_pure(const struct frame *fr, const struct path *p)
{
	const struct step *last = path_last_field(p);

	if (!last || last->record != intern(PURE_RECORD))
		return NULL;
	return program_function(fr->p, fr->f, last->field);
}

static bool path_has_field(const struct path *p, const char *record, const char *field)
{
	for (uint32_t i = 0; i < p->nsteps; i++)
		if (p->steps[i].kind == STEP_FIELD && p->steps[i].record == record &&
		    p->steps[i].field == field)
			return true;
	return !record && p->root == ROOT_GLOBAL && p->symbol == field;
}

/* The field is the last: what is known is its own value. */
static bool ends_in(const struct path *p, const char *record, const char *field)
{
	const struct step *last = path_last(p);

	return last ? last->kind == STEP_FIELD && last->record == record && last->field == field
		    : !record;
}

/* Bits of what is known may have changed: all of them (all ones), or those of a bit store. */
static void forget_bits(const struct frame *fr, struct run *r, uint32_t i, uint64_t bits)
{
	const struct value *v = r->known[i].v;

	if (v->kind == VALUE_ALIAS)
		v = run_get(r, v->cell);
	v = bits == UINT64_MAX ? NULL : value_forget(fr->p->values, v, bits);
	if (v)
		r->known[i].v = v;
	else
		r->known[i] = r->known[--r->nknown];
}

void run_kill_field(const struct frame *fr, struct run *r, uint32_t stored, const struct path *path,
		    uint64_t bits)
{
	const char *record, *field;
	uintptr_t n;

	if (!path_field(path, &record, &field))
		return;
	n = (uintptr_t)map_get(&fr->p->fields, record, field);
	for (uint32_t i = r->nknown; i-- > 0;) {
		const struct path *p = cell_get(fr->p->cells, r->known[i].cell);
		const struct func *pure = n ? path_pure(fr, p) : NULL;

		if (r->known[i].v->kind == VALUE_SAVED)
			continue;
		if (pure && fieldset_has(pure->reads, (uint32_t)n))
			forget_bits(fr, r, i, UINT64_MAX);
		else if (r->known[i].cell != stored && path_has_field(p, record, field))
			forget_bits(fr, r, i,
				    bits && ends_in(p, record, field) ? bits : UINT64_MAX);
	}
}

/* The bits of the field that the callee may change: none, some, or all ones. */
static uint64_t field_bits(const struct frame *fr, const struct func *callee, const char *record,
			   const char *field)
{
	uintptr_t n = (uintptr_t)map_get(&fr->p->fields, record, field);
	uintptr_t any = record ? (uintptr_t)map_get(&fr->p->fields, record, fr->p->any_field) : 0;
	uint64_t bits = 0;

	if (any && fieldset_has(callee->stores, (uint32_t)any))
		return UINT64_MAX;
	if (!n || fieldset_has(callee->stores, (uint32_t)n))
		return n ? UINT64_MAX : 0;
	for (const struct bit_store *s = map_get(&fr->p->bit_stores, n, 0); s; s = s->next)
		bits |= fieldset_has(callee->stores, s->number) ? s->bits : 0;
	return bits;
}

/* The same of what is known of a path: of a pointer on the way, one bit is as good as all. */
static uint64_t stored_bits(const struct frame *fr, const struct path *p, const struct func *callee)
{
	const struct func *pure = path_pure(fr, p);
	uint64_t bits = p->root == ROOT_GLOBAL ? field_bits(fr, callee, NULL, p->symbol) : 0;

	if (bits && p->nsteps)
		return UINT64_MAX;
	if (pure && fieldset_meets(pure->reads, callee->stores))
		return UINT64_MAX;
	for (uint32_t k = 0; k < p->nsteps; k++) {
		if (p->steps[k].kind == STEP_FIELD)
			bits = field_bits(fr, callee, p->steps[k].record, p->steps[k].field);
		if (bits && k + 1 < p->nsteps)
			return UINT64_MAX;
	}
	return bits;
}

void run_kill_stores(const struct frame *fr, struct run *r, const struct func *callee)
{
	uint64_t bits;

	if (!callee->stores)
		return;
	for (uint32_t i = r->nknown; i-- > 0;) {
		if (r->known[i].v->kind == VALUE_SAVED)
			continue;
		bits = stored_bits(fr, cell_get(fr->p->cells, r->known[i].cell), callee);
		if (bits)
			forget_bits(fr, r, i, bits);
	}
}

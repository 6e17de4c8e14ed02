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

static void number_path(struct program *p, const struct path *path)
{
	const char *record, *field;

	if (!path_field(path, &record, &field))
		return;
	if (!map_get(&p->fields, record, field))
		map_put(&p->fields, record, field, (void *)(uintptr_t)++p->nfields);
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

size_t stores_words(const struct program *p)
{
	return (p->nfields + 64) / 64;
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

/* A record of the function's own that it does not reach through a pointer. */
static bool is_own_record(const struct path *path)
{
	for (uint32_t i = 0; i < path->nsteps; i++)
		if (path->steps[i].kind == STEP_DEREF)
			return false;
	return path->root == ROOT_LOCAL;
}

static void note_store(void *data, const struct event *e)
{
	struct {
		struct program *p;
		struct func *f;
	} *d = data;
	const struct path *path = e->kind == EVENT_STORE ? e->set.dst.path
				  : e->kind == EVENT_CALL && e->call.result.kind == OPERAND_PATH
					  ? e->call.result.path
					  : NULL;
	const char *record, *field;
	uint64_t bits = store_bits(e);
	uintptr_t n;

	if (!path || is_own_record(path) || !path_field(path, &record, &field))
		return;
	n = (uintptr_t)map_get(&d->p->fields, record, field);
	if (!n)
		return;
	for (const struct bit_store *s = bits ? map_get(&d->p->bit_stores, n, 0) : NULL; s;
	     s = s->next)
		if (s->bits == bits)
			n = s->number;
	if (!d->f->stores)
		d->f->stores = arena_array(&d->p->arena, uint64_t, stores_words(d->p));
	d->f->stores[n / 64] |= 1ull << (n % 64);
}

static void add_bits(uint64_t *to, const uint64_t *from, size_t words)
{
	for (size_t w = 0; w < words; w++)
		to[w] |= from[w];
}

/* The circle's own, and what its callees have passed to it already, for all its functions. */
static uint64_t *gather(struct program *p, const struct circles *c, size_t begin, size_t end,
			uint64_t *set)
{
	size_t words = stores_words(p);

	for (size_t i = begin; i < end; i++) {
		const uint64_t *own = c->by_end.v[i]->stores;

		if (!own)
			continue;
		/* A function alone is most often all of it. */
		if (!set && end - begin == 1)
			return c->by_end.v[i]->stores;
		if (!set)
			set = arena_array(&p->arena, uint64_t, words);
		add_bits(set, own, words);
	}
	for (size_t i = begin; i < end; i++)
		c->by_end.v[i]->stores = set;
	return set;
}

/* The callees' circles first: each set is whole when it is passed on. */
static void spread_stores(struct program *p)
{
	size_t words = stores_words(p), end, begin;
	struct circles c;
	uint64_t **sets;

	circles_find(&c, p);
	sets = calloc(c.n + 1, sizeof(*sets));
	if (!sets)
		die("out of memory");
	for (end = c.by_end.n; end; end = begin) {
		uint32_t number = c.of[c.by_end.v[end - 1]->id];
		uint64_t *set;

		begin = circle_begin(&c, end);
		set = gather(p, &c, begin, end, sets[number]);
		for (size_t i = begin; set && i < end; i++)
			for (size_t k = 0; k < c.by_end.v[i]->callers.n; k++) {
				uint32_t to = c.of[c.by_end.v[i]->callers.v[k]->id];

				if (to == number)
					continue;
				if (!sets[to])
					sets[to] = arena_array(&p->arena, uint64_t, words);
				add_bits(sets[to], set, words);
			}
	}
	free(sets);
	circles_free(&c);
}

void stores_compute(struct program *p)
{
	struct {
		struct program *p;
		struct func *f;
	} d = {p, NULL};

	for (size_t i = 0; i < p->funcs.n; i++)
		func_events(p->funcs.v[i], number_bits, p);
	for (size_t i = 0; i < p->funcs.n; i++) {
		d.f = p->funcs.v[i];
		func_events(d.f, note_store, &d);
	}
	spread_stores(p);
}

/* ---- what a run forgets ---- */

/* The pure function that the path ends in; NULL: it is a plain path. */
static const struct func *path_pure(const struct frame *fr, const struct path *p)
{
	const struct step *last = p->nsteps ? &p->steps[p->nsteps - 1] : NULL;

	if (!last || last->kind != STEP_FIELD || last->record != intern(PURE_RECORD))
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
	const struct step *last = p->nsteps ? &p->steps[p->nsteps - 1] : NULL;

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
		if (pure && pure->reads && pure->reads[n / 64] >> (n % 64) & 1)
			forget_bits(fr, r, i, UINT64_MAX);
		else if (r->known[i].cell != stored && path_has_field(p, record, field))
			forget_bits(fr, r, i,
				    bits && ends_in(p, record, field) ? bits : UINT64_MAX);
	}
}

static bool in_set(const uint64_t *set, uintptr_t n)
{
	return n && set[n / 64] >> (n % 64) & 1;
}

/* The bits of the field that the callee may change: none, some, or all ones. */
static uint64_t field_bits(const struct frame *fr, const struct func *callee, const char *record,
			   const char *field)
{
	uintptr_t n = (uintptr_t)map_get(&fr->p->fields, record, field);
	uint64_t bits = 0;

	if (!n || in_set(callee->stores, n))
		return n ? UINT64_MAX : 0;
	for (const struct bit_store *s = map_get(&fr->p->bit_stores, n, 0); s; s = s->next)
		bits |= in_set(callee->stores, s->number) ? s->bits : 0;
	return bits;
}

/* The same of what is known of a path: of a pointer on the way, one bit is as good as all. */
static uint64_t stored_bits(const struct frame *fr, const struct path *p, const struct func *callee)
{
	const struct func *pure = path_pure(fr, p);
	uint64_t bits = p->root == ROOT_GLOBAL ? field_bits(fr, callee, NULL, p->symbol) : 0;

	if (bits && p->nsteps)
		return UINT64_MAX;
	for (size_t w = 0; pure && pure->reads && w < pure->nwords; w++)
		if (pure->reads[w] & callee->stores[w])
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

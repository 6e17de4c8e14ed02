// SPDX-License-Identifier: GPL-2.0-or-later
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "solve.h"

static uint64_t mix(uint64_t h, uint64_t v)
{
	h = (h ^ v) * 0x9e3779b97f4a7c15ull;
	return h ^ h >> 32;
}

static uint64_t whole_hash(const struct state *st, uint64_t choices, const struct known *saved,
			   uint32_t n)
{
	uint64_t h = mix(mix(st->values, choices), (uint64_t)st->poison << 16 | st->assumed);

	for (uint32_t i = 0; i < n; i++)
		h = mix(mix(h, saved[i].cell), (uintptr_t)saved[i].v);
	return h;
}

static bool whole_is(const struct whole *w, const struct state *st, uint64_t choices,
		     const struct known *saved, uint32_t n)
{
	if (!state_equal(&w->st, st) || w->choices != choices || w->nsaved != n)
		return false;
	for (uint32_t i = 0; i < n; i++)
		if (w->saved[i].cell != saved[i].cell || w->saved[i].v != saved[i].v)
			return false;
	return true;
}

static struct whole **whole_find(struct solver *s, const struct state *st, uint64_t choices,
				 const struct known *saved, uint32_t n)
{
	size_t i = whole_hash(st, choices, saved, n) & (s->whole_size - 1);

	while (s->whole_slots[i] && !whole_is(s->whole_slots[i], st, choices, saved, n))
		i = (i + 1) & (s->whole_size - 1);
	return &s->whole_slots[i];
}

static void whole_grow(struct solver *s)
{
	struct whole **old = s->whole_slots;
	size_t n = s->whole_size;

	s->whole_size = n ? 2 * n : 1024;
	s->whole_slots = calloc(s->whole_size, sizeof(*s->whole_slots));
	if (!s->whole_slots)
		die("out of memory");
	for (size_t i = 0; i < n; i++)
		if (old[i])
			*whole_find(s, &old[i]->st, old[i]->choices, old[i]->saved,
				    old[i]->nsaved) = old[i];
	free(old);
}

/* saved is sorted by cell. */
const struct whole *whole_make(struct solver *s, const struct state *st, uint64_t choices,
			       const struct known *saved, uint32_t nsaved)
{
	struct whole **slot, *w;

	if (2 * (s->nwholes + 1) > s->whole_size)
		whole_grow(s);
	slot = whole_find(s, st, choices, saved, nsaved);
	if (*slot)
		return *slot;
	w = arena_alloc(&s->arena, sizeof(*w) + nsaved * sizeof(*saved));
	w->st = *st;
	w->choices = choices;
	w->nsaved = nsaved;
	if (nsaved)
		memcpy(w->saved, saved, nsaved * sizeof(*saved));
	s->nwholes++;
	*slot = w;
	return w;
}

int known_by_cell(const void *a, const void *b)
{
	const struct known *x = a, *y = b;

	return x->cell < y->cell ? -1 : x->cell > y->cell;
}

bool whole_has(const struct solver *s, const struct prepared *pr, const struct known *k)
{
	return k->v->kind == VALUE_SAVED ||
	       (pr && prepared_keeps_apart(pr, s->p->cells, k->cell, k->v));
}

const struct whole *whole_intern(struct solver *s, const struct prepared *pr, const struct run *r)
{
	struct known saved[MAX_KNOWN];
	uint32_t n = 0;

	for (uint32_t i = 0; i < r->nknown; i++)
		if (whole_has(s, pr, &r->known[i]))
			saved[n++] = r->known[i];
	qsort(saved, n, sizeof(*saved), known_by_cell);
	return whole_make(s, &r->st, r->choices, saved, n);
}

void node_load(const struct node *n, struct run *r)
{
	r->st = n->whole->st;
	r->choices = n->whole->choices;
	r->trail = n->trail;
	r->arrived = n->arrived;
	memcpy(r->known, n->whole->saved, n->whole->nsaved * sizeof(*r->known));
	memcpy(r->known + n->whole->nsaved, n->known, n->nknown * sizeof(*r->known));
	r->nknown = n->whole->nsaved + n->nknown;
}

/* ---- where runs meet ---- */

static const struct value *known_of(const struct known *k, uint32_t n, uint32_t cell)
{
	for (uint32_t i = 0; i < n; i++)
		if (k[i].cell == cell)
			return k[i].v;
	return NULL;
}

/* What is known of the object whose address the local holds is known of what it points to. */
static void name_pointee(struct solver *s, struct run *r, uint32_t local, uint32_t object)
{
	static const struct step deref = {.kind = STEP_DEREF};
	struct cells *cells = s->p->cells;
	uint32_t there = cell_extend(cells, local, &deref, 1), n = r->nknown, rest;

	for (uint32_t i = 0; i < n; i++) {
		const struct path *p = cell_get(cells, r->known[i].cell);

		if (r->known[i].v->kind == VALUE_SET &&
		    cell_below(cells, r->known[i].cell, object, &rest) && rest < p->nsteps)
			run_put(r, cell_extend(cells, there, p->steps + rest, p->nsteps - rest),
				r->known[i].v);
	}
}

/* A local holds an address in one of the two, and not the same in the other. */
static bool parts(const struct known *a, uint32_t na, const struct known *b, uint32_t nb)
{
	for (uint32_t i = 0; i < na; i++)
		if (a[i].v->kind == VALUE_ADDRESS && known_of(b, nb, a[i].cell) != a[i].v)
			return true;
	return false;
}

static void name_all(struct solver *s, struct run *r, const struct known *other, uint32_t n)
{
	for (uint32_t i = 0; i < r->nknown; i++)
		if (r->known[i].v->kind == VALUE_ADDRESS &&
		    known_of(other, n, r->known[i].cell) != r->known[i].v &&
		    cell_root_local(s->p->cells, r->known[i].cell) != NO_LOCAL &&
		    !cell_get(s->p->cells, r->known[i].cell)->nsteps)
			name_pointee(s, r, r->known[i].cell, r->known[i].v->cell);
}

/*
 * The address is no longer known where the two ways meet, but what both know of
 * what stands there is: each names it by the pointer first.
 */
static bool join_by_pointers(struct solver *s, struct node *n, const struct run *r)
{
	struct run old, new = *r;

	old.nknown = n->nknown;
	memcpy(old.known, n->known, n->nknown * sizeof(*n->known));
	name_all(s, &new, n->known, n->nknown);
	name_all(s, &old, r->known, r->nknown);
	if (old.nknown > n->nknown)
		n->known = arena_array(&s->arena, struct known, old.nknown);
	n->nknown = old.nknown;
	memcpy(n->known, old.known, old.nknown * sizeof(*n->known));
	return known_join(s->p->values, n->known, &n->nknown, new.known, new.nknown);
}

bool node_join(struct solver *s, struct node *n, const struct run *r)
{
	if (parts(n->known, n->nknown, r->known, r->nknown) ||
	    parts(r->known, r->nknown, n->known, n->nknown))
		return join_by_pointers(s, n, r);
	return known_join(s->p->values, n->known, &n->nknown, r->known, r->nknown);
}

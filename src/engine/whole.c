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

bool node_join(struct solver *s, struct node *n, const struct run *r)
{
	uint32_t kept = 0;
	bool changed = false;

	for (uint32_t i = 0; i < n->nknown; i++) {
		const struct value *old = n->known[i].v, *new = run_get(r, n->known[i].cell);
		const struct value *both = value_union(s->p->values, old, new);

		if (both)
			n->known[kept++] = (struct known){n->known[i].cell, both};
		changed |= both != old;
	}
	n->nknown = kept;
	return changed;
}

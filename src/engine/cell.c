// SPDX-License-Identifier: GPL-2.0-or-later
#include "cell.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/vec.h"

struct cells {
	struct arena arena;
	VEC(struct path *) paths;
	uint32_t *slots; /* cell + 1 */
	size_t size;
};

struct cells *cells_new(void)
{
	struct cells *t = calloc(1, sizeof(*t));

	if (!t)
		die("out of memory");
	arena_init(&t->arena);
	return t;
}

void cells_free(struct cells *t)
{
	if (!t)
		return;
	arena_free(&t->arena);
	vec_free(&t->paths);
	free(t->slots);
	free(t);
}

bool path_derefs(const struct path *p)
{
	for (uint32_t i = 0; i < p->nsteps; i++)
		if (p->steps[i].kind == STEP_DEREF)
			return true;
	return false;
}

bool path_is_own(const struct path *p)
{
	return p->root == ROOT_LOCAL && !path_derefs(p);
}

const struct step *path_last(const struct path *p)
{
	return p->nsteps ? &p->steps[p->nsteps - 1] : NULL;
}

const struct step *path_last_field(const struct path *p)
{
	const struct step *last = path_last(p);

	return last && last->kind == STEP_FIELD ? last : NULL;
}

bool path_equal(const struct path *a, const struct path *b)
{
	if (a->root != b->root || a->local != b->local || a->symbol != b->symbol ||
	    a->nsteps != b->nsteps)
		return false;
	for (uint32_t i = 0; i < a->nsteps; i++)
		if (!step_equal(&a->steps[i], &b->steps[i]))
			return false;
	return true;
}

static uint64_t mix(uint64_t h, uint64_t v)
{
	h = (h ^ v) * 0x9e3779b97f4a7c15ull;
	return h ^ h >> 32;
}

static uint64_t path_hash(const struct path *p)
{
	uint64_t h = mix(mix(p->root, p->local), (uintptr_t)p->symbol);

	for (uint32_t i = 0; i < p->nsteps; i++)
		h = mix(mix(mix(h, p->steps[i].kind), (uintptr_t)p->steps[i].field),
			(uint64_t)p->steps[i].index);
	return h;
}

static uint32_t *find(struct cells *t, const struct path *p)
{
	size_t i = path_hash(p) & (t->size - 1);

	while (t->slots[i] && !path_equal(t->paths.v[t->slots[i] - 1], p))
		i = (i + 1) & (t->size - 1);
	return &t->slots[i];
}

static void grow(struct cells *t)
{
	free(t->slots);
	t->size = t->size ? 2 * t->size : 1024;
	t->slots = calloc(t->size, sizeof(*t->slots));
	if (!t->slots)
		die("out of memory");
	for (size_t i = 0; i < t->paths.n; i++)
		*find(t, t->paths.v[i]) = (uint32_t)i + 1;
}

/* p has a clean root (what does not belong to its kind is 0). */
static uint32_t cell_intern(struct cells *t, const struct path *p)
{
	struct path *copy;
	uint32_t *slot;

	if (2 * (t->paths.n + 1) > t->size)
		grow(t);
	slot = find(t, p);
	if (!*slot) {
		copy = arena_copy(&t->arena, p, sizeof(*p));
		copy->steps = arena_copy(&t->arena, p->steps, p->nsteps * sizeof(*p->steps));
		vec_push(&t->paths, copy);
		*slot = (uint32_t)t->paths.n;
	}
	return *slot - 1;
}

uint32_t cell_local(struct cells *t, uint32_t local)
{
	struct path p = {.root = ROOT_LOCAL, .local = local};

	return cell_intern(t, &p);
}

uint32_t cell_path(struct cells *t, const struct path *p)
{
	struct path clean = *p;

	if (p->is_volatile)
		return NO_CELL;
	if (p->root != ROOT_LOCAL)
		clean.local = 0;
	if (p->root != ROOT_GLOBAL)
		clean.symbol = NULL;
	return cell_intern(t, &clean);
}

const struct path *cell_get(const struct cells *t, uint32_t cell)
{
	return t->paths.v[cell];
}

uint32_t cell_extend(struct cells *t, uint32_t cell, const struct step *steps, uint32_t n)
{
	struct path p = *cell_get(t, cell);
	struct step all[64];

	if (p.nsteps + n > 64)
		return NO_CELL;
	memcpy(all, p.steps, p.nsteps * sizeof(*all));
	memcpy(all + p.nsteps, steps, n * sizeof(*all));
	p.steps = all;
	p.nsteps += n;
	return cell_intern(t, &p);
}

bool cell_below(const struct cells *t, uint32_t cell, uint32_t base, uint32_t *rest)
{
	const struct path *c = cell_get(t, cell), *b = cell_get(t, base);

	if (c->root != b->root || c->local != b->local || c->symbol != b->symbol ||
	    c->nsteps < b->nsteps)
		return false;
	for (uint32_t i = 0; i < b->nsteps; i++)
		if (!step_equal(&c->steps[i], &b->steps[i]))
			return false;
	*rest = b->nsteps;
	return true;
}

uint32_t cell_root_local(const struct cells *t, uint32_t cell)
{
	const struct path *p = cell_get(t, cell);

	return p->root == ROOT_LOCAL ? p->local : NO_LOCAL;
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* The symbols whose bodies would tell more. */
#include <stdlib.h>
#include <string.h>

#include "solve.h"

struct lack_list {
	struct program *p;
	struct map there; /* (symbol, 0) */
	VEC(const char *) names;
};

static void add(struct lack_list *l, const char *symbol)
{
	if (!symbol || map_get(&l->there, symbol, 0))
		return;
	map_put(&l->there, symbol, 0, l);
	vec_push(&l->names, symbol);
}

static bool was_entered(const struct program *p, const struct func *f)
{
	return map_get(&p->solver->contexts, f, 0);
}

/* Calls of nothing that is known. */
static void add_missing(struct lack_list *l, const struct func *f)
{
	for (uint32_t b = 0; b < f->f->nblocks; b++)
		for (uint32_t i = 0; i < f->f->blocks[b].nevents; i++) {
			const struct meaning *m = f->meanings[b][i];

			if (m && m->is_missing && !m->model)
				add(l, f->f->blocks[b].events[i].call.symbol);
		}
}

/* It has an event in it that sets one of the variables. */
static bool sets(const struct func *f, varmask vars)
{
	for (uint32_t b = 0; b < f->f->nblocks; b++)
		for (uint32_t i = 0; i < f->f->blocks[b].nevents; i++) {
			const struct meaning *m = f->meanings[b][i];

			if (m && ((m->model && (m->model->sets & vars)) ||
				  (m->macro && (m->macro->sets & vars))))
				return true;
		}
	return false;
}

/* Such an event, or a call of a function (often a header's) that has one. */
static void add_around(struct lack_list *l, const struct func *f, varmask vars)
{
	if (!sets(f, vars))
		return;
	if (was_entered(l->p, f))
		add_missing(l, f);
	for (size_t i = 0; i < f->callers.n; i++)
		if (was_entered(l->p, f->callers.v[i]))
			add_missing(l, f->callers.v[i]);
}

/* A weak body counts only where there is no strong one: somebody must look. */
static void add_weak(struct lack_list *l, const struct func *f)
{
	for (size_t i = 0; f->f->linkage == LINKAGE_WEAK && i < f->callers.n; i++)
		if (was_entered(l->p, f->callers.v[i]))
			add(l, f->f->symbol);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

const char *const *program_lacks(struct program *p, bool hot_only, size_t *n)
{
	struct lack_list l = {.p = p};
	varmask around = p->rules->hot ? p->rules->hot->vars : 0;
	const char **names;

	for (size_t i = 0; i < p->gaps.n; i++)
		if (!strcmp(p->gaps.v[i].kind, "missing-body"))
			add(&l, p->gaps.v[i].what);
	for (size_t i = 0; i < p->funcs.n; i++) {
		const struct func *f = p->funcs.v[i];

		add_weak(&l, f);
		if (!hot_only)
			add_around(&l, f, around);
	}
	if (l.names.n)
		qsort(l.names.v, l.names.n, sizeof(*l.names.v), by_name);
	names = arena_copy(&p->arena, l.names.v, l.names.n * sizeof(*names));
	*n = l.names.n;
	vec_free(&l.names);
	map_free(&l.there);
	return names;
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* What may count: fields and globals that are moved by steps near the way to the arming. */
#include <stdlib.h>

#include "base/error.h"
#include "count.h"
#include "near.h"

/* Calls below the way in which counts are looked for; and then in small helpers. */
enum { MAX_BELOW = 2, MAX_SMALL_BELOW = 4 };

static void add_func(struct near *n, struct func *f)
{
	if (map_get(&n->seen, f, 0))
		return;
	map_put(&n->seen, f, 0, f);
	vec_push(&n->funcs, f);
}

static void add_callees(struct near *n, const struct func *f, bool is_small_only)
{
	for (uint32_t b = 0; b < f->f->nblocks; b++)
		for (uint32_t i = 0; i < f->f->blocks[b].nevents; i++) {
			const struct meaning *m = f->meanings[b][i];

			for (size_t k = 0; m && k < m->callees.n; k++)
				if (!is_small_only || count_is_small(m->callees.v[k].func))
					add_func(n, m->callees.v[k].func);
		}
}

/* On the calls to the arming, and on the request's way; then what those call. */
static void find_funcs(struct near *n, const struct links *l, const struct hop *request)
{
	size_t from = 0, to;

	for (uint32_t i = 0; i < l->n; i++)
		add_func(n, l->v[i].func);
	for (const struct hop *h = request; h; h = h->toward)
		add_func(n, h->func);
	for (int depth = 0; depth < MAX_BELOW + MAX_SMALL_BELOW; depth++) {
		to = n->funcs.n;
		for (; from < to; from++)
			if (depth < MAX_BELOW || count_is_small(n->funcs.v[from]))
				add_callees(n, n->funcs.v[from], depth >= MAX_BELOW);
	}
}

/* ---- what is moved by steps, and compared ---- */

int64_t near_index(const struct path *path)
{
	const struct step *last = path_last(path);

	return last && last->kind == STEP_INDEX ? last->index : -1;
}

static struct moved_field *field_get(struct near *n, const struct func *f, const struct path *path)
{
	struct element element = element_of(f, path);
	int64_t index = near_index(path);
	struct moved_field *m;
	struct field_key key;

	if (!outliving_field(path, &key))
		return NULL;
	for (size_t i = 0; i < n->moved.n; i++) {
		m = n->moved.v[i];
		if (m->key.record == key.record && m->key.field == key.field && m->index == index &&
		    m->element.func == element.func && m->element.by == element.by)
			return m;
	}
	m = arena_new(&n->h->arena, struct moved_field);
	m->key = key;
	m->index = index;
	m->element = element;
	vec_push(&n->moved, m);
	return m;
}

/* The step goes down; what is not constant goes up. */
static bool goes_down(const struct event *e)
{
	return (e->set.op == SET_SUB) != (operand_sign(&e->set.b) < 0);
}

static void note_step(struct moved_field *m, const struct event *e)
{
	if (e->set.op == SET_UNKNOWN)
		m->goes_up = m->goes_down = true;
	else if (is_step(e) && goes_down(e))
		m->goes_down = true;
	else if (is_step(e))
		m->goes_up = true;
	else
		m->is_reset = true;
}

/* What is stored was put together on several edges (as a minimum is): any of it may be a step. */
static void note_edges(struct moved_field *m, const struct func *f, uint32_t local)
{
	for (uint32_t b = 0; b < f->f->nblocks; b++)
		for (uint32_t i = 0; i < f->f->blocks[b].nedges; i++) {
			const struct edge *edge = &f->f->blocks[b].edges[i];

			for (uint32_t k = 0; k < edge->nsets; k++) {
				const struct event *e = &edge->sets[k];
				const struct event *by = e->set.a.kind == OPERAND_LOCAL
								 ? only_set(f, e->set.a.local)
								 : NULL;

				if (e->set.dst.kind == OPERAND_LOCAL && e->set.dst.local == local)
					note_step(m, by ? by : e);
			}
		}
}

static void add_storer(struct moved_field *m, const struct func *f)
{
	for (size_t i = 0; i < m->storers.n; i++)
		if (m->storers.v[i] == f)
			return;
	vec_push(&m->storers, f);
}

/* A store moves what it stores to: by a step here, or by one that a local holds. */
static void note_store(struct moved_field *m, const struct func *f, const struct event *e)
{
	const struct event *by = e;

	add_storer(m, f);
	if (e->set.op == SET_COPY && e->set.a.kind == OPERAND_LOCAL)
		by = only_set(f, e->set.a.local);
	if (by)
		note_step(m, by);
	else
		note_edges(m, f, e->set.a.local);
}

/* The path itself, or what the local pointer was set to point to by which it goes. */
static const struct path *real_path(const struct func *f, const struct path *p)
{
	const struct event *by = p->root == ROOT_LOCAL && p->nsteps == 1 &&
						 p->steps[0].kind == STEP_DEREF &&
						 p->local >= f->f->nparams
					 ? only_set(f, p->local)
					 : NULL;

	return by && by->set.op == SET_COPY && by->set.a.kind == OPERAND_ADDR ? by->set.a.path : p;
}

static void note_handed_on(struct near *n, const struct func *caller, const struct path *passed,
			   const struct meaning *m, uint32_t arg, int depth);

/* What the callee does with what its parameter points to, it does with the field. */
static void note_pointee(struct near *n, const struct func *caller, const struct path *passed,
			 const struct func *f, uint32_t param, int depth)
{
	struct moved_field *m = NULL;

	for (uint32_t b = 0; b < f->f->nblocks; b++)
		for (uint32_t i = 0; i < f->f->blocks[b].nevents; i++) {
			const struct event *e = &f->f->blocks[b].events[i];
			const struct path *p = e->kind == EVENT_STORE ? e->set.dst.path : NULL;

			for (uint32_t a = 0; e->kind == EVENT_CALL && depth && a < e->call.nargs;
			     a++)
				if (e->call.args[a].kind == OPERAND_LOCAL &&
				    e->call.args[a].local == param)
					note_handed_on(n, caller, passed, f->meanings[b][i], a,
						       depth - 1);
			if (!p || p->root != ROOT_LOCAL || p->local != param || p->nsteps != 1 ||
			    p->steps[0].kind != STEP_DEREF)
				continue;
			m = m ? m : field_get(n, caller, passed);
			if (m)
				note_store(m, f, e);
		}
}

static void note_handed_on(struct near *n, const struct func *caller, const struct path *passed,
			   const struct meaning *m, uint32_t arg, int depth)
{
	for (size_t k = 0; m && k < m->callees.n; k++)
		note_pointee(n, caller, passed, m->callees.v[k].func, arg, depth);
}

static void note_event(struct near *n, const struct func *f, const struct event *e,
		       const struct meaning *m)
{
	struct moved_field *moved = NULL;
	const struct operand *whole = filled_whole(e);
	const struct path *p = e->kind == EVENT_STORE ? real_path(f, e->set.dst.path) : NULL;

	if (p && e->set.dst.type.bits > 1 && !e->set.dst.type.is_pointer)
		moved = field_get(n, f, p);
	if (moved)
		note_store(moved, f, e);
	if (whole && whole->type.record)
		vec_push(&n->wholes, (struct whole){whole->type.record, f});
	for (uint32_t i = 0; e->kind == EVENT_CALL && i < e->call.nargs; i++)
		if (e->call.args[i].kind == OPERAND_ADDR)
			note_handed_on(n, f, e->call.args[i].path, m, i, MAX_BELOW);
}

/* ---- comparisons; identities: what is compared with something that is not constant ---- */

/* The path that the operand was computed from; NULL: none, or several. */
static const struct path *computed_from(const struct func *f, const struct operand *o, int depth)
{
	const struct event *e = o->kind == OPERAND_LOCAL ? only_set(f, o->local) : NULL;

	if (o->kind == OPERAND_PATH || o->kind == OPERAND_ADDR)
		return o->path;
	if (!e || !depth || (e->set.op != SET_COPY && !is_step(e)))
		return NULL;
	return computed_from(f, &e->set.a, depth - 1);
}

/* The operand is compared, or handed to somebody who may. */
static void note_compared(struct near *n, const struct func *f, const struct operand *o)
{
	const struct path *p = computed_from(f, o, 4);
	struct moved_field *m;

	m = p ? field_get(n, f, real_path(f, p)) : NULL;
	if (m)
		m->is_compared = true;
}

static void note_identity(struct near *n, const struct func *f, const struct operand *o)
{
	const struct event *e = o->kind == OPERAND_LOCAL ? only_set(f, o->local) : NULL;
	const struct path *p = o->kind == OPERAND_PATH		    ? o->path
			       : e && e->set.a.kind == OPERAND_PATH ? e->set.a.path
								    : NULL;
	struct field_key key;

	if (!p || !outliving_field(p, &key))
		return;
	vec_push(&n->identities, (struct identity){key, f});
}

static void note_comparison(struct near *n, const struct func *f, const struct operand *a,
			    const struct operand *b)
{
	note_compared(n, f, a);
	note_compared(n, f, b);
	if (a->kind == OPERAND_CONST || b->kind == OPERAND_CONST)
		return;
	note_identity(n, f, a);
	note_identity(n, f, b);
}

static void look_at(struct near *n, const struct func *f)
{
	for (uint32_t b = 0; b < f->f->nblocks; b++) {
		const struct block *bl = &f->f->blocks[b];

		for (uint32_t i = 0; i < bl->nevents; i++) {
			const struct event *e = &bl->events[i];

			note_event(n, f, e, f->meanings[b][i]);
			if (e->kind == EVENT_SET && is_comparison(e->set.op))
				note_comparison(n, f, &e->set.a, &e->set.b);
			for (uint32_t k = 0; e->kind == EVENT_CALL && k < e->call.nargs; k++)
				note_compared(n, f, &e->call.args[k]);
			if (e->kind == EVENT_RETURN)
				note_compared(n, f, &e->ret.value);
		}
		for (uint32_t i = 0; i < bl->nedges; i++) {
			const struct guard *g = bl->edges[i].guard;

			if (g && g->rel <= GUARD_GE)
				note_comparison(n, f, &g->a, &g->b);
		}
	}
}

bool near_goes_with(struct near *n, const struct moved_field *m, const struct identity *identity)
{
	const struct field_key *key = &identity->key;
	const struct field_uses *u = hunt_uses(n->h, key->record, key->field);
	bool stores = false, counts = false;

	if (key->field == m->key.field && key->record == m->key.record)
		return false;
	for (size_t i = 0; u && i < u->stores.n && !stores; i++)
		stores = u->stores.v[i].func == identity->func;
	for (size_t k = 0; k < m->storers.n && !counts; k++)
		counts = m->storers.v[k] == identity->func;
	return stores && counts;
}

static int by_users(const void *a, const void *b)
{
	const struct moved_field *x = *(struct moved_field *const *)a;
	const struct moved_field *y = *(struct moved_field *const *)b;

	if (x->nusers != y->nusers)
		return x->nusers < y->nusers ? -1 : 1;
	return x->number < y->number ? -1 : x->number > y->number;
}

/* What few speak of first: a throttle's count is nobody else's matter. */
static void sort_moved(struct near *n)
{
	for (size_t i = 0; i < n->moved.n; i++) {
		struct moved_field *m = n->moved.v[i];
		const struct field_uses *u = hunt_uses(n->h, m->key.record, m->key.field);

		m->number = i;
		m->nusers = u ? u->funcs.n : 0;
	}
	if (n->moved.n)
		qsort(n->moved.v, n->moved.n, sizeof(*n->moved.v), by_users);
}

/* Another function tells its elements by other names: what it does may be done to this one. */
static void note_others(const struct near *n, struct moved_field *m)
{
	for (size_t i = 0; i < n->moved.n; i++) {
		const struct moved_field *o = n->moved.v[i];

		if (o == m || o->key.record != m->key.record || o->key.field != m->key.field ||
		    o->index != m->index)
			continue;
		m->is_compared |= o->is_compared;
		m->is_reset |= o->is_reset;
		for (size_t k = 0; k < o->storers.n; k++)
			add_storer(m, o->storers.v[k]);
	}
}

/* What overwrites the record resets the count in it. */
static void note_wholes(const struct near *n, struct moved_field *m)
{
	for (size_t i = 0; i < n->wholes.n; i++)
		if (m->key.record && n->wholes.v[i].record == m->key.record) {
			m->is_reset = true;
			add_storer(m, n->wholes.v[i].func);
		}
}

void near_find(struct near *n, const struct links *l, const struct hop *request)
{
	find_funcs(n, l, request);
	for (size_t i = 0; i < n->funcs.n; i++)
		look_at(n, n->funcs.v[i]);
	for (size_t i = 0; i < n->moved.n; i++)
		note_wholes(n, n->moved.v[i]);
	for (size_t i = 0; i < n->moved.n; i++)
		note_others(n, n->moved.v[i]);
	sort_moved(n);
}

void near_free(struct near *n)
{
	for (size_t i = 0; i < n->moved.n; i++)
		vec_free(&n->moved.v[i]->storers);
	vec_free(&n->funcs);
	vec_free(&n->moved);
	vec_free(&n->identities);
	vec_free(&n->wholes);
	map_free(&n->seen);
}

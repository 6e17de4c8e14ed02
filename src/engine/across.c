// SPDX-License-Identifier: GPL-2.0-or-later
/* What a way knows inside of a call, and behind it. */
#include "count.h"

#include <stddef.h>
#include <string.h>

#include "solve.h"

static void drop(struct run *r, uint32_t i)
{
	r->known[i] = r->known[--r->nknown];
}

static bool is_own_memory(const struct visit *v, const struct path *p)
{
	return p->root == ROOT_LOCAL && v->fr.f->f->locals[p->local].in_memory;
}

/* What the callee may store to through the addresses that it was given. */
static void forget_passed(const struct visit *v, struct run *r, const struct run *before,
			  const struct event *e)
{
	for (uint32_t i = r->nknown; i-- > 0;)
		if (is_own_memory(v, cell_get(v->fr.p->cells, r->known[i].cell)) &&
		    cell_inward(&v->fr, before, e, r->known[i].cell) != NO_CELL)
			drop(r, i);
}

void count_enter(struct func *callee, bool is_on_way, const struct visit *v, const struct tally *t,
		 const struct event *e, struct tally *to)
{
	const struct function *f = callee->f;
	struct cells *cells = v->fr.p->cells;

	memset(to, 0, sizeof(*to));
	memcpy(to, t, offsetof(struct tally, r));
	for (uint32_t i = 0; i < t->r.nknown; i++) {
		const struct path *p = cell_get(cells, t->r.known[i].cell);
		const struct value *value = plain_value(&t->r, t->r.known[i].v);
		uint32_t cell;

		if (!value || (p->root == ROOT_LOCAL && !p->nsteps && !is_own_memory(v, p)))
			continue;
		cell = cell_inward(&v->fr, &t->r, e, t->r.known[i].cell);
		if (cell != NO_CELL && (is_on_way || prepared_looks_at(v->fr.p, callee, cell)))
			run_put(&to->r, cell, value);
	}
	for (uint32_t i = 0; i < e->call.nargs && i < f->nparams; i++) {
		const struct value *value = count_read(v, t, &e->call.args[i]);

		if (value && (value->kind == VALUE_EVENT || value->kind == VALUE_SET ||
			      value->kind == VALUE_FUNCTION))
			run_put(&to->r, cell_local(cells, i), value);
	}
}

void count_leave(struct visit *v, struct tally *t, const struct event *e, const struct func *callee,
		 const struct outcome *o, size_t i)
{
	const struct tally *x = o->exits[i];
	struct cells *cells = v->fr.p->cells;
	struct run before = t->r;

	memcpy(t, x, offsetof(struct tally, r));
	run_kill_stores(&v->fr, &t->r, callee);
	forget_passed(v, &t->r, &before, e);
	count_put(v, t, &e->call.result, o->results[i]);
	for (uint32_t k = 0; k < x->r.nknown; k++) {
		const struct path *p = cell_get(cells, x->r.known[k].cell);
		const struct value *value = plain_value(&x->r, x->r.known[k].v);

		if (value && (p->root != ROOT_LOCAL || p->nsteps))
			run_put(&t->r, cell_outward(&v->fr, &before, e, x->r.known[k].cell), value);
	}
}

void count_pass(struct visit *v, struct tally *t, const struct event *e, const struct meaning *m)
{
	struct run before = t->r;
	const struct value *returns = NULL;

	for (size_t i = 0; m && i < m->callees.n; i++)
		run_kill_stores(&v->fr, &t->r, m->callees.v[i].func);
	if (m && m->callees.n == 1 && !m->is_unresolved)
		returns = m->callees.v[0].func->returns;
	forget_passed(v, &t->r, &before, e);
	run_assign(&v->fr, &t->r, &e->call.result, returns);
}

/* ---- who is entered at all ---- */

/* Callers above who speaks of the count; and then small ones of small ones. */
enum { MAX_ABOVE = 2, MAX_SMALL_ABOVE = 4 };

static void enter_func(struct count *c, struct func_vec *todo, struct func *f)
{
	if (map_get(&c->entered, f, 0))
		return;
	map_put(&c->entered, f, 0, f);
	vec_push(todo, f);
}

static void enter_users(struct count *c, struct func_vec *todo, const struct field_key *key)
{
	const struct field_uses *u =
		key->field || key->record ? hunt_uses(c->h, key->record, key->field) : NULL;

	for (size_t i = 0; u && i < u->funcs.n; i++)
		enter_func(c, todo, u->funcs.v[i]);
}

/* The field hands on the request: who sets it is entered. */
static void enter_storers(struct count *c, struct func_vec *todo, const struct hop *hop)
{
	const struct field_uses *u = NULL;
	struct field_key key;

	if (!hop->is_control && hop->operand.kind == OPERAND_PATH &&
	    outliving_field(hop->operand.path, &key))
		u = hunt_uses(c->h, key.record, key.field);
	for (size_t i = 0; u && i < u->stores.n; i++)
		enter_func(c, todo, u->stores.v[i].func);
}

static void enter_callers(struct count *c, struct func_vec *todo, const struct func *f,
			  bool is_small_only)
{
	for (size_t i = 0; i < f->callers.n; i++)
		if (!is_small_only || (count_is_small(f) && count_is_small(f->callers.v[i])))
			enter_func(c, todo, f->callers.v[i]);
}

void count_find_entered(struct count *c)
{
	struct func_vec todo = {};
	size_t from = 0, to;

	enter_users(c, &todo, &c->k.key);
	if (c->k.key.record)
		enter_users(c, &todo, &(struct field_key){c->k.key.record, NULL});
	for (unsigned i = 0; i < NIDENTITIES; i++)
		enter_users(c, &todo, &c->k.identity[i]);
	for (const struct hop *h = c->request; h; h = h->toward) {
		enter_storers(c, &todo, h);
		enter_func(c, &todo, h->func);
	}
	for (int depth = 0; depth < MAX_ABOVE + MAX_SMALL_ABOVE; depth++) {
		to = todo.n;
		for (; from < to; from++)
			enter_callers(c, &todo, todo.v[from], depth >= MAX_ABOVE);
	}
	vec_free(&todo);
}

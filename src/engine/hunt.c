// SPDX-License-Identifier: GPL-2.0-or-later
/* What the search for throttles looks up: shapes, who stores where, which events fit. */
#include <string.h>

#include "base/intern.h"
#include "throttle.h"

const struct flow *hunt_flow(struct hunt *h, const struct func *f)
{
	struct flow *w = map_get(&h->flows, f, 0);

	if (!w) {
		w = flow_new(&h->arena, f->f);
		map_put(&h->flows, f, 0, w);
	}
	return w;
}

/* ---- fields ---- */

bool outliving_field(const struct path *path, struct field_key *key)
{
	uint32_t n = path->nsteps;

	while (n && path->steps[n - 1].kind != STEP_FIELD && path->steps[n - 1].kind != STEP_DEREF)
		n--;
	if (path_is_own(path) || (n && path->steps[n - 1].kind != STEP_FIELD))
		return false;
	if (n)
		*key = (struct field_key){path->steps[n - 1].record, path->steps[n - 1].field};
	else
		*key = (struct field_key){NULL, path->symbol};
	return n || path->root == ROOT_GLOBAL;
}

const struct operand *filled_whole(const struct event *e)
{
	static const char *const fill[] = {"memset", "memcpy", "memmove"};
	const char *name;

	if (e->kind == EVENT_STORE || e->kind == EVENT_SET)
		return e->set.dst.kind == OPERAND_PATH && e->set.dst.type.record &&
				       !e->set.dst.type.is_pointer
			       ? &e->set.dst
			       : NULL;
	if (e->kind != EVENT_CALL || e->call.callee != CALLEE_SYMBOL || !e->call.nargs)
		return NULL;
	name = builtin_name(e->call.symbol);
	name = name ? name : e->call.symbol;
	for (size_t i = 0; i < sizeof(fill) / sizeof(*fill); i++)
		if (!strcmp(name, fill[i]))
			return &e->call.args[0];
	return NULL;
}

/* A field, a parameter, what ways bring together; NULL: it is computed, each time anew. */
static const void *index_by(const struct func *f, uint32_t local, int depth)
{
	const struct event *e = only_set(f, local);
	struct field_key key;
	bool is_copy = e && e->set.op == SET_COPY && depth;

	if (is_copy && e->set.a.kind == OPERAND_LOCAL)
		return index_by(f, e->set.a.local, depth - 1);
	if (is_copy && e->set.a.kind == OPERAND_PATH)
		return outliving_field(e->set.a.path, &key) ? key.field : NULL;
	for (uint32_t b = 0; b < f->f->nblocks; b++)
		for (uint32_t i = 0; i < f->f->blocks[b].nevents; i++) {
			const struct event *c = &f->f->blocks[b].events[i];

			if (c->kind == EVENT_CALL && c->call.result.kind == OPERAND_LOCAL &&
			    c->call.result.local == local)
				return NULL;
		}
	return e ? NULL : &f->f->locals[local];
}

struct element element_of(const struct func *f, const struct path *path)
{
	const struct step *last = path_last(path);
	const void *by = last && last->kind == STEP_INDEX_LOCAL
				 ? index_by(f, (uint32_t)last->index, 4)
				 : NULL;

	return (struct element){by ? f : NULL, by};
}

static struct field_uses *uses_of(struct hunt *h, const char *record, const char *field)
{
	struct field_uses *u = map_get(&h->fields, record, field);

	if (!u) {
		u = arena_new(&h->arena, struct field_uses);
		vec_push(&h->uses, u);
		map_put(&h->fields, record, field, u);
	}
	return u;
}

static struct field_uses *uses_get(struct hunt *h, const struct path *path)
{
	struct field_key key;

	return outliving_field(path, &key) ? uses_of(h, key.record, key.field) : NULL;
}

static void note_func(struct field_uses *u, struct func *f)
{
	if (u && !(u->funcs.n && u->funcs.v[u->funcs.n - 1] == f))
		vec_push(&u->funcs, f);
}

static void note_use(struct hunt *h, struct func *f, const struct operand *o)
{
	struct field_uses *u =
		o->kind == OPERAND_PATH || o->kind == OPERAND_ADDR ? uses_get(h, o->path) : NULL;

	note_func(u, f);
}

static void note_store(struct hunt *h, const struct site *s, const struct operand *dst)
{
	struct field_uses *u = dst->kind == OPERAND_PATH ? uses_get(h, dst->path) : NULL;

	if (u)
		vec_push(&u->stores, *s);
}

static void index_event(struct hunt *h, const struct site *s)
{
	const struct event *e = s->event;
	const struct operand *whole = filled_whole(e);

	if (whole && whole->type.record)
		note_func(uses_of(h, whole->type.record, NULL), s->func);
	switch (e->kind) {
	case EVENT_CALL:
		for (uint32_t i = 0; i < e->call.nargs; i++)
			note_use(h, s->func, &e->call.args[i]);
		note_use(h, s->func, &e->call.result);
		note_store(h, s, &e->call.result);
		break;
	case EVENT_ASM:
		for (uint32_t i = 0; i < e->as.nouts; i++)
			note_use(h, s->func, &e->as.outs[i]);
		break;
	case EVENT_SET:
	case EVENT_STORE:
		note_use(h, s->func, &e->set.a);
		note_use(h, s->func, &e->set.b);
		note_use(h, s->func, &e->set.dst);
		note_store(h, s, &e->set.dst);
		break;
	case EVENT_RETURN:
		note_use(h, s->func, &e->ret.value);
		break;
	}
}

static void index_function(struct hunt *h, struct func *f)
{
	for (uint32_t b = 0; b < f->f->nblocks; b++) {
		const struct block *bl = &f->f->blocks[b];

		for (uint32_t i = 0; i < bl->nevents; i++)
			index_event(h, &(struct site){f, b, &bl->events[i]});
		for (uint32_t i = 0; i < bl->nedges; i++) {
			for (uint32_t k = 0; k < bl->edges[i].nsets; k++)
				index_event(h, &(struct site){f, b, &bl->edges[i].sets[k]});
			if (!bl->edges[i].guard)
				continue;
			note_use(h, f, &bl->edges[i].guard->a);
			note_use(h, f, &bl->edges[i].guard->b);
		}
	}
}

const struct field_uses *hunt_uses(struct hunt *h, const char *record, const char *field)
{
	for (size_t i = 0; !h->is_indexed && i < h->p->funcs.n; i++)
		index_function(h, h->p->funcs.v[i]);
	h->is_indexed = true;
	return map_get(&h->fields, record, field);
}

void hunt_free(struct hunt *h)
{
	for (size_t i = 0; i < h->uses.n; i++) {
		vec_free(&h->uses.v[i]->stores);
		vec_free(&h->uses.v[i]->funcs);
	}
	vec_free(&h->uses);
	map_free(&h->flows);
	map_free(&h->fields);
	arena_free(&h->arena);
}

/* ---- calls ---- */

static bool may_enter(const struct meaning *m, const struct func *f)
{
	for (size_t i = 0; m && i < m->callees.n; i++)
		if (m->callees.v[i].func == f)
			return true;
	return false;
}

void hunt_calls(const struct func *f, struct site_vec *out)
{
	const struct func *last = NULL;

	for (size_t i = 0; i < f->callers.n; i++) {
		struct func *g = f->callers.v[i];

		/* one entry for each call: all of a caller's stand together */
		if (g == last)
			continue;
		last = g;
		for (uint32_t b = 0; b < g->f->nblocks; b++)
			for (uint32_t k = 0; k < g->f->blocks[b].nevents; k++)
				if (may_enter(g->meanings[b][k], f))
					vec_push(out,
						 (struct site){g, b, &g->f->blocks[b].events[k]});
	}
}

/* ---- patterns ---- */

/* The path that the operand was read from, here or at its only definition; NULL: none. */
static const struct path *read_from(const struct func *f, const struct operand *o)
{
	const struct event *e = o->kind == OPERAND_LOCAL ? only_set(f, o->local) : NULL;

	if (o->kind == OPERAND_PATH)
		return o->path;
	return e && e->set.op == SET_COPY && e->set.a.kind == OPERAND_PATH ? e->set.a.path : NULL;
}

static bool arg_fits(const struct arg_pattern *a, const struct func *f, const struct event *e)
{
	const struct operand *o;
	const struct path *path;
	const struct step *last;

	if (a->number >= e->call.nargs)
		return false;
	o = &e->call.args[a->number];
	if (!a->field)
		return o->kind == OPERAND_LOCAL ||
		       (o->kind == OPERAND_CONST && o->value == a->value);
	path = read_from(f, o);
	last = path ? path_last_field(path) : NULL;
	return last && last->record == a->record && last->field == a->field;
}

bool pattern_fits_call(const struct event_pattern *p, const struct func *f, const struct event *e)
{
	const struct step *slot;
	bool fits = false;

	if (e->kind != EVENT_CALL || p->kind == PATTERN_SET)
		return false;
	slot = e->call.callee == CALLEE_SLOT ? path_last_field(e->call.slot) : NULL;
	for (size_t i = 0; i < p->nnames && !fits; i++)
		fits = p->kind == PATTERN_SLOT
			       ? slot && slot->record == p->records[i] && slot->field == p->names[i]
			       : e->call.callee == CALLEE_SYMBOL && e->call.symbol == p->names[i];
	for (size_t i = 0; i < p->nargs && fits; i++)
		fits = arg_fits(&p->args[i], f, e);
	return fits;
}

/* ---- what events say ---- */

const char *set_name(const struct func *f, const struct operand *dst)
{
	const struct local *locals = f->f->locals;

	if (dst->kind == OPERAND_LOCAL)
		return locals[dst->local].name;
	for (uint32_t i = dst->path->nsteps; i-- > 0;)
		if (dst->path->steps[i].kind == STEP_FIELD)
			return dst->path->steps[i].field;
	return dst->path->root == ROOT_LOCAL ? locals[dst->path->local].name : dst->path->symbol;
}

int operand_sign(const struct operand *o)
{
	int64_t c = o->value;

	if (o->kind != OPERAND_CONST)
		return 1;
	if (o->type.bits && o->type.bits < 64 && c >> (o->type.bits - 1) == 1)
		return -1;
	return c > 0 ? 1 : c < 0 ? -1 : 0;
}

bool guard_wants(const struct guard *g, bool *want)
{
	int64_t c = g->b.kind == OPERAND_CONST ? g->b.value : -1;

	if (g->rel > GUARD_GE || g->b.kind != OPERAND_CONST)
		return false;
	*want = g->rel == GUARD_NE ? !c : g->rel == GUARD_EQ ? c != 0 : g->rel == GUARD_GT;
	if (g->rel == GUARD_EQ || (g->rel == GUARD_NE && (!c || (c == 1 && g->a.type.is_bool))))
		return true;
	if (g->rel == GUARD_GE || g->rel == GUARD_LT)
		*want = g->rel == GUARD_GE;
	return (g->rel == GUARD_GT && !c) || (g->rel == GUARD_LE && !c) ||
	       (g->rel == GUARD_GE && c == 1) || (g->rel == GUARD_LT && c == 1);
}

bool set_wants(const struct event *e, bool *want)
{
	struct guard g = {.rel = relation_of(e->set.op), .a = e->set.a, .b = e->set.b};
	bool if_true;

	if (!guard_wants(&g, &if_true))
		return false;
	*want = if_true == *want;
	return true;
}

bool names_request(const struct throttle *t, const char *name, size_t *rank)
{
	for (size_t i = 0; name && i < t->nrequests; i++)
		for (size_t k = 0; t->requests[i].kind == PATTERN_SET && k < t->requests[i].nnames;
		     k++)
			if (t->requests[i].names[k] == name) {
				*rank = 2 * i;
				return true;
			}
	return false;
}

// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * From a request to what it arms, searched backwards from the arming: a block is
 * come to because a test came out so, or because its function was called; what is
 * tested was made true by a store, an argument, a result.  Breadth first, so the
 * way that is found is a shortest one.
 */
#include <string.h>

#include "throttle.h"

/*
 * Tests and calls in a row between request and arming; hops looked at; stores of
 * one field; hops within which a request by a computed value is one.
 */
enum { MAX_TESTS = 8, MAX_HOPS = 6000, MAX_STORES = 64, NEAR = 64 };

struct search {
	struct hunt *h;
	const struct links *chain;
	const struct making *making;
	bool is_near; /* of the arming */
	VEC(const struct hop *) todo;
	struct map seen;	   /* (function, block or operand) */
	struct map seen_fields[2]; /* (record, field): to be false, to be true */
	const struct hop *found;
	size_t rank; /* of the request that was found: the lower, the better */
};

/* ---- what is still to be looked at ---- */

static bool is_new(struct map *seen, uintptr_t a, uintptr_t b)
{
	if (map_get(seen, a, b))
		return false;
	map_put(seen, a, b, seen);
	return true;
}

static void push(struct search *s, const struct hop *toward, struct hop hop)
{
	struct hop *copy;

	hop.toward = toward;
	if (s->todo.n >= MAX_HOPS || hop.depth > MAX_TESTS)
		return;
	copy = arena_copy(&s->h->arena, &hop, sizeof(hop));
	vec_push(&s->todo, copy);
}

/* The block is come to: along the edge behind it, where there is one. */
static void push_control(struct search *s, const struct hop *toward, const struct site *at,
			 const char *note)
{
	struct hop hop = {.at = *at,
			  .note = note,
			  .func = at->func,
			  .block = at->block,
			  .depth = toward ? toward->depth + 1 : 0,
			  .is_control = true};

	if (is_new(&s->seen, (uintptr_t)at->func, (uintptr_t)at->block * 4))
		push(s, toward, hop);
}

static bool is_new_value(struct search *s, const struct func *f, const struct operand *o, bool want)
{
	struct field_key key;
	struct path plain;

	if (o->kind == OPERAND_LOCAL)
		return is_new(&s->seen, (uintptr_t)f, (uintptr_t)o->local * 4 + 2 + want);
	if (outliving_field(o->path, &key))
		return is_new(&s->seen_fields[want], (uintptr_t)key.record, (uintptr_t)key.field);
	plain = *o->path;
	plain.is_volatile = false;
	return is_new(&s->seen, (uintptr_t)f, (uintptr_t)cell_path(s->h->p->cells, &plain) * 4 + 1);
}

/* The operand comes to be true (or not): what a place at `at` is the last to make so. */
static void push_value(struct search *s, const struct hop *toward, const struct site *at,
		       const char *note, const struct operand *o, bool want, uint64_t mask)
{
	struct hop hop = {.at = *at,
			  .note = note,
			  .func = at->func,
			  .block = at->block,
			  .depth = toward->depth,
			  .want = want,
			  .operand = *o,
			  .mask = o->mask && mask ? o->mask & mask : o->mask | mask};

	if (!note)
		hop.at.event = NULL;
	hop.operand.mask = 0;
	if (o->kind == OPERAND_CONST) {
		uint64_t bits = (uint64_t)o->value & (mask ? mask : UINT64_MAX);

		if ((bits != 0) == want)
			push_control(s, toward, at, note ? note : "made so here");
		return;
	}
	/* An unset flag stands everywhere: only what is said on the way counts. */
	if (o->kind != OPERAND_LOCAL && !(o->kind == OPERAND_PATH && want))
		return;
	if (is_new_value(s, at->func, &hop.operand, want))
		push(s, toward, hop);
}

static void found(struct search *s, const struct hop *toward, const struct site *at, size_t rank)
{
	struct hop hop = {.toward = toward, .at = *at, .func = at->func, .block = at->block};

	if (rank >= s->rank)
		return;
	s->rank = rank;
	s->found = arena_copy(&s->h->arena, &hop, sizeof(hop));
}

/* ---- calls of a function ---- */

/* Those that lead along the chain, where the function stands on it; a helper's own. */
static void calls_of(struct search *s, struct func *f, struct site_vec *out)
{
	const struct maker *m = making_maker(s->making, f);

	if (m && m->call.event) {
		vec_push(out, m->call);
		return;
	}
	for (uint32_t i = 0; i + 1 < s->chain->n; i++)
		if (s->chain->v[i].func == f) {
			vec_push(out, s->chain->v[i + 1]);
			return;
		}
	hunt_calls(f, out);
}

static void come_by_call(struct search *s, const struct hop *hop, const struct site *call)
{
	const struct throttle *t = s->h->t;

	for (size_t i = 0; i < t->nrequests; i++)
		if (pattern_fits_call(&t->requests[i], call->func, call->event))
			found(s, hop, call, 2 * i);
	push_control(s, hop, call, "called here");
}

/* ---- tests ---- */

/* The same hop, on a way along the edge. */
static const struct hop *along(struct search *s, const struct hop *hop, uint32_t block,
			       const struct edge *edge)
{
	struct hop on = *hop;

	on.toward = hop;
	on.at.event = NULL;
	on.block = block;
	on.guard = edge;
	return arena_copy(&s->h->arena, &on, sizeof(on));
}

static void come_by_edge(struct search *s, const struct hop *hop, uint32_t block,
			 const struct edge *edge)
{
	struct site at = {hop->func, block, NULL};
	bool want;

	if (edge->guard && guard_wants(edge->guard, &want))
		push_value(s, along(s, hop, block, edge), &at, NULL, &edge->guard->a, want, 0);
}

/* It leads to what is computed as well: that it is gone along says nothing of the constant. */
static bool leads_to_both(const struct maker *m, const struct flow *w, const struct function *f,
			  uint32_t block, uint32_t edge)
{
	return m && m->is_computed && m->block != NO_LOCAL &&
	       flow_edge_dominates(w, f, block, edge, m->block);
}

static void come_to_block(struct search *s, const struct hop *hop)
{
	const struct function *f = hop->func->f;
	const struct flow *w = hunt_flow(s->h, hop->func);
	const struct maker *m = making_maker(s->making, hop->func);
	struct site_vec calls = {};

	for (uint32_t b = hop->block; w->order[b];) {
		uint32_t over = w->dominator[b];

		for (uint32_t i = 0; b != over && i < f->blocks[over].nedges; i++)
			if (flow_edge_dominates(w, f, over, i, hop->block) &&
			    !leads_to_both(m, w, f, over, i))
				come_by_edge(s, hop, over, &f->blocks[over].edges[i]);
		if (b == over)
			break;
		b = over;
	}
	if (!m || !m->is_computed)
		calls_of(s, hop->func, &calls);
	for (size_t i = 0; i < calls.n; i++)
		come_by_call(s, hop, &calls.v[i]);
	vec_free(&calls);
}

/* ---- values ---- */

/* A flag that outlives the function is where a request is kept, rather than where it is made. */
static bool is_kept(const struct operand *dst)
{
	struct field_key key;

	return dst->kind == OPERAND_PATH && outliving_field(dst->path, &key);
}

/*
 * What a rule names is set: by a constant it is asked for here; by anything else
 * too, near the arming, where nobody sets it by a constant.
 */
static void come_to_named(struct search *s, const struct hop *hop, const struct site *at,
			  const struct operand *dst, const struct operand *by)
{
	bool is_constant = by && by->kind == OPERAND_CONST;
	size_t rank;

	if (!hop->want || (is_constant ? !by->value : !s->is_near) ||
	    !names_request(s->h->t, set_name(at->func, dst), &rank))
		return;
	found(s, hop, at, rank + is_kept(dst) + (is_constant ? 0 : 2 * s->h->t->nrequests));
}

/* The event made the value so: from what? */
static void come_by_set(struct search *s, const struct hop *hop, const struct site *at,
			const char *note)
{
	const struct event *e = at->event;
	const struct operand *a = &e->set.a, *b = &e->set.b;
	uint64_t bits = b->kind == OPERAND_CONST ? (uint64_t)b->value : 0;
	bool want = hop->want;

	come_to_named(s, hop, at, &e->set.dst, e->set.op == SET_COPY ? a : NULL);
	if (e->set.op == SET_OR && bits) {
		if (want && (bits & (hop->mask ? hop->mask : UINT64_MAX)))
			push_value(s, hop, at, note, b, want, hop->mask);
		push_value(s, hop, at, note, a, want, hop->mask);
	} else if (e->set.op == SET_AND && bits) {
		push_value(s, hop, at, note, a, want, hop->mask ? hop->mask & bits : bits);
	} else if (e->set.op == SET_AND || e->set.op == SET_OR) {
		push_value(s, hop, at, note, a, want, hop->mask);
		push_value(s, hop, at, note, b, want, hop->mask);
	} else if (e->set.op == SET_COPY) {
		push_value(s, hop, at, note, a, want, hop->mask);
	} else if (e->set.op == SET_NOT && e->set.dst.type.is_bool) {
		push_value(s, hop, at, note, a, !want, hop->mask);
	} else if (is_comparison(e->set.op) && set_wants(e, &want)) {
		push_value(s, hop, at, note, a, want, 0);
	}
}

static void come_by_result(struct search *s, const struct hop *hop, const struct site *call)
{
	const struct meaning *m = NULL;
	const struct block *bl = &call->func->f->blocks[call->block];

	for (uint32_t i = 0; i < bl->nevents; i++)
		if (&bl->events[i] == call->event)
			m = call->func->meanings[call->block][i];
	for (size_t i = 0; m && i < m->callees.n; i++) {
		struct func *g = m->callees.v[i].func;

		for (uint32_t b = 0; b < g->f->nblocks; b++)
			for (uint32_t k = 0; k < g->f->blocks[b].nevents; k++) {
				const struct event *e = &g->f->blocks[b].events[k];

				if (e->kind == EVENT_RETURN)
					push_value(s, hop, &(struct site){g, b, e},
						   "handed back from here", &e->ret.value,
						   hop->want, hop->mask);
			}
	}
}

static void come_by_argument(struct search *s, const struct hop *hop)
{
	struct site_vec calls = {};

	calls_of(s, hop->func, &calls);
	for (size_t i = 0; i < calls.n; i++) {
		const struct event *e = calls.v[i].event;

		if (hop->operand.local < e->call.nargs)
			push_value(s, hop, &calls.v[i], "passed on here",
				   &e->call.args[hop->operand.local], hop->want, hop->mask);
	}
	vec_free(&calls);
}

static void come_by_local(struct search *s, const struct hop *hop)
{
	const struct function *f = hop->func->f;
	uint32_t local = hop->operand.local;

	if (local < f->nparams)
		come_by_argument(s, hop);
	for (uint32_t b = 0; b < f->nblocks; b++) {
		const struct block *bl = &f->blocks[b];

		for (uint32_t i = 0; i < bl->nevents; i++) {
			const struct event *e = &bl->events[i];
			struct site at = {hop->func, b, e};

			if (e->kind == EVENT_SET && e->set.dst.local == local)
				come_by_set(s, hop, &at, NULL);
			else if (e->kind == EVENT_CALL && e->call.result.kind == OPERAND_LOCAL &&
				 e->call.result.local == local) {
				come_to_named(s, hop, &at, &e->call.result, NULL);
				come_by_result(s, hop, &at);
			}
		}
		for (uint32_t i = 0; i < bl->nedges; i++)
			for (uint32_t k = 0; k < bl->edges[i].nsets; k++) {
				const struct event *e = &bl->edges[i].sets[k];

				if (e->set.dst.kind != OPERAND_LOCAL || e->set.dst.local != local)
					continue;
				come_by_set(s, along(s, hop, b, &bl->edges[i]),
					    &(struct site){hop->func, b, e}, NULL);
				if (e->set.op == SET_COPY && e->set.a.kind == OPERAND_CONST &&
				    (e->set.a.value != 0) == hop->want)
					come_by_edge(s, hop, b, &bl->edges[i]);
			}
	}
}

/* ---- memory ---- */

/* `*parameter` of a callee. */
static struct operand pointee(struct search *s, uint32_t param, const struct vtype *type)
{
	struct operand o = {.kind = OPERAND_PATH, .type = *type};

	o.path = arena_new(&s->h->arena, struct path);
	o.path->root = ROOT_LOCAL;
	o.path->local = param;
	o.path->type = *type;
	o.path->nsteps = 1;
	o.path->steps = arena_new(&s->h->arena, struct step);
	o.path->steps[0].kind = STEP_DEREF;
	return o;
}

static bool is_pointee(const struct path *p)
{
	return p->root == ROOT_LOCAL && p->nsteps == 1 && p->steps[0].kind == STEP_DEREF;
}

/* The argument points to what the path names. */
static bool points_to(const struct operand *arg, const struct path *p)
{
	return (arg->kind == OPERAND_ADDR && path_equal(arg->path, p)) ||
	       (arg->kind == OPERAND_LOCAL && is_pointee(p) && arg->local == p->local);
}

/* Stored by the function itself, or by whom it passes the address to. */
static void come_from_below(struct search *s, const struct hop *hop, const struct site *at,
			    const struct meaning *m)
{
	const struct event *e = at->event;
	const struct path *p = hop->operand.path;

	if (e->kind == EVENT_STORE && path_equal(e->set.dst.path, p))
		come_by_set(s, hop, at, "kept here");
	for (uint32_t i = 0; e->kind == EVENT_CALL && m && i < e->call.nargs; i++)
		for (size_t k = 0; points_to(&e->call.args[i], p) && k < m->callees.n; k++) {
			struct func *g = m->callees.v[k].func;
			struct operand o = pointee(s, i, &hop->operand.type);
			struct hop pass = *hop;

			if (i >= g->f->nparams)
				continue;
			pass.toward = hop;
			pass.at = *at;
			pass.note = "set in this call";
			push_value(s, arena_copy(&s->h->arena, &pass, sizeof(pass)),
				   &(struct site){g, 0, NULL}, NULL, &o, hop->want, hop->mask);
		}
}

static void come_from_above(struct search *s, const struct hop *hop)
{
	struct site_vec calls = {};
	uint32_t param = hop->operand.path->local;

	calls_of(s, hop->func, &calls);
	for (size_t i = 0; i < calls.n; i++) {
		const struct event *e = calls.v[i].event;
		const struct operand *arg = param < e->call.nargs ? &e->call.args[param] : NULL;
		struct operand o;

		if (!arg || (arg->kind != OPERAND_ADDR && arg->kind != OPERAND_LOCAL))
			continue;
		o = arg->kind == OPERAND_LOCAL ? pointee(s, arg->local, &hop->operand.type) : *arg;
		o.kind = OPERAND_PATH;
		push_value(s, hop, &calls.v[i], "passed on here", &o, hop->want, hop->mask);
	}
	vec_free(&calls);
}

static void come_by_memory(struct search *s, const struct hop *hop)
{
	const struct path *p = hop->operand.path;
	const struct function *f = hop->func->f;
	const struct field_uses *u;
	struct field_key key;

	bool outlives = outliving_field(p, &key);

	/* a record of its own is one for all objects too, where its address goes round */
	if (outlives || path_field(p, &key.record, &key.field)) {
		u = hunt_uses(s->h, key.record, key.field);
		for (size_t i = 0; u && u->stores.n <= MAX_STORES && i < u->stores.n; i++)
			if (u->stores.v[i].event->kind == EVENT_STORE)
				come_by_set(s, hop, &u->stores.v[i], "kept here");
	}
	if (outlives)
		return;
	for (uint32_t b = 0; b < f->nblocks; b++)
		for (uint32_t i = 0; i < f->blocks[b].nevents; i++)
			come_from_below(s, hop,
					&(struct site){hop->func, b, &f->blocks[b].events[i]},
					hop->func->meanings[b][i]);
	if (is_pointee(p) && p->local < f->nparams)
		come_from_above(s, hop);
}

/* ---- the search ---- */

static void search(struct search *s)
{
	for (size_t i = 0; i < s->todo.n && s->rank; i++) {
		const struct hop *hop = s->todo.v[i];

		s->is_near = i < NEAR;
		if (hop->is_control)
			come_to_block(s, hop);
		else if (hop->operand.kind == OPERAND_LOCAL)
			come_by_local(s, hop);
		else
			come_by_memory(s, hop);
	}
	vec_free(&s->todo);
	map_free(&s->seen);
	map_free(&s->seen_fields[0]);
	map_free(&s->seen_fields[1]);
}

/* From where the constant is made; and from the arming itself, where nothing else comes to it. */
static void start(struct search *s, const struct made *places, uint32_t n, bool is_computed)
{
	const struct site *at = &s->chain->v[0];
	struct hop arming = {.at = *at, .func = at->func, .block = at->block, .is_control = true};
	const struct hop *first = arena_copy(&s->h->arena, &arming, sizeof(arming));

	if (!is_computed)
		push(s, NULL, arming);
	for (uint32_t i = 0; i < n; i++) {
		const struct made *p = &places[i];

		if (p->edge)
			come_by_edge(s, first, p->at.block, p->edge);
		push_control(s, first, &p->at, p->at.event ? "handed back from here" : NULL);
	}
}

const struct hop *route_find(struct hunt *h, const struct links *c)
{
	struct making *m = c->making;
	const struct maker *top = making_maker(m, c->v[m->level].func);
	bool is_computed = top && top->is_computed;
	const struct hop *found = NULL;
	size_t rank = 4 * h->t->nrequests;

	for (uint32_t i = 0; i < (is_computed ? m->nplaces : 1); i++) {
		struct search s = {.h = h, .chain = c, .making = m, .rank = 4 * h->t->nrequests};

		start(&s, &m->places[i], is_computed ? 1 : m->nplaces, is_computed);
		search(&s);
		m->places[i].is_unasked = is_computed && !s.found;
		if (s.rank < rank) {
			rank = s.rank;
			found = s.found;
		}
	}
	return found;
}

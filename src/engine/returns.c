// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What each function can return, whatever it is called with: for those that are
 * not entered.  Without flow, but for the tests on the one way to where a value
 * is handed on (`if (r < 0) return r;`); to a fixed point, for functions that
 * return what others do.
 */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "program.h"

/* How far back a test is looked for. */
#define MAX_WAY 16

/* Nothing has come back yet; NULL, as everywhere: it may be anything. */
static const struct value nothing;

/* One value that a local that matters is given, or that is returned (NO_LOCAL). */
struct def {
	uint32_t to;
	uint32_t from;		 /* a local; NO_LOCAL: see below */
	const struct meaning *m; /* a call; NULL: it is v */
	struct func *body;	 /* of a call that a model stands for */
	const struct value *v;
	uint32_t block;
};

struct body {
	VEC(struct def) defs;
	struct func_vec users;	    /* functions that return what this one does, perhaps */
	uint32_t *preds;	    /* of each block: the only one that leads there; or NO_LOCAL */
	const struct edge **ways;   /* and how */
	const struct value **holds; /* what each local is known to hold so far */
	bool changed;
};

static const struct value *join(struct program *p, const struct value *a, const struct value *b)
{
	if (a == &nothing)
		return b;
	return b == &nothing ? a : value_union(p->values, a, b);
}

/* ---- what there is ---- */

static const struct value *operand_value(struct program *p, const struct operand *o)
{
	const struct value *v = o->kind == OPERAND_CONST ? value_const(p->values, o->value) : NULL;

	return o->mask ? value_mask(p->values, v, o->mask) : v;
}

static void add_operand(struct program *p, struct body *b, uint32_t block, uint32_t to,
			const struct operand *o)
{
	bool is_local = o->kind == OPERAND_LOCAL && !o->mask;

	vec_push(&b->defs, (struct def){.to = to,
					.from = is_local ? o->local : NO_LOCAL,
					.v = is_local ? NULL : operand_value(p, o),
					.block = block});
}

static void add_set(struct program *p, struct body *b, uint32_t block, const struct event *e)
{
	struct def d = {.to = e->set.dst.local, .from = NO_LOCAL, .block = block};

	if (e->set.dst.kind != OPERAND_LOCAL)
		return;
	if (e->set.op == SET_COPY) {
		add_operand(p, b, block, d.to, &e->set.a);
		return;
	}
	if (e->set.op != SET_UNKNOWN)
		d.v = value_apply(p->values, e->set.op, &e->set.dst.type,
				  operand_value(p, &e->set.a), operand_value(p, &e->set.b));
	vec_push(&b->defs, d);
}

static void add_call(struct program *p, const struct func *f, struct body *b, uint32_t block,
		     const struct event *e, const struct meaning *m)
{
	struct def d = {.to = e->call.result.local, .from = NO_LOCAL, .block = block};

	if (e->call.is_noreturn || e->call.result.kind != OPERAND_LOCAL)
		return;
	if (m && m->model && m->model->ends_path)
		return;
	if (m && m->model && m->model->result == RESULT_VALUE)
		d.v = value_const(p->values, m->model->result_value);
	else if (m && m->model && m->model->result == RESULT_NONE &&
		 e->call.callee == CALLEE_SYMBOL)
		d.body = program_function(p, f, e->call.symbol);
	else if (m && !m->model && m->callees.n && !m->is_unresolved && !m->is_missing)
		d.m = m;
	vec_push(&b->defs, d);
}

static void add_asm(struct body *b, uint32_t block, const struct event *e)
{
	for (uint32_t i = 0; i < e->as.nouts; i++)
		if (e->as.outs[i].kind == OPERAND_LOCAL)
			vec_push(&b->defs, (struct def){.to = e->as.outs[i].local,
							.from = NO_LOCAL,
							.block = block});
}

static void add_block(struct program *p, struct func *f, struct body *b, uint32_t block)
{
	const struct block *bl = &f->f->blocks[block];

	for (uint32_t i = 0; i < bl->nevents; i++) {
		const struct event *e = &bl->events[i];

		if (e->kind == EVENT_SET || e->kind == EVENT_STORE)
			add_set(p, b, block, e);
		else if (e->kind == EVENT_CALL)
			add_call(p, f, b, block, e, f->meanings[block][i]);
		else if (e->kind == EVENT_ASM)
			add_asm(b, block, e);
		else if (e->kind == EVENT_RETURN)
			add_operand(p, b, block, NO_LOCAL, &e->ret.value);
	}
	for (uint32_t i = 0; i < bl->nedges; i++)
		for (uint32_t k = 0; k < bl->edges[i].nsets; k++)
			add_set(p, b, block, &bl->edges[i].sets[k]);
}

static void find_ways(struct arena *arena, struct body *b, const struct function *f)
{
	uint8_t *n = calloc(f->nblocks, 1);

	if (!n)
		die("out of memory");
	b->preds = arena_alloc(arena, f->nblocks * sizeof(*b->preds));
	b->ways = arena_alloc(arena, f->nblocks * sizeof(*b->ways));
	for (uint32_t k = 0; k < f->nblocks; k++)
		b->preds[k] = NO_LOCAL;
	for (uint32_t k = 0; k < f->nblocks; k++)
		for (uint32_t i = 0; i < f->blocks[k].nedges; i++) {
			uint32_t to = f->blocks[k].edges[i].to;

			b->preds[to] = n[to] ? NO_LOCAL : k;
			b->ways[to] = &f->blocks[k].edges[i];
			n[to] = 1;
		}
	b->preds[0] = NO_LOCAL;
	free(n);
}

/* ---- what comes of it ---- */

static bool sets(const struct event *events, uint32_t n, uint32_t local)
{
	for (uint32_t i = 0; i < n; i++) {
		const struct event *e = &events[i];

		if ((e->kind == EVENT_SET && e->set.dst.kind == OPERAND_LOCAL &&
		     e->set.dst.local == local) ||
		    (e->kind == EVENT_CALL && e->call.result.kind == OPERAND_LOCAL &&
		     e->call.result.local == local) ||
		    e->kind == EVENT_ASM)
			return true;
	}
	return false;
}

/* What the tests on the only way to the block leave of what the local holds. */
static const struct value *on_the_way(struct program *p, const struct body *b,
				      const struct function *f, uint32_t block, uint32_t local)
{
	const struct value *v = b->holds[local];
	bool empty;

	for (int i = 0; i < MAX_WAY && b->preds[block] != NO_LOCAL && v != &nothing; i++) {
		const struct edge *way = b->ways[block];
		const struct guard *g = way->guard;

		if (sets(f->blocks[block].events, f->blocks[block].nevents, local) ||
		    sets(way->sets, way->nsets, local))
			break;
		if (g && g->rel <= GUARD_GE && g->a.kind == OPERAND_LOCAL && g->a.local == local &&
		    g->b.kind == OPERAND_CONST && !g->b.mask) {
			v = value_refine(p->values, v, g->rel, value_const(p->values, g->b.value),
					 g->a.mask, &g->a.type, &empty);
			if (empty)
				return &nothing;
		}
		block = b->preds[block];
	}
	return v;
}

static const struct value *def_value(struct program *p, const struct body *b,
				     const struct function *f, const struct def *d)
{
	const struct value *v = &nothing;

	if (d->from != NO_LOCAL)
		return on_the_way(p, b, f, d->block, d->from);
	if (d->body)
		return d->body->returns;
	if (!d->m)
		return d->v;
	for (size_t i = 0; i < d->m->callees.n; i++)
		v = join(p, v, d->m->callees.v[i].func->returns);
	return v;
}

/* What all its returns may give, with what is known of its callees so far. */
static const struct value *evaluate(struct program *p, const struct function *f, struct body *b)
{
	const struct value *result = &nothing;

	for (uint32_t i = 0; i < f->nlocals; i++)
		b->holds[i] = i < f->nparams || f->locals[i].in_memory ? NULL : &nothing;
	do {
		b->changed = false;
		for (size_t i = 0; i < b->defs.n; i++) {
			const struct def *d = &b->defs.v[i];
			const struct value **to = d->to == NO_LOCAL ? &result : &b->holds[d->to];
			const struct value *v = join(p, *to, def_value(p, b, f, d));

			b->changed |= v != *to;
			*to = v;
		}
	} while (b->changed);
	return result;
}

/* Only what is returned matters, and what that is made of. */
static void keep_wanted(struct body *b, const struct function *f)
{
	bool *wanted = calloc(f->nlocals + 1, sizeof(*wanted)), more = true;
	size_t n = 0;

	if (!wanted)
		die("out of memory");
	while (more) {
		more = false;
		for (size_t i = 0; i < b->defs.n; i++) {
			const struct def *d = &b->defs.v[i];

			if (d->from == NO_LOCAL || wanted[d->from] ||
			    !(d->to == NO_LOCAL || wanted[d->to]))
				continue;
			more = wanted[d->from] = true;
		}
	}
	for (size_t i = 0; i < b->defs.n; i++)
		if (b->defs.v[i].to == NO_LOCAL || wanted[b->defs.v[i].to])
			b->defs.v[n++] = b->defs.v[i];
	b->defs.n = n;
	free(wanted);
}

static bool returns_a_value(const struct function *f)
{
	for (uint32_t b = 0; b < f->nblocks; b++)
		for (uint32_t i = 0; i < f->blocks[b].nevents; i++)
			if (f->blocks[b].events[i].kind == EVENT_RETURN &&
			    f->blocks[b].events[i].ret.value.kind == OPERAND_NONE)
				return false;
	return true;
}

/* Whom it asks is to tell it; true when there is somebody. */
static bool ask(struct body *bodies, struct func *f)
{
	struct body *b = &bodies[f->id];
	bool asks = false;

	for (size_t i = 0; i < b->defs.n; i++) {
		const struct def *d = &b->defs.v[i];

		if (d->body)
			vec_push(&bodies[d->body->id].users, f);
		for (size_t k = 0; d->m && k < d->m->callees.n; k++)
			vec_push(&bodies[d->m->callees.v[k].func->id].users, f);
		asks |= d->body || d->m;
	}
	return asks;
}

static void body_free(struct body *b)
{
	vec_free(&b->defs);
	vec_free(&b->users);
}

/* Evaluates it for the first time; true when that depends on what its callees return. */
static bool begin(struct program *p, struct arena *arena, struct func *f, struct body *bodies)
{
	struct body *b = &bodies[f->id];

	f->returns = NULL;
	if (!returns_a_value(f->f))
		return false;
	for (uint32_t i = 0; i < f->f->nblocks; i++)
		add_block(p, f, b, i);
	keep_wanted(b, f->f);
	find_ways(arena, b, f->f);
	b->holds = arena_alloc(arena, (f->f->nlocals + 1) * sizeof(*b->holds));
	if (ask(bodies, f)) {
		f->returns = &nothing;
		return true;
	}
	f->returns = evaluate(p, f->f, b);
	vec_free(&b->defs); /* it is not evaluated again */
	return false;
}

void returns_compute(struct program *p)
{
	struct body *bodies = calloc(p->funcs.n + 1, sizeof(*bodies));
	struct func_vec todo = {};
	struct arena arena;

	if (!bodies)
		die("out of memory");
	arena_init(&arena);
	for (size_t i = 0; i < p->funcs.n; i++) {
		struct func *f = p->funcs.v[i];

		f->is_queued = begin(p, &arena, f, bodies);
		if (f->is_queued)
			vec_push(&todo, f);
	}
	while (todo.n) {
		struct func *f = todo.v[--todo.n];
		/* Only ever more, so that it ends. */
		const struct value *v = join(p, f->returns, evaluate(p, f->f, &bodies[f->id]));

		f->is_queued = false;
		if (v == f->returns)
			continue;
		f->returns = v;
		for (size_t i = 0; i < bodies[f->id].users.n; i++) {
			struct func *user = bodies[f->id].users.v[i];

			if (user->is_queued)
				continue;
			user->is_queued = true;
			vec_push(&todo, user);
		}
	}
	vec_free(&todo);
	for (size_t i = 0; i < p->funcs.n; i++) {
		struct func *f = p->funcs.v[i];

		if (f->returns == &nothing)
			f->returns = NULL;
		body_free(&bodies[i]);
	}
	arena_free(&arena);
	free(bodies);
}

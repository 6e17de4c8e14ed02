// SPDX-License-Identifier: GPL-2.0-or-later
#include "solve.h"
#include "throttle.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/intern.h"

/* Nodes of one context beyond which it is given up (and said): a bound, not a wish. */
#define MAX_NODES 200000

/* ---- work ---- */

void context_queue(struct solver *s, struct context *c)
{
	if (c->is_queued)
		return;
	c->is_queued = true;
	vec_push(&s->stack, c);
}

static bool before(const struct node *a, const struct node *b)
{
	const uint32_t *order = a->context->func->prepared->order;

	if (order[a->block] != order[b->block])
		return order[a->block] < order[b->block];
	return a->op < b->op;
}

void node_queue(struct solver *s, struct node *n)
{
	struct context *c = n->context;
	size_t i;

	if (!n->is_queued) {
		n->is_queued = true;
		vec_push(&c->todo, n);
		for (i = c->todo.n - 1; i && before(c->todo.v[i], c->todo.v[(i - 1) / 2]);
		     i = (i - 1) / 2) {
			struct node *t = c->todo.v[i];

			c->todo.v[i] = c->todo.v[(i - 1) / 2];
			c->todo.v[(i - 1) / 2] = t;
		}
	}
	context_queue(s, c);
}

static struct node *node_take(struct context *c)
{
	struct node *n = c->todo.v[0];
	size_t i = 0, k;

	c->todo.v[0] = c->todo.v[--c->todo.n];
	while ((k = 2 * i + 1) < c->todo.n) {
		struct node *t;

		if (k + 1 < c->todo.n && before(c->todo.v[k + 1], c->todo.v[k]))
			k++;
		if (!before(c->todo.v[k], c->todo.v[i]))
			break;
		t = c->todo.v[i];
		c->todo.v[i] = c->todo.v[k];
		c->todo.v[k] = t;
		i = k;
	}
	n->is_queued = false;
	return n;
}

void node_reach(struct solver *s, struct context *c, uint32_t block, uint32_t op, bool waits,
		const struct run *r)
{
	const struct prepared *pr = c->func->prepared;
	const struct whole *w = whole_intern(s, pr, r);
	uint64_t key = (uint64_t)block << 32 | (uint64_t)op << 1 | waits;
	struct node *n = map_get(&c->nodes, w, key);

	if (n) {
		if (node_join(s, n, r))
			node_queue(s, n);
		return;
	}
	if (c->nodes.used >= MAX_NODES) {
		program_gap(s->p, "too-many-states", c->func, &c->func->f->place,
			    c->func->f->symbol);
		return;
	}
	n = arena_new(&s->arena, struct node);
	n->whole = w;
	n->block = block;
	n->op = op;
	n->waits = waits;
	n->trail = r->trail;
	n->arrived = r->arrived;
	n->context = c;
	n->known = arena_array(&s->arena, struct known, r->nknown);
	for (uint32_t i = 0; i < r->nknown; i++)
		if (!whole_has(s, pr, &r->known[i]))
			n->known[n->nknown++] = r->known[i];
	map_put(&c->nodes, w, key, n);
	node_queue(s, n);
}

/* ---- one node ---- */

static bool goes_two_ways(const struct step_env *env, const struct run *r, const struct block *bl)
{
	unsigned ways = 0;

	for (uint32_t i = 0; i < bl->nedges; i++) {
		struct run to = *r;

		ways += run_guard(&env->fr, &to, bl->edges[i].guard);
	}
	return ways > 1;
}

/* A static flag that a macro keeps in the function: WARN_ONCE()'s latch. */
static bool is_latch(const struct frame *fr, const struct operand *o)
{
	const char *name = fr->f->f->symbol;

	o = prepared_source(fr->pr, o);
	return o->type.is_bool && o->kind == OPERAND_PATH && o->path->root == ROOT_GLOBAL &&
	       starts(o->path->symbol, name) && o->path->symbol[strlen(name)] == '.';
}

/* Where a latch is asked, a path is followed as if nobody had been there before. */
static void assume_first(const struct step_env *env, struct run *r, const struct block *bl)
{
	const struct guard *asked = bl->nedges > 1 && bl->chain ? bl->edges[0].guard : NULL;
	struct guard first = {.rel = GUARD_EQ, .b = {.kind = OPERAND_CONST}};
	struct run one;

	if (!asked || !is_latch(&env->fr, &asked->a))
		return;
	first.a = asked->a;
	one = *r;
	if (run_guard(&env->fr, &one, &first))
		*r = one;
}

static void leave_block(struct step_env *env, struct run *r, const struct block *bl)
{
	bool unsure;

	assume_first(env, r, bl);
	unsure = bl->nedges > 1 && bl->chain && goes_two_ways(env, r, bl);
	for (uint32_t i = 0; i < bl->nedges; i++) {
		const struct edge *edge = &bl->edges[i];
		struct run to = *r;

		if (!run_guard(&env->fr, &to, edge->guard))
			continue;
		if (unsure)
			run_put(&to, env->s->unsure_cell, value_event(env->s->p->values, bl));
		/* an empty block, as cleanups leave it without -O, leads on from where it came */
		if (bl->nevents || bl->nedges > 1)
			to.arrived = NULL;
		for (uint32_t k = 0; k < edge->nsets; k++) {
			run_set(&env->fr, &to, &edge->sets[k]);
			if (edge->sets[k].place.line)
				to.arrived = &edge->sets[k].place;
		}
		flags_lose(env, &to, edge->to);
		run_prune(&env->fr, &to, edge->to);
		run_turn(&env->fr, &to, env->node->block, edge->to);
		node_reach(env->s, env->ctx, edge->to, 0, false, &to);
	}
}

/* Everything is let go before a return is judged. */
static void do_return(struct step_env *env, struct run *r, const struct event *e)
{
	flags_lose_all(env, r, e);
	judge_return(env, r, e);
	call_exit(env, r, e);
}

static void kill_asm(struct step_env *env, struct run *r, const struct event *e)
{
	for (uint32_t i = 0; i < e->as.nouts; i++)
		run_assign(&env->fr, r, &e->as.outs[i], NULL);
}

/* The modelled code, as its source has it: its model makes the call, and knows the state there. */
static bool is_call_back(const struct step_env *env, const struct meaning *m)
{
	return m && m->callees.n == 1 && m->callees.v[0].func->is_called_back &&
	       func_is_assembly(env->fr.f);
}

/* One event without a model, or behind it.  False: the run stops here. */
static bool plain_event(struct step_env *env, struct run *r, const struct event *e,
			const struct meaning *m, uint32_t op)
{
	switch (e->kind) {
	case EVENT_SET:
	case EVENT_STORE:
		run_set(&env->fr, r, e);
		return true;
	case EVENT_ASM:
		kill_asm(env, r, e);
		return true;
	case EVENT_RETURN:
		do_return(env, r, e);
		return false;
	case EVENT_CALL:
		if (e->call.is_noreturn || is_call_back(env, m))
			return false;
		/* A call is a node of its own, so that its exits can come later. */
		if (!env->node->waits || op != env->node->op) {
			node_reach(env->s, env->ctx, env->node->block, op, true, r);
			return false;
		}
		call_enter(env, r, e, m, op);
		return false;
	}
	return false;
}

/* True when the call can be done in passing: nobody is entered. */
static bool is_passing(const struct step_env *env, const struct run *r, const struct event *e,
		       const struct meaning *m)
{
	if (!m || m->is_unresolved || m->callees.n > 1 || m->once)
		return false;
	return !m->callees.n ||
	       (m->callees.n == 1 && !call_enters(env, r, e, m->callees.v[0].func));
}

static void pass_call(struct step_env *env, struct run *r, const struct event *e,
		      const struct meaning *m)
{
	struct func *f = m->callees.n ? m->callees.v[0].func : NULL;
	const struct expr *hot = env->s->p->rules->hot;

	if (f) {
		judge_call(env, r, e, f);
		run_kill_call(&env->fr, r, e, f);
	} else {
		flags_give(env, r, e);
	}
	if (m->is_missing && hot && expr_eval(hot, &r->st, env->fr.entry, TRUST_KNOWN) == TRI_YES)
		program_gap(env->s->p, "missing-body", env->fr.f, &e->place, e->call.symbol);
	if (f && f->is_pure)
		run_pure_call(&env->fr, r, e, f);
	else
		run_assign(&env->fr, r, &e->call.result, f ? f->returns : NULL);
}

static void run_from(struct step_env *env, struct run *r, uint32_t op, bool in_macro);

static void apply_macro(struct step_env *env, struct run *r, const struct event *e,
			const struct model *m, uint32_t op)
{
	struct run_vec out = {};

	effect_apply(env, r, e, m, &out);
	for (size_t i = 0; i < out.n; i++)
		run_from(env, &out.v[i], op, true);
	vec_free(&out);
}

static void apply_then(struct step_env *env, struct run *r, const struct event *e,
		       const struct meaning *m, uint32_t op)
{
	struct run_vec out = {};

	effect_apply(env, r, e, m->model, &out);
	for (size_t i = 0; i < out.n; i++)
		if (m->back)
			node_reach(env->s, env->ctx, env->node->block, op, true, &out.v[i]);
		else
			run_from(env, &out.v[i], op + 1, false);
	vec_free(&out);
}

/* Runs the rest of the block; in_macro: the macro that begins at op was applied already. */
static void run_from(struct step_env *env, struct run *r, uint32_t op, bool in_macro)
{
	const struct block *bl = &env->fr.f->f->blocks[env->node->block];

	for (; op < bl->nevents; op++, in_macro = false) {
		const struct event *e = &bl->events[op];
		const struct meaning *m = env->fr.f->meanings[env->node->block][op];

		if (m && m->macro && !in_macro) {
			apply_macro(env, r, e, m->macro, op);
			return;
		}
		if (m && m->back && env->node->waits && op == env->node->op) {
			call_back(env, r, e, m, op);
			return;
		}
		if (m && m->model) {
			apply_then(env, r, e, m, op);
			return;
		}
		if (e->kind == EVENT_CALL && !e->call.is_noreturn && is_passing(env, r, e, m))
			pass_call(env, r, e, m);
		else if (!plain_event(env, r, e, m, op))
			return;
	}
	leave_block(env, r, bl);
}

static void run_node(struct solver *s, struct node *n)
{
	struct context *c = n->context;
	struct step_env env = {.s = s, .ctx = c, .node = n};
	struct run r;

	env.fr = (struct frame){
		.p = s->p, .f = c->func, .pr = c->func->prepared, .entry = &c->entry->st};
	node_load(n, &r);
	s->visits++;
	/* The macro of a call that waits was applied when the run came to it. */
	run_from(&env, &r, n->op, n->waits);
}

static void context_start(struct solver *s, struct context *c)
{
	struct run r = {.st = c->entry->st, .choices = c->entry->choices};

	prepare(s->p, c->func);
	memcpy(r.known, c->entry->saved, c->entry->nsaved * sizeof(*r.known));
	r.nknown = c->entry->nsaved;
	for (uint32_t i = 0; i < c->nargs; i++)
		run_put(&r, c->args[i].cell, c->args[i].v);
	node_reach(s, c, 0, 0, false, &r);
}

/* The latest context first: callees are done before their callers go on. */
static void work(struct solver *s)
{
	while (s->stack.n) {
		struct context *c = s->stack.v[s->stack.n - 1];

		if (!c->nodes.used)
			context_start(s, c);
		if (c->todo.n) {
			run_node(s, node_take(c));
			continue;
		}
		/* Others may have been put above it meanwhile: take it out where it is. */
		for (size_t i = s->stack.n; i-- > 0;)
			if (s->stack.v[i] == c) {
				memmove(&s->stack.v[i], &s->stack.v[i + 1],
					(s->stack.n - i - 1) * sizeof(*s->stack.v));
				break;
			}
		s->stack.n--;
		c->is_queued = false;
	}
}

/* ---- all of it ---- */

struct context *context_enter(struct solver *s, struct func *f, const struct state *st,
			      bool returns)
{
	struct state mine = state_mix(&(struct state){}, st, f->touches | s->p->fixed);
	const struct whole *entry =
		whole_make(s, &mine, f->is_noinstr ? CHOICE_NOINSTR : 0, NULL, 0);
	bool is_new;
	struct context *c = context_get(s, f, entry, NULL, 0, &is_new);

	if (is_new) {
		c->is_root = returns;
		c->parent_state = *st;
		context_queue(s, c);
		work(s);
	}
	return c;
}

struct context *solver_enter(struct solver *s, struct func *f, const struct state *st)
{
	return context_enter(s, f, st, false);
}

struct solver *solver_new(struct program *p)
{
	struct solver *s = calloc(1, sizeof(*s));
	struct path lost = {.root = ROOT_GLOBAL, .symbol = intern("(lost flags)")};
	struct path unsure = {.root = ROOT_GLOBAL, .symbol = intern("(unsure)")};
	struct path tested = {.root = ROOT_GLOBAL, .symbol = intern("(tested)")};

	if (!s)
		die("out of memory");
	s->p = p;
	arena_init(&s->arena);
	s->lost_cell = cell_path(p->cells, &lost);
	s->unsure_cell = cell_path(p->cells, &unsure);
	s->tested_cell = cell_path(p->cells, &tested);
	return s;
}

void program_solve(struct program *p)
{
	struct solver *s = p->solver = solver_new(p);

	roots_solve(s);
	witness_faults(s);
	throttle_faults(p);
}

void program_stats(const struct program *p, struct program_stats *out)
{
	memset(out, 0, sizeof(*out));
	out->units = p->units.n;
	out->functions = p->funcs.n;
	for (size_t i = 0; i < p->funcs.n; i++)
		out->core += p->funcs.v[i]->is_core;
	if (p->solver) {
		out->contexts = p->solver->all.n;
		out->visits = p->solver->visits;
	}
}

void solver_free(struct solver *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < s->all.n; i++) {
		vec_free(&s->all.v[i]->todo);
		vec_free(&s->all.v[i]->exits);
		vec_free(&s->all.v[i]->waiting);
		map_free(&s->all.v[i]->nodes);
	}
	for (size_t i = 0; i < s->lists.n; i++)
		vec_free(&s->lists.v[i]->v);
	vec_free(&s->all);
	vec_free(&s->lists);
	vec_free(&s->stack);
	vec_free(&s->seen);
	map_free(&s->contexts);
	map_free(&s->sightings);
	free(s->whole_slots);
	arena_free(&s->arena);
	free(s);
}

// SPDX-License-Identifier: GPL-2.0-or-later
#include "solve.h"

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
	const struct whole *w = whole_intern(s, r);
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
		if (r->known[i].v->kind != VALUE_SAVED)
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

static void leave_block(struct step_env *env, const struct run *r, const struct block *bl)
{
	bool unsure = bl->nedges > 1 && bl->chain && goes_two_ways(env, r, bl);

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
		if (e->call.is_noreturn)
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
	return !m->callees.n || (m->callees.n == 1 && !call_enters(env, r, e, m->callees.v[0].func));
}

static void pass_call(struct step_env *env, struct run *r, const struct event *e,
		      const struct meaning *m)
{
	const struct func *f = m->callees.n ? m->callees.v[0].func : NULL;
	const struct expr *hot = env->s->p->rules->hot;

	if (f)
		judge_call(env, r, e, f);
	if (f)
		run_kill_stores(&env->fr, r, f);
	else
		flags_give(env, r, e);
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

/* ---- roots ---- */

static struct state root_state(const struct program *p, const struct func *f, bool known)
{
	struct state st = p->fixed_state;

	for (unsigned i = 0; i < p->rules->nvars; i++) {
		const struct variable *v = &p->rules->vars[i];
		unsigned value = known && f->image_is_whole ? v->whole_entry : v->entry;

		/* Where nothing ever changes it, it is with every caller as it is at a root. */
		if (!known && p->moved >> i & 1)
			continue;
		if (value && !(p->fixed >> i & 1))
			state_set(&st, i, value);
	}
	return st;
}

/* returns: what it leaves is somebody's in C, and judged. */
static struct context *enter(struct solver *s, struct func *f, const struct state *st, bool returns)
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
	return enter(s, f, st, false);
}

bool solver_root_case(const struct program *p, const struct func *f, size_t i, struct state *st)
{
	const struct ruleset *rules = p->rules;

	*st = root_state(p, f, true);
	if (i >= rules->splits.n)
		return !i;
	for (size_t k = 0; k < rules->splits.v[i].n; k++) {
		unsigned var = rules->splits.v[i].v[k].var;

		if (p->fixed >> var & 1)
			continue;
		state_set(st, var, rules->splits.v[i].v[k].value);
		st->assumed |= (varmask)(1u << var);
	}
	return true;
}

/* A root is entered once in each case; the cases are assumed, not known. */
static void root_cases(struct solver *s, struct func *f)
{
	struct state st;

	for (size_t i = 0; solver_root_case(s->p, f, i, &st); i++)
		enter(s, f, &st, true);
}

/*
 * As an exception finds the CPU: little is known, and whoever returns to it is no
 * code.  remembered: a value of the variable that checks note, assumed; or 0.
 */
static void root_by_hardware(struct solver *s, struct func *f, unsigned remembered)
{
	struct state st = root_state(s->p, f, remembered);
	const struct assign_vec *hardware = &s->p->rules->hardware;

	for (unsigned i = 0; i < s->p->rules->nvars; i++) {
		const struct variable *v = &s->p->rules->vars[i];

		/* what no code moves is as it ever was */
		if (s->p->moved >> i & 1 && v->whole_entry &&
		    (!remembered || v->whole_entry != v->entry))
			state_set(&st, i, VALUE_UNKNOWN);
	}
	for (size_t i = 0; i < hardware->n; i++)
		if (!(s->p->fixed >> hardware->v[i].var & 1)) {
			state_set(&st, hardware->v[i].var, hardware->v[i].value);
			if (remembered)
				st.assumed |= (varmask)(1u << hardware->v[i].var);
		}
	if (remembered) {
		unsigned var = s->p->rules->remembers - 1;

		state_set(&st, var, remembered);
		st.assumed |= (varmask)(1u << var);
	}
	enter(s, f, &st, false);
}

static bool is_assembly(const struct func *f)
{
	size_t n = strlen(f->unit->source);

	return n > 2 && !strcmp(f->unit->source + n - 2, ".S");
}

/* Noinstr text without a caller: only where all was read it is certain that none is in C. */
static bool is_by_hardware(const struct func *f)
{
	return !f->callers.n && (is_assembly(f) || (f->is_noinstr && f->image_is_whole));
}

static bool is_root(const struct func *f)
{
	return !f->callers.n &&
	       (f->is_escaping || f->f->linkage == LINKAGE_STATIC || f->image_is_whole);
}

/* What the program lets the hardware interrupt: there it comes in too. */
static void remembered_cases(struct solver *s)
{
	unsigned cases = s->remembered;
	bool any = false;

	for (unsigned v = 1; cases >> v; v++)
		for (size_t i = 0; i < s->p->funcs.n && cases >> v & 1; i++) {
			struct func *f = s->p->funcs.v[i];

			if (!f->reaches_core || f->is_modelled || f->callers.n ||
			    !(f->is_noinstr || is_assembly(f)))
				continue;
			root_by_hardware(s, f, v);
			any = true;
		}
	if (cases && !any)
		program_gap(s->p, "undecidable", NULL, &(struct place){},
			    "interrupts are taken in an EQS here, and what they enter was not read");
}

/* It was entered, or somebody who calls it was: then every call of it was seen. */
static bool was_reached(const struct solver *s, const struct func *f)
{
	/* But for those of callers that are passed over. */
	for (size_t i = 0; i < f->callers.n; i++)
		if (f->callers.v[i]->reaches_core && !f->callers.v[i]->is_core)
			return false;
	if (map_get(&s->contexts, f, 0))
		return true;
	for (size_t i = 0; i < f->callers.n; i++)
		if (map_get(&s->contexts, f->callers.v[i], 0))
			return true;
	return false;
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

/* Where the hardware comes in, and what is certain to have no other caller. */
static void enter_roots(struct solver *s)
{
	struct func **f;

	vec_for_each(f, &s->p->funcs) {
		if (!(*f)->reaches_core || (*f)->is_modelled)
			continue;
		if (is_by_hardware(*f))
			root_by_hardware(s, *f, 0);
		else if ((*f)->is_core && is_root(*f))
			root_cases(s, *f);
	}
}

/* What no root reaches and nobody is known to call: as its callers leave it. */
static void enter_uncalled(struct solver *s)
{
	struct func **f;

	vec_for_each(f, &s->p->funcs) {
		struct state st = root_state(s->p, *f, false);

		if ((*f)->is_core && !(*f)->is_modelled && !(*f)->callers.n && !is_root(*f) &&
		    !is_by_hardware(*f))
			enter(s, *f, &st, !(*f)->is_noinstr);
	}
}

/* The state that callers of a contract leave, as far as it says so. */
static struct state contract_state(const struct program *p, const struct func *f)
{
	struct state st = root_state(p, f, false);

	if (f->contract && f->contract->claim)
		expr_assume(f->contract->claim, true, &st);
	for (size_t k = 0; f->contract && k < f->contract->from.n; k++)
		state_set(&st, f->contract->from.v[k].var, f->contract->from.v[k].value);
	return st;
}

/*
 * What callers do not enter: a contract's body, which is held against what they
 * rely on; what was called nowhere that a run came by; locks alone, for their flags.
 */
static void enter_apart(struct solver *s)
{
	struct func **f;

	vec_for_each(f, &s->p->funcs) {
		struct state st = contract_state(s->p, *f);

		if (((*f)->contract && (*f)->is_core) ||
		    ((*f)->is_core && !(*f)->is_modelled && !was_reached(s, *f)) ||
		    ((*f)->locks && (*f)->is_light && !(*f)->is_modelled))
			enter(s, *f, &st, !(*f)->is_noinstr);
	}
}

void program_solve(struct program *p)
{
	struct solver *s = p->solver = solver_new(p);

	enter_roots(s);
	enter_uncalled(s);
	enter_apart(s);
	remembered_cases(s);
	witness_faults(s);
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

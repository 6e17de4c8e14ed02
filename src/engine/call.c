// SPDX-License-Identifier: GPL-2.0-or-later
/* Calls: into a function, and back to the caller. */
#include "solve.h"

/* ---- back in the caller ---- */

/* Flags that were passed by value and that the callee restored, or opened again: all copies. */
static void take_restored(struct step_env *env, struct run *r, const struct run *before,
			  const struct event *e, const struct exit *x)
{
	for (uint32_t i = 0; i < x->whole->nsaved; i++) {
		const struct path *p = cell_get(env->s->p->cells, x->whole->saved[i].cell);
		const struct value *v;

		if (p->root != ROOT_LOCAL || p->nsteps || p->local >= e->call.nargs)
			continue;
		v = run_operand(&env->fr, before, &e->call.args[p->local]);
		for (uint32_t k = 0; v && v->kind == VALUE_SAVED && k < r->nknown; k++)
			if (r->known[k].v == v)
				r->known[k].v = value_with_status(env->s->p->values, v,
								  x->whole->saved[i].v->status);
	}
}

/* Flags from the callee: what it saved itself was saved after all that is open here. */
static const struct value *saved_by_callee(struct step_env *env, const struct run *before,
					   const struct value *v)
{
	const struct value *mine = saved_outward(env->s, v);
	unsigned depth = mine->depth + flags_depth(before);

	if (mine->status != SAVED_LIVE)
		return mine;
	for (uint32_t i = 0; i < before->nknown; i++) {
		const struct value *o = before->known[i].v;

		if (o->kind == VALUE_SAVED && o->event == mine->event && o->depth == mine->depth)
			return mine; /* passed there, and back */
	}
	return value_saved(env->s->p->values, &mine->saved, mine->mask, mine->status,
			   depth < MAX_DEPTH ? depth : MAX_DEPTH, mine->event);
}

/*
 * What the callee knows of a path at its exit.  False: the caller knows better,
 * and nothing was stored there: it is no exit of this call.
 */
static bool take_fact(struct step_env *env, struct run *r, const struct run *before,
		      const struct event *e, const struct known *fact)
{
	uint32_t cell = cell_outward(&env->fr, before, e, fact->cell);
	const struct value *old, *both;
	bool empty;

	if (cell == NO_CELL)
		return true;
	old = run_get(r, cell);
	if (old && old->kind == VALUE_SAVED)
		return true;
	both = value_meet(env->s->p->values, plain_value(r, old), fact->v, &empty);
	if (empty)
		return false;
	run_put(r, old && old->kind == VALUE_ALIAS ? old->cell : cell, both);
	return true;
}

/*
 * The exit in the terms of who called.  As the callee left untouched, or as it
 * was entered (caller's): as before the call.  As somebody outside of the caller
 * left it (outer): the same, one floor up.
 */
static struct state exit_state(const struct step_env *env, const struct state *before,
			       const struct func *f, const struct state *at_exit)
{
	unsigned nvars = env->s->p->rules->nvars;
	varmask as_before = (varmask)~f->touches;
	struct state st = *at_exit;

	for (unsigned i = 0; i < nvars; i++)
		if (state_get(at_exit, i) == VALUE_CALLER)
			as_before |= (varmask)(1u << i);
	rename_values(&st, nvars, VALUE_OUTER, VALUE_CALLER);
	return state_mix(&st, before, as_before);
}

/* The run behind the call, for one exit of the callee.  False: it is none of this call's. */
static bool take_exit(struct step_env *env, struct run *r, const struct run *before,
		      const struct event *e, struct context *callee, const struct exit *x)
{
	struct func *f = callee->func;
	struct trail *t;
	uint64_t mask = choice_mask(f->chooses);

	r->st = exit_state(env, &before->st, f, &x->whole->st);
	r->choices = (r->choices & ~mask) | (x->whole->choices & mask);
	run_kill_call(&env->fr, r, e, f);
	/* Saved flags that the callee could name are now as it left them. */
	for (uint32_t i = 0; i < r->nknown;)
		if (r->known[i].v->kind == VALUE_SAVED && r->known[i].cell != env->s->lost_cell &&
		    cell_inward(&env->fr, before, e, r->known[i].cell) != NO_CELL)
			r->known[i] = r->known[--r->nknown];
		else
			i++;
	run_assign(&env->fr, r, &e->call.result,
		   x->ret && x->ret->kind == VALUE_SAVED ? saved_by_callee(env, before, x->ret)
							 : x->ret);
	for (uint32_t i = 0; i < x->whole->nsaved; i++)
		run_put(r, cell_outward(&env->fr, before, e, x->whole->saved[i].cell),
			saved_by_callee(env, before, x->whole->saved[i].v));
	take_restored(env, r, before, e, x);
	for (uint32_t i = 0; i < x->nfacts; i++)
		if (!take_fact(env, r, before, e, &x->facts[i]))
			return false;
	if (!x->trail)
		return true;
	t = arena_new(&env->s->arena, struct trail);
	*t = (struct trail){.prev = before->trail,
			    .event = e,
			    .func = env->fr.f,
			    .before = before->st,
			    .after = r->st,
			    .callee = callee,
			    .exit = x};
	r->trail = t;
	return true;
}

/* A call that is not entered: what it may store is forgotten, and what it returns. */
static void pass_over(struct step_env *env, struct run *r, const struct event *e, struct func *f)
{
	if (f)
		run_kill_call(&env->fr, r, e, f);
	run_assign(&env->fr, r, &e->call.result, f ? f->returns : NULL);
}

static void note_unknown(struct step_env *env, const struct run *r, const struct event *e,
			 const struct meaning *m)
{
	const struct ruleset *rules = env->s->p->rules;
	const struct step *slot =
		e->call.callee == CALLEE_SLOT ? path_last_field(e->call.slot) : NULL;

	if (!m->is_missing && !m->is_unresolved)
		return;
	if (!rules->hot || expr_eval(rules->hot, &r->st, env->fr.entry, TRUST_KNOWN) != TRI_YES)
		return;
	if (m->is_missing)
		program_gap(env->s->p, "missing-body", env->fr.f, &e->place, e->call.symbol);
	else
		program_gap(env->s->p, "unknown-pointer", env->fr.f, &e->place,
			    slot ? slot->field : "a function pointer");
}

/* The context that the call enters, which from now on tells the node of its exits. */
static struct context *enter_context(struct step_env *env, const struct run *r,
				     const struct event *e, struct func *f)
{
	struct known args[MAX_ARGS];
	uint32_t nargs = context_facts(env, r, e, f, args, context_args(env, r, e, f, args));
	bool is_new;
	struct context *c =
		context_get(env->s, f, context_entry(env, r, e, f), args, nargs, &is_new);
	bool waits = false;

	if (is_new) {
		c->parent = env->ctx;
		c->parent_trail = r->trail;
		c->parent_event = e;
		c->parent_state = r->st;
		context_queue(env->s, c);
	}
	for (size_t i = 0; i < c->waiting.n && !waits; i++)
		waits = c->waiting.v[i] == env->node;
	if (!waits)
		vec_push(&c->waiting, env->node);
	return c;
}

/* unsure: whether the call goes there; what it does to the state is not trusted. */
static void enter_one(struct step_env *env, const struct run *r, const struct event *e,
		      struct func *f, uint32_t op, bool unsure)
{
	struct context *c = enter_context(env, r, e, f);

	for (size_t i = 0; i < c->exits.n; i++) {
		struct run after = *r;

		if (!take_exit(env, &after, r, e, c, c->exits.v[i]))
			continue;
		after.st.poison |= unsure ? r->st.poison : 0;
		node_reach(env->s, env->ctx, env->node->block, op + 1, false, &after);
	}
}

/* ---- code that no front-end reads calls back ---- */

/* What is left of the result when it is (or, with not, is none) of the class. */
static const struct value *in_class(struct values *t, const struct value *v,
				    const struct result_class *c, bool not, bool *empty)
{
	static const struct vtype type = {.bits = 32, .is_signed = true};

	return value_refine(t, v, not ? guard_negate(c->rel) : c->rel, value_const(t, c->value),
			    c->mask, &type, empty);
}

/* One exit of the callee: with some results the guest runs again, with others it is over. */
static void come_back(struct step_env *env, const struct run *r, const struct event *e,
		      const struct meaning *m, uint32_t op, const struct value *ret)
{
	struct values *t = env->s->p->values;
	const struct model *model = m->model;
	bool again = false, over = true, empty;
	struct run_vec out = {};
	struct run done = *r;

	for (size_t i = 0; i < model->nagain && over; i++) {
		in_class(t, ret, &model->again[i], false, &empty);
		again |= !empty;
		ret = in_class(t, ret, &model->again[i], true, &empty);
		over = !empty;
	}
	if (again)
		effect_apply(env, r, e, model, &out);
	for (size_t i = 0; i < out.n; i++)
		node_reach(env->s, env->ctx, env->node->block, op, true, &out.v[i]);
	vec_free(&out);
	if (!over)
		return;
	run_assign(&env->fr, &done, &e->call.result, ret);
	node_reach(env->s, env->ctx, env->node->block, op + 1, false, &done);
}

void call_back(struct step_env *env, const struct run *r, const struct event *e,
	       const struct meaning *m, uint32_t op)
{
	struct func *f = m->callees.v[0].func;
	struct context *c;

	if (!call_enters(env, r, m->back, f)) {
		come_back(env, r, e, m, op, f->returns);
		return;
	}
	c = enter_context(env, r, m->back, f);
	for (size_t i = 0; i < c->exits.n; i++) {
		struct run after = *r;

		if (take_exit(env, &after, r, m->back, c, c->exits.v[i]))
			come_back(env, &after, e, m, op, c->exits.v[i]->ret);
	}
}

/* Saved flags are passed by value: the callee is there to restore them. */
static bool passes_flags(const struct step_env *env, const struct run *r, const struct event *e)
{
	for (uint32_t i = 0; i < e->call.nargs; i++) {
		const struct value *v = run_operand(&env->fr, r, &e->call.args[i]);

		if (v && v->kind == VALUE_SAVED && v->status == SAVED_LIVE)
			return true;
	}
	return false;
}

/* A light function that does not put back what it did. */
static bool is_unbalanced(const struct step_env *env, const struct run *r, const struct event *e,
			  const struct func *f)
{
	return f->leaves_locked || f->drops_lock || f->hands_flags || passes_flags(env, r, e);
}

/* What it returns depends on these constants alone: it is looked up. */
static bool is_computed(const struct step_env *env, const struct run *r, const struct event *e,
			const struct func *f)
{
	int64_t c;

	if (!f->is_pure || !e->call.nargs || value_is_const(f->returns, &c) ||
	    (f->reads && (f->reads->n || f->reads->all)))
		return false;
	for (uint32_t i = 0; i < e->call.nargs; i++)
		if (!value_is_const(run_operand(&env->fr, r, &e->call.args[i]), &c))
			return false;
	return true;
}

bool call_enters(const struct step_env *env, const struct run *r, const struct event *e,
		 const struct func *f)
{
	const struct program *p = env->s->p;
	bool out = f->calls_out || (f->may_call_out && r->choices & CHOICE_NOINSTR);
	bool lasts;

	if ((p->is_trial ? f->spreads : f->is_core) || is_computed(env, r, e, f))
		return true;
	if (!f->is_light && !f->reaches_core && !out)
		return false;
	lasts = (f->is_light || f->reaches_core) && is_unbalanced(env, r, e, f);
	/* Where it is a case that is hot, more than locks matters. */
	return lasts ||
	       (p->rules->hot && expr_eval(p->rules->hot, &r->st, env->fr.entry,
					   f->reaches_core ? TRUST_ALL : TRUST_KNOWN) == TRI_YES);
}

/* A pointer that is known to hold one function calls no other. */
static bool is_other(const struct step_env *env, const struct run *r, const struct event *e,
		     const struct func *f)
{
	const struct value *v = e->call.callee == CALLEE_POINTER
					? run_operand(&env->fr, r, &e->call.pointer)
					: NULL;

	return v && v->kind == VALUE_FUNCTION && v->symbol != f->f->symbol;
}

void call_enter(struct step_env *env, const struct run *r, const struct event *e,
		const struct meaning *m, uint32_t op)
{
	unsigned held = m->once ? choice_get(r->choices, m->once->number) : 0;
	bool over = !m->callees.n;

	note_unknown(env, r, e, m);
	if (over || m->is_unresolved) {
		struct run after = *r;

		flags_give(env, &after, e);
		pass_over(env, &after, e, NULL);
		node_reach(env->s, env->ctx, env->node->block, op + 1, false, &after);
	}
	for (size_t i = 0; i < m->callees.n; i++) {
		const struct candidate *c = &m->callees.v[i];
		struct run one = *r;

		if ((held && c->choice && c->choice != held) || is_other(env, r, e, c->func))
			continue;
		if (!rows_take(&env->fr, &one, e, m, c))
			continue;
		if (m->once && c->choice)
			one.choices = choice_set(one.choices, m->once->number, c->choice);
		judge_call(env, &one, e, c->func);
		if (call_enters(env, r, e, c->func)) {
			enter_one(env, &one, e, c->func, op, one.st.poison != r->st.poison);
		} else {
			pass_over(env, &one, e, c->func);
			node_reach(env->s, env->ctx, env->node->block, op + 1, false, &one);
		}
	}
}

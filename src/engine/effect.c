// SPDX-License-Identifier: GPL-2.0-or-later
/* What a model does to a run, and the checks that watch it. */
#include <string.h>

#include "base/intern.h"
#include "solve.h"

/* Saves that are open at once, beyond which their order is not known. */
#define MAX_DEPTH 8

/* ---- sightings ---- */

/* An option that is off here and that a value needs which the check looked at. */
static const char *missing_option(const struct step_env *env, const struct check *c,
				  const struct state *s)
{
	const struct ruleset *rules = env->s->p->rules;

	for (unsigned v = 0; v < rules->nvars; v++) {
		const char *name = c->touches >> v & 1 ?
					   rules_missing_option(rules, v, state_get(s, v)) : NULL;

		if (name)
			return name;
	}
	return NULL;
}

/*
 * Where a reader looks for the event: one `return` of the facts stands for all
 * of the source that jump to it.
 */
static const struct place *place_of(const struct run *r, const struct event *e)
{
	return e->kind == EVENT_RETURN && r->arrived && r->arrived->line ? r->arrived : &e->place;
}

static struct sighting *sight(struct step_env *env, const struct check *c, const struct run *r,
			      const struct event *e, const struct state *after)
{
	struct solver *s = env->s;
	const struct place *at = place_of(r, e);
	struct sighting *x = map_get(&s->sightings, c, at);

	if (x)
		return x;
	x = arena_new(&s->arena, struct sighting);
	*x = (struct sighting){ .check = c, .context = env->ctx, .event = e, .func = env->fr.f,
				.place = at,
				.trail = r->trail, .before = r->st, .after = *after,
				.node = env->node, .is_sure = true };
	x->needed = missing_option(env, c, &r->st);
	if (!x->needed)
		x->needed = missing_option(env, c, after);
	map_put(&s->sightings, c, at, x);
	vec_push(&s->seen, x);
	return x;
}

/* Can the check be decided in this tree and unit at all? */
static bool check_runs(const struct step_env *env, const struct check *c, const struct event *e)
{
	struct program *p = env->s->p;
	bool have = !c->nneeds;

	if (c->unless && expr_eval(c->unless, &p->fixed_state, NULL, TRUST_ALL) == TRI_YES)
		return false;
	for (size_t i = 0; i < c->nneeds && !have; i++)
		have = rules_tree_fact(p->rules, c->needs[i])->value == TRI_YES;
	if (!have)
		program_gap(p, "undecidable", NULL, &(struct place){},
			    intern_f("%s needs %s: \"%s\" is not decided here", c->rule->name,
				     c->needs[0], c->message));
	if (have && c->needs_chains && env->fr.f->unit->is_preprocessed) {
		program_gap(p, "undecidable", env->fr.f, &e->place,
			    intern_f("%s needs macro chains, and this unit was preprocessed",
				     c->rule->name));
		have = false;
	}
	return have;
}

/* The check holds for this run at this event, or does not. */
static bool judge(struct step_env *env, const struct check *c, struct run *r, const struct event *e,
		  enum tri holds, const struct state *after, varmask *poison)
{
	if (c->every) {
		/* Decided when all is known: here it is only noted. */
		struct sighting *x = map_get(&env->s->sightings, c, place_of(r, e));

		if (holds == TRI_YES && check_runs(env, c, e))
			sight(env, c, r, e, after);
		else if (holds != TRI_YES && !x && check_runs(env, c, e))
			sight(env, c, r, e, after)->is_sure = false;
		else if (holds != TRI_YES && x)
			x->is_sure = false;
		return false;
	}
	if (holds != TRI_YES || !check_runs(env, c, e))
		return false;
	sight(env, c, r, e, after);
	/* What is never set here would never be known again. */
	*poison |= c->poisons & (varmask)~env->s->p->fixed;
	return true;
}

/* Judges every check of the kind on the state before; poisons when one held. */
static bool judge_all(struct step_env *env, enum trigger on, struct run *r, const struct event *e,
		      const struct model *m, unsigned var, unsigned value)
{
	const struct ruleset *rules = env->s->p->rules;
	varmask poison = 0;
	bool any = false;

	for (size_t i = 0; i < rules->rules.n; i++)
		for (size_t k = 0; k < rules->rules.v[i]->nchecks; k++) {
			const struct check *c = &rules->rules.v[i]->checks[k];
			enum tri holds = TRI_YES;

			if (c->on != on || (on == ON_TAG && !(c->tags & m->tags)) ||
			    (on == ON_SET && (c->var != var || !(c->values >> value & 1))) ||
			    (on == ON_RETURN && c->root_only && !env->ctx->is_root))
				continue;
			if (c->state)
				holds = expr_eval(c->state, &r->st, env->fr.entry, TRUST_KNOWN);
			any |= judge(env, c, r, e, holds, &r->st, &poison);
		}
	r->st.poison |= poison & (varmask)~env->s->p->fixed;
	return any;
}

static void judge_becomes(struct step_env *env, struct run *r, const struct state *before,
			  const struct event *e)
{
	const struct ruleset *rules = env->s->p->rules;
	struct state after = r->st;
	varmask poison = 0;

	for (size_t i = 0; i < rules->rules.n; i++)
		for (size_t k = 0; k < rules->rules.v[i]->nchecks; k++) {
			const struct check *c = &rules->rules.v[i]->checks[k];
			struct run was = *r;

			if (c->on != ON_BECOMES ||
			    expr_eval(c->state, &after, env->fr.entry, TRUST_KNOWN) != TRI_YES ||
			    expr_eval(c->state, before, env->fr.entry, TRUST_KNOWN) == TRI_YES)
				continue;
			was.st = *before;
			judge(env, c, &was, e, TRI_YES, &after, &poison);
		}
	r->st.poison |= poison & (varmask)~env->s->p->fixed;
}

/* ---- effects ---- */

static void leave_trail(struct step_env *env, struct run *r, const struct state *before,
			const struct event *e, const struct model *m)
{
	struct trail *t;

	if (state_equal(before, &r->st) && !m->tags)
		return;
	t = arena_new(&env->s->arena, struct trail);
	*t = (struct trail){ .prev = r->trail, .event = e, .func = env->fr.f, .model = m,
			     .before = *before, .after = r->st };
	r->trail = t;
}

static unsigned assigned_value(const struct ruleset *rules, const struct assign *a,
			       const struct state *st)
{
	unsigned now = state_get(st, a->var), n = rules->vars[a->var].nvalues;

	switch (a->how) {
	case ASSIGN_VALUE:
		return a->value;
	case ASSIGN_UP:
		return !state_known(st, a->var) ? VALUE_UNKNOWN : now < n ? now + 1 : n;
	case ASSIGN_DOWN:
		/* A counter that is full may have been fuller. */
		return !state_known(st, a->var) || now == n ? VALUE_UNKNOWN : now > 1 ? now - 1 : 1;
	default:
		return VALUE_UNKNOWN;
	}
}

static void do_assigns(struct step_env *env, struct run *r, const struct event *e,
		       const struct model *m, const struct assign_vec *set)
{
	const struct ruleset *rules = env->s->p->rules;

	for (size_t i = 0; i < set->n; i++) {
		unsigned var = set->v[i].var, value = assigned_value(rules, &set->v[i], &r->st);

		if (env->s->p->fixed >> var & 1)
			continue;
		if (value != VALUE_UNKNOWN)
			judge_all(env, ON_SET, r, e, m, var, value);
		state_set(&r->st, var, value);
	}
}

static void do_follows(struct step_env *env, struct run *r)
{
	const struct ruleset *rules = env->s->p->rules;

	for (size_t i = 0; i < rules->follows.n; i++) {
		const struct follow *f = &rules->follows.v[i];

		if (expr_eval(f->when, &r->st, env->fr.entry, TRUST_ALL) != TRI_YES)
			continue;
		for (size_t k = 0; k < f->set.n; k++)
			if (!(env->s->p->fixed >> f->set.v[k].var & 1))
				state_set(&r->st, f->set.v[k].var,
					  assigned_value(rules, &f->set.v[k], &r->st));
	}
}

/*
 * WARN_ON(!irqs_disabled()): the alarm and the test stand in one expansion, and
 * it was known how the test comes out, so the claim is wrong for sure.
 */
static void do_alarm(struct step_env *env, struct run *r, const struct event *e,
		     const struct model *m)
{
	const struct value *v = run_get(r, env->s->tested_cell);
	const struct value *u = run_get(r, env->s->unsure_cell);
	const struct event *test = v && v->kind == VALUE_EVENT ? v->event : NULL;
	const struct block *unsure = u && u->kind == VALUE_EVENT ? u->event : NULL;

	/* Another condition in the same expansion may be what keeps it silent. */
	if (unsure && unsure->place.line == e->place.line &&
	    unsure->place.column == e->place.column && unsure->place.file == e->place.file)
		return;
	if (test && test->chain && e->chain && test->place.line == e->place.line &&
	    test->place.column == e->place.column && test->place.file == e->place.file &&
	    test->chain->name[test->chain->n - 1] == e->chain->name[e->chain->n - 1])
		judge_all(env, ON_CLAIM, r, e, m, 0, 0);
}

/* False: the path ends here. */
static bool do_claim(struct step_env *env, struct run *r, const struct event *e,
		     const struct model *m)
{
	enum tri known, all;

	if (!m->claim)
		return true;
	known = expr_eval(m->claim, &r->st, env->fr.entry, TRUST_KNOWN);
	all = expr_eval(m->claim, &r->st, env->fr.entry, TRUST_ALL);
	if (known == TRI_NO && m->ends_if_false) {
		program_gap(env->s->p, "impossible-path", env->fr.f, &e->place,
			    intern_f("%s", e->kind == EVENT_CALL && e->call.symbol ? e->call.symbol :
										    m->names[0]));
		return false;
	}
	if (known == TRI_NO) {
		judge_all(env, ON_CLAIM, r, e, m, 0, 0);
		return true;
	}
	/* A case of the entry that the claim refutes never was; what is at fault stays. */
	if (all == TRI_NO)
		return (r->st.poison & m->claim->vars) != 0;
	expr_assume(m->claim, true, &r->st);
	return true;
}

static bool arg_fits(const struct step_env *env, const struct run *r, const struct event *e,
		     const struct effect_case *c)
{
	int64_t v;

	if (!c->has_arg)
		return true;
	return e->kind == EVENT_CALL && c->arg < e->call.nargs &&
	       value_is_const(run_operand(&env->fr, r, &e->call.args[c->arg]), &v) &&
	       v == c->arg_value;
}

static void do_cases(struct step_env *env, struct run *r, const struct event *e,
		     const struct model *m)
{
	for (size_t i = 0; i < m->ncases; i++) {
		const struct effect_case *c = &m->cases[i];

		if (c->when && expr_eval(c->when, &r->st, env->fr.entry, TRUST_ALL) != TRI_YES)
			continue;
		if (!arg_fits(env, r, e, c))
			continue;
		do_assigns(env, r, e, m, &c->set);
		return;
	}
}

/* ---- saved flags ---- */

/* Another save of this function that was made later and is still open. */
static bool later_is_open(const struct step_env *env, const struct run *r, const struct value *v)
{
	for (uint32_t i = 0; i < r->nknown; i++) {
		const struct value *o = r->known[i].v;

		if (o != v && o->kind == VALUE_SAVED && o->status == SAVED_LIVE && o->depth > v->depth &&
		    cell_get(env->fr.p->cells, r->known[i].cell)->root == ROOT_LOCAL)
			return true;
	}
	return false;
}

/* One more than that of every open save; a loop that leaves saves open ends at the bound. */
static unsigned next_depth(const struct run *r)
{
	unsigned n = 0;

	for (uint32_t i = 0; i < r->nknown; i++) {
		const struct value *v = r->known[i].v;

		if (v->kind == VALUE_SAVED && v->status == SAVED_LIVE && v->depth >= n)
			n = v->depth + 1u;
	}
	return n < MAX_DEPTH ? n : MAX_DEPTH;
}

/* Every copy of the saved flags is restored with the one. */
static void mark_restored(struct step_env *env, struct run *r, const struct value *v)
{
	const struct value *done = value_with_status(env->fr.p->values, v, SAVED_RESTORED);

	for (uint32_t i = 0; i < r->nknown; i++)
		if (r->known[i].v == v)
			r->known[i].v = done;
}

/* A number, or a local that nothing ever wrote to: what is restored is no save at all. */
static bool never_saved(const struct step_env *env, const struct operand *o, const struct value *v)
{
	const struct function *f = env->fr.f->f;

	if (v)
		return v->kind == VALUE_SET && o->kind == OPERAND_LOCAL;
	return o->kind == OPERAND_LOCAL && o->local >= f->nparams && f->locals[o->local].name &&
	       !f->locals[o->local].in_memory && !env->fr.pr->ndefs[o->local];
}

static void do_restore(struct step_env *env, struct run *r, const struct event *e,
		       const struct model *m)
{
	const struct ruleset *rules = env->s->p->rules;
	const struct operand *o;
	const struct value *v;

	if (m->restores < 0 || e->kind != EVENT_CALL || (uint32_t)m->restores >= e->call.nargs)
		return;
	o = &e->call.args[m->restores];
	v = run_operand(&env->fr, r, o);
	if (v && v->kind == VALUE_SAVED) {
		if (v->status == SAVED_RESTORED)
			judge_all(env, ON_FLAGS_TWICE, r, e, m, 0, 0);
		else if (later_is_open(env, r, v))
			judge_all(env, ON_FLAGS_ORDER, r, e, m, 0, 0);
		for (unsigned i = 0; i < rules->nvars; i++) {
			varmask bit = (varmask)(1u << i);

			if (!(v->mask & bit) || env->s->p->fixed & bit)
				continue;
			if (state_known(&v->saved, i) && !(v->saved.poison & bit))
				judge_all(env, ON_SET, r, e, m, i, state_get(&v->saved, i));
			r->st = state_mix(&r->st, &v->saved, bit);
		}
		mark_restored(env, r, v);
		return;
	}
	if (never_saved(env, o, v))
		judge_all(env, ON_FLAGS_UNSAVED, r, e, m, 0, 0);
	for (unsigned i = 0; i < rules->nvars; i++)
		if ((rules->saved >> i & 1) && !(env->s->p->fixed >> i & 1))
			state_set(&r->st, i, VALUE_UNKNOWN);
}

void effect_give_flags(struct step_env *env, struct run *r, const struct event *e)
{
	for (uint32_t i = 0; i < e->call.nargs; i++) {
		const struct value *v = run_operand(&env->fr, r, &e->call.args[i]);

		if (!v || v->kind != VALUE_SAVED || v->status != SAVED_LIVE)
			continue;
		r->st = state_mix(&r->st, &v->saved, v->mask & (varmask)~env->s->p->fixed);
		mark_restored(env, r, v);
		program_gap(env->s->p, "missing-body", env->fr.f, &e->place,
			    e->call.symbol ? e->call.symbol : "a function pointer");
	}
}

/* The last that is known of flags that were saved and not restored is let go. */
static void lose(struct step_env *env, struct run *r, const struct value *v)
{
	uint32_t copies = 0;

	for (uint32_t k = 0; k < r->nknown; k++)
		copies += r->known[k].v == v;
	if (copies == 1)
		run_put(r, env->s->lost_cell, value_with_status(env->fr.p->values, v, SAVED_LOST));
}

/* An open save in a local of the function's own, whose address nobody has. */
static bool is_own_save(const struct step_env *env, const struct known *k)
{
	const struct path *p = cell_get(env->fr.p->cells, k->cell);

	return k->v->kind == VALUE_SAVED && k->v->status == SAVED_LIVE && p->root == ROOT_LOCAL &&
	       !p->nsteps && p->local >= env->fr.f->f->nparams &&
	       !env->fr.f->f->locals[p->local].in_memory;
}

void effect_lose(struct step_env *env, struct run *r, uint32_t block)
{
	for (uint32_t i = 0; i < r->nknown; i++)
		if (is_own_save(env, &r->known[i]) &&
		    !prepared_is_live(env->fr.pr, block,
				      cell_root_local(env->fr.p->cells, r->known[i].cell)))
			lose(env, r, r->known[i].v);
}

void effect_lose_all(struct step_env *env, struct run *r, const struct event *e)
{
	const struct value *returned = run_operand(&env->fr, r, &e->ret.value);

	for (uint32_t i = 0; i < r->nknown; i++)
		if (is_own_save(env, &r->known[i]) && r->known[i].v != returned)
			lose(env, r, r->known[i].v);
}

/* ---- results ---- */

static bool do_result(struct step_env *env, struct run *r, const struct run *before,
		      const struct event *e, const struct model *m, struct run_vec *out)
{
	struct values *values = env->fr.p->values;
	const struct value *v = NULL, *saved;
	const struct state *st = &before->st;
	struct operand read;
	enum tri t;

	if (e->kind != EVENT_CALL && e->kind != EVENT_ASM)
		return false;
	switch (m->result) {
	case RESULT_TEST:
	case RESULT_TEST_SAVED:
		if (m->result == RESULT_TEST_SAVED) {
			saved = m->result_arg < e->call.nargs ?
					run_operand(&env->fr, r, &e->call.args[m->result_arg]) : NULL;
			if (!saved || saved->kind != VALUE_SAVED)
				break;
			st = &saved->saved;
		}
		if (expr_eval(m->test, st, env->fr.entry, TRUST_KNOWN) != TRI_MAYBE)
			run_put(r, env->s->tested_cell, value_event(values, e));
		t = expr_eval(m->test, st, env->fr.entry, TRUST_ALL);
		if (t != TRI_MAYBE) {
			v = value_const(values, t == TRI_YES);
			break;
		}
		if (m->result == RESULT_TEST_SAVED)
			break;
		/* Not known yet: from here on it is, one way or the other. */
		for (int truth = 0; truth < 2; truth++) {
			struct run split = *r;

			if (!expr_assume(m->test, truth, &split.st))
				continue;
			run_assign(&env->fr, &split, &e->call.result, value_const(values, truth));
			vec_push(out, split);
		}
		return true;
	case RESULT_SAVED:
		v = value_saved(values, st, m->saves, SAVED_LIVE, next_depth(before), e);
		break;
	case RESULT_VALUE:
		v = value_const(values, m->result_value);
		break;
	case RESULT_READ:
		if (m->result_arg < e->call.nargs && e->call.args[m->result_arg].kind == OPERAND_ADDR) {
			read = e->call.args[m->result_arg];
			read.kind = OPERAND_PATH;
			v = run_operand(&env->fr, r, &read);
		}
		break;
	case RESULT_NONE:
		break;
	}
	if (e->kind == EVENT_CALL)
		run_assign(&env->fr, r, &e->call.result, v);
	else if (e->as.nouts)
		run_assign(&env->fr, r, &e->as.outs[0], v);
	return false;
}

/* Each class of the result goes on for itself. */
static void do_returns(struct step_env *env, const struct run *r, const struct event *e,
		       const struct model *m, struct run_vec *out)
{
	struct guard g = { .a = e->call.result, .b = { .kind = OPERAND_CONST } };
	struct run rest = *r;
	bool left = true;

	for (size_t i = 0; i < m->nreturns && left; i++) {
		struct run one = rest;

		g.rel = m->returns[i].rel;
		g.b.value = m->returns[i].value;
		if (g.a.kind == OPERAND_NONE || run_guard(&env->fr, &one, &g)) {
			do_assigns(env, &one, e, m, &m->returns[i].set);
			vec_push(out, one);
		}
		if (g.a.kind == OPERAND_NONE)
			continue;
		g.rel = guard_negate(m->returns[i].rel);
		left = run_guard(&env->fr, &rest, &g);
	}
	if (left)
		vec_push(out, rest);
}

void effect_apply(struct step_env *env, const struct run *r, const struct event *e,
		  const struct model *m, struct run_vec *out)
{
	struct run now = *r;
	struct state before = r->st;
	size_t first = out->n;

	if (!do_claim(env, &now, e, m))
		return;
	if (m->tags)
		judge_all(env, ON_TAG, &now, e, m, 0, 0);
	do_cases(env, &now, e, m);
	do_restore(env, &now, e, m);
	if (m->sets)
		run_put(&now, env->s->lost_cell, NULL);
	if (m->is_alarm)
		do_alarm(env, &now, e, m);
	if (m->ends_path)
		return;
	if (!do_result(env, &now, r, e, m, out)) {
		if (m->nreturns && e->kind == EVENT_CALL)
			do_returns(env, &now, e, m, out);
		else
			vec_push(out, now);
	}
	for (size_t i = first; i < out->n; i++) {
		judge_becomes(env, &out->v[i], &before, e);
		do_follows(env, &out->v[i]);
		leave_trail(env, &out->v[i], &before, e, m);
	}
}

/* What the contract of the function says of the variable at its end; 0: nothing. */
static unsigned contract_value(const struct step_env *env, const struct model *m, unsigned var)
{
	unsigned entry = state_get(env->fr.entry, var), value = entry;

	if (m->ncases > 1 || (m->ncases && m->cases[0].when))
		return 0;
	for (size_t i = 0; m->ncases && i < m->cases[0].set.n; i++)
		if (m->cases[0].set.v[i].var == var)
			value = m->cases[0].set.v[i].how == ASSIGN_VALUE ?
					m->cases[0].set.v[i].value : VALUE_CALLER;
	return value > VALUE_CALLER && value < VALUE_OUTER ? value : 0;
}

/* The body leaves another state than callers rely on. */
static void judge_contract(struct step_env *env, struct run *r, const struct event *e)
{
	const struct ruleset *rules = env->s->p->rules;
	varmask broken = 0, poison = 0;

	for (unsigned i = 0; i < rules->nvars; i++) {
		unsigned value = contract_value(env, env->fr.f->contract, i);

		if (value && state_known(&r->st, i) && state_get(&r->st, i) != value &&
		    !((r->st.poison | env->s->p->fixed) >> i & 1))
			broken |= (varmask)(1u << i);
	}
	for (size_t i = 0; i < rules->rules.n; i++)
		for (size_t k = 0; k < rules->rules.v[i]->nchecks; k++) {
			const struct check *c = &rules->rules.v[i]->checks[k];

			if (c->on == ON_CONTRACT && c->about & broken)
				judge(env, c, r, e, TRI_YES, &r->st, &poison);
		}
}

void effect_return(struct step_env *env, const struct run *r, const struct event *e)
{
	const struct value *lost = run_get(r, env->s->lost_cell);
	struct run now = *r;

	if (env->fr.f->contract && env->ctx->is_root)
		judge_contract(env, &now, e);

	judge_all(env, ON_RETURN, &now, e, NULL, 0, 0);
	if (lost && lost->kind == VALUE_SAVED) {
		/* Lost flags matter when something that they hold is not as it was. */
		struct state then = state_mix(&now.st, &lost->saved, lost->mask);

		if (then.values != now.st.values && !(now.st.poison & lost->mask))
			judge_all(env, ON_FLAGS_LOST, &now, e, NULL, 0, 0);
	}
}

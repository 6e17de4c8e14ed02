// SPDX-License-Identifier: GPL-2.0-or-later
/* The checks that watch a run. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/intern.h"
#include "solve.h"

/* ---- sightings ---- */

/* An option that is off here and that a value needs which the check looked at. */
static const char *missing_option(const struct step_env *env, const struct check *c,
				  const struct state *s)
{
	const struct ruleset *rules = env->s->p->rules;

	for (unsigned v = 0; v < rules->nvars; v++) {
		const char *name = c->touches >> v & 1
					   ? rules_missing_option(rules, v, state_get(s, v))
					   : NULL;

		if (name)
			return name;
		if (env->s->p->is_unlisted && c->touches >> v & 1 && state_known(s, v) &&
		    rules->vars[v].nneeds[state_get(s, v)])
			program_gap(env->s->p, "undecidable", NULL, &(struct place){},
				    "these facts do not say how the kernel is configured, so no "
				    "finding is called latent");
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

static bool stands_before(const struct place *a, const struct place *b)
{
	return a->file == b->file && a->line &&
	       (a->line < b->line || (a->line == b->line && a->column < b->column));
}

/* The option that is off here and that the sighting needs. */
static const char *needed_by(const struct step_env *env, const struct check *c, const struct run *r,
			     const struct state *after)
{
	const char *name = missing_option(env, c, &r->st);

	return name ? name : missing_option(env, c, after);
}

/* What the sighting is of. */
static void see(struct sighting *x, struct step_env *env, const struct run *r,
		const struct event *e, const struct state *after)
{
	x->context = env->ctx;
	x->event = e;
	x->func = env->fr.f;
	x->callee = env->callee;
	x->save = env->save;
	x->place = place_of(r, e);
	x->trail = r->trail;
	x->before = r->st;
	x->after = *after;
	x->node = env->node;
	x->needed = needed_by(env, x->check, r, after);
}

/*
 * A check that speaks once for a function shows the place that stands first in
 * the source, in whatever order paths are walked, and one that needs no option
 * before others.
 */
static void see_once_more(struct sighting *x, struct step_env *env, const struct run *r,
			  const struct event *e, const struct state *after)
{
	bool needs = needed_by(env, x->check, r, after) != NULL, needed = x->needed != NULL;

	x->count++;
	if (needs < needed || (needs == needed && stands_before(place_of(r, e), x->place)))
		see(x, env, r, e, after);
}

static struct sighting *sight(struct step_env *env, const struct check *c, const struct run *r,
			      const struct event *e, const struct state *after)
{
	struct solver *s = env->s;
	const struct place *at = place_of(r, e);
	struct sighting *x = map_get(&s->sightings, c, at);

	if (x)
		return x;
	x = c->once ? map_get(&s->sightings, c, env->fr.f->f->symbol) : NULL;
	if (x) {
		map_put(&s->sightings, c, at, x);
		see_once_more(x, env, r, e, after);
		return x;
	}
	x = arena_new(&s->arena, struct sighting);
	*x = (struct sighting){.check = c, .count = 1, .is_sure = true};
	see(x, env, r, e, after);
	map_put(&s->sightings, c, at, x);
	if (c->once)
		map_put(&s->sightings, c, env->fr.f->f->symbol, x);
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
		have = rules_tree_fact(p->rules, c->needs[i])->value != TRI_NO;
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
bool judge(struct step_env *env, const struct check *c, struct run *r, const struct event *e,
	   enum tri holds, const struct state *after, varmask *poison)
{
	if (c->remembers) {
		unsigned var = env->s->p->rules->remembers - 1;

		if (holds == TRI_YES && state_known(after, var))
			env->s->remembered |= 1u << state_get(after, var);
		return false;
	}
	if (c->every && env->s->p->is_trial)
		return false;
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
	if (env->s->p->is_trial) {
		env->s->speaks |= c->on == ON_TAG || c->on == ON_CLAIM;
		return false;
	}
	sight(env, c, r, e, after);
	/* What is never set here would never be known again. */
	*poison |= c->poisons & (varmask)~env->s->p->fixed;
	return true;
}

/* Where the hardware entered with what was noted for the program: that is the case assumed. */
static bool is_remembered(const struct step_env *env, const struct check *c, const struct state *st)
{
	unsigned var = env->s->p->rules->remembers;

	return !c->where_remembered || (var && st->assumed >> (var - 1) & 1);
}

/* The function stands in one of the slots that the check is about. */
static bool is_returning(const struct step_env *env, const struct check *c)
{
	for (size_t i = 0; i < c->nslots; i++) {
		const struct slot *s = map_get(&env->s->p->slots, c->records[i], c->fields[i]);

		for (size_t k = 0; s && k < s->rows.n; k++)
			if (s->rows.v[k]->func == env->fr.f)
				return true;
	}
	return !c->nslots;
}

/* Judges every check of the kind on the state before; poisons when one held. */
bool judge_all(struct step_env *env, enum trigger on, struct run *r, const struct event *e,
	       const struct model *m, unsigned var, unsigned value)
{
	const struct ruleset *rules = env->s->p->rules;
	const struct check *const *each;
	varmask poison = 0;
	bool any = false;

	vec_for_each (each, &rules->checks[on]) {
		const struct check *c = *each;
		enum tri holds = TRI_YES;

		if ((on == ON_TAG && !(c->tags & m->tags)) ||
		    (on == ON_SET && (c->var != var || !(c->values >> value & 1))) ||
		    (on == ON_CLAIM && c->state && !(c->state->vars & value)) ||
		    (on == ON_RETURN &&
		     ((c->root_only && !env->ctx->is_root) || !is_returning(env, c))) ||
		    !is_remembered(env, c, &r->st))
			continue;
		if (c->state)
			holds = expr_eval(c->state, &r->st, env->fr.entry,
					  c->where_remembered ? TRUST_ALL : TRUST_KNOWN);
		any |= judge(env, c, r, e, holds, &r->st, &poison);
	}
	r->st.poison |= poison & (varmask)~env->s->p->fixed;
	return any;
}

void judge_becomes(struct step_env *env, struct run *r, const struct state *before,
		   const struct event *e, const struct model *m)
{
	const struct ruleset *rules = env->s->p->rules;
	const struct check *const *each;
	struct state after = r->st;
	varmask poison = 0;

	vec_for_each (each, &rules->checks[ON_BECOMES]) {
		const struct check *c = *each;
		struct run was;

		if ((c->tags && !(c->tags & m->tags)) ||
		    expr_eval(c->state, &after, env->fr.entry, TRUST_KNOWN) != TRI_YES ||
		    expr_eval(c->state, before, env->fr.entry, TRUST_KNOWN) == TRI_YES)
			continue;
		was = *r;
		was.st = *before;
		judge(env, c, &was, e, TRI_YES, &after, &poison);
	}
	r->st.poison |= poison & (varmask)~env->s->p->fixed;
}

void judge_call(struct step_env *env, struct run *r, const struct event *e, const struct func *f)
{
	const struct expr *hot = env->s->p->rules->hot;

	if (!hot || !func_is_traceable(f) ||
	    expr_eval(hot, &r->st, env->fr.entry, TRUST_KNOWN) != TRI_YES)
		return;
	env->callee = f;
	judge_all(env, r->choices & CHOICE_NOINSTR ? ON_CALL_OUT : ON_CALL_TRACEABLE, r, e, NULL, 0,
		  0);
	env->callee = NULL;
}

void judge_flags(struct step_env *env, enum trigger on, struct run *r, const struct event *e,
		 const struct model *m, const struct value *flags)
{
	env->save = flags->event;
	judge_all(env, on, r, e, m, 0, 0);
	env->save = NULL;
}

/* ---- returns ---- */

/* What the contract of the function says of the variable at its end; 0: nothing. */
static unsigned contract_value(const struct step_env *env, const struct model *m, unsigned var)
{
	unsigned entry = state_get(env->fr.entry, var), value = entry;

	if (m->ncases > 1 || (m->ncases && m->cases[0].when))
		return 0;
	for (size_t i = 0; m->ncases && i < m->cases[0].set.n; i++)
		if (m->cases[0].set.v[i].var == var)
			value = m->cases[0].set.v[i].how == ASSIGN_VALUE
					? m->cases[0].set.v[i].value
					: VALUE_CALLER;
	return value > VALUE_CALLER && value < VALUE_OUTER ? value : 0;
}

/* Variables that the body leaves otherwise than it promises, where the condition may hold. */
static varmask broken_promises(const struct step_env *env, const struct model *m,
			       const struct run *r)
{
	varmask broken = 0;

	for (size_t i = 0; i < m->nleaves; i++) {
		const struct effect_case *c = &m->leaves[i];

		if (c->when && expr_eval(c->when, &r->st, env->fr.entry, TRUST_ALL) == TRI_NO)
			continue;
		for (size_t k = 0; k < c->set.n; k++)
			if (state_known(&r->st, c->set.v[k].var) &&
			    state_get(&r->st, c->set.v[k].var) != c->set.v[k].value)
				broken |= (varmask)(1u << c->set.v[k].var);
	}
	return broken;
}

/* The body leaves another state than callers rely on. */
static void judge_contract(struct step_env *env, struct run *r, const struct event *e)
{
	const struct ruleset *rules = env->s->p->rules;
	varmask broken = broken_promises(env, env->fr.f->contract, r), poison = 0;
	const struct check *const *each;

	for (unsigned i = 0; i < rules->nvars; i++) {
		unsigned value = contract_value(env, env->fr.f->contract, i);

		if (env->fr.f->contract->promises >> i & 1)
			continue;
		if (value && state_known(&r->st, i) && state_get(&r->st, i) != value &&
		    !((r->st.poison | env->s->p->fixed) >> i & 1))
			broken |= (varmask)(1u << i);
	}
	vec_for_each (each, &rules->checks[ON_CONTRACT])
		if ((*each)->about & broken)
			judge(env, *each, r, e, TRI_YES, &r->st, &poison);
}

/* Lost flags matter when something that they hold, so far as is known, is not as it was. */
static bool lost_matters(const struct step_env *env, const struct value *lost,
			 const struct state *now)
{
	for (unsigned i = 0; i < env->s->p->rules->nvars; i++) {
		unsigned then = state_get(&lost->saved, i);

		if (lost->mask >> i & 1 && then != VALUE_UNKNOWN && then != state_get(now, i))
			return !(now->poison & lost->mask);
	}
	return false;
}

/*
 * Does C go on somewhere behind the function's end?  What only the hardware comes to
 * by way of assembly ends with the instruction that gives the interrupted code its own
 * state back, out of what the hardware saved.
 */
static bool ends_in_c(const struct func *f, bool *seen)
{
	if (f->is_escaping || f->is_modelled)
		return true;
	if (!f->callers.n)
		return !func_is_assembly(f);
	if (seen[f->id])
		return false;
	seen[f->id] = true;
	for (size_t i = 0; i < f->callers.n; i++)
		if (!func_is_assembly(f->callers.v[i]) || ends_in_c(f->callers.v[i], seen))
			return true;
	return false;
}

static bool restores_for_c(const struct step_env *env)
{
	bool *seen = calloc(env->s->p->funcs.n, sizeof(*seen)), yes;

	if (!seen)
		die("out of memory");
	yes = ends_in_c(env->fr.f, seen);
	free(seen);
	return yes;
}

void judge_return(struct step_env *env, struct run *r, const struct event *e)
{
	const struct value *lost = run_get(r, env->s->lost_cell);
	struct run now = *r;

	if (env->fr.f->contract && env->ctx->is_root)
		judge_contract(env, &now, e);

	judge_all(env, ON_RETURN, &now, e, NULL, 0, 0);
	r->st.poison |= now.st.poison; /* it is not the caller's fault too */
	if (lost && lost->kind == VALUE_SAVED && lost_matters(env, lost, &now.st) &&
	    restores_for_c(env))
		judge_flags(env, ON_FLAGS_LOST, &now, e, NULL, lost);
}

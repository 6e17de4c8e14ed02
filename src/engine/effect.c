// SPDX-License-Identifier: GPL-2.0-or-later
/* What a model does to a run. */
#include <string.h>

#include "base/intern.h"
#include "solve.h"

/* ---- effects ---- */

/* All 15s at the variables that are not as they were. */
static uint64_t state_changed(const struct state *a, const struct state *b)
{
	uint64_t d = a->values ^ b->values;

	d |= d >> 1;
	d |= d >> 2;
	return (d & 0x1111111111111111ull) * 15;
}

static void leave_trail(struct step_env *env, struct run *r, const struct state *before,
			const struct event *e, const struct model *m)
{
	struct trail *t;

	env->s->changed |= state_changed(before, &r->st);
	if (state_equal(before, &r->st) && (!m->tags || m->is_light))
		return;
	t = arena_new(&env->s->arena, struct trail);
	*t = (struct trail){.prev = r->trail,
			    .event = e,
			    .func = env->fr.f,
			    .model = m,
			    .before = *before,
			    .after = r->st};
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
	const struct model *asked;

	/* Another condition in the same expansion may be what keeps it silent. */
	if (unsure && unsure->place.line == e->place.line &&
	    unsure->place.column == e->place.column && unsure->place.file == e->place.file)
		return;
	if (test && test->chain && e->chain && test->place.line == e->place.line &&
	    test->place.column == e->place.column && test->place.file == e->place.file &&
	    test->chain->name[test->chain->n - 1] == e->chain->name[e->chain->n - 1]) {
		asked = match_event(
			env->s->p, env->fr.f, test,
			test->kind == EVENT_CALL && test->call.callee == CALLEE_SYMBOL
				? program_function(env->s->p, env->fr.f, test->call.symbol)
				: NULL);
		if (asked && asked->result == RESULT_TEST)
			judge_all(env, ON_CLAIM, r, e, m, 0, asked->test->vars);
	}
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
			    intern_f("%s", e->kind == EVENT_CALL && e->call.symbol ? e->call.symbol
										   : m->names[0]));
		return false;
	}
	if (known == TRI_NO) {
		judge_all(env, ON_CLAIM, r, e, m, 0, m->claim->vars);
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

/* told: how the model's test comes out, where that was taken for this run. */
static bool case_holds(const struct step_env *env, const struct run *r, const struct model *m,
		       const struct effect_case *c, enum tri told)
{
	enum tri t = c->when ? expr_eval(c->when, &r->st, env->fr.entry, TRUST_ALL) : TRI_YES;

	if (t == TRI_MAYBE && told != TRI_MAYBE)
		t = expr_follows(c->when, m->test, told == TRI_YES);
	return t == TRI_YES;
}

/* True when the argument told which case it is. */
static bool do_cases(struct step_env *env, struct run *r, const struct event *e,
		     const struct model *m, enum tri told)
{
	for (size_t i = 0; i < m->ncases; i++) {
		const struct effect_case *c = &m->cases[i];

		if (!case_holds(env, r, m, c, told))
			continue;
		if (!arg_fits(env, r, e, c))
			continue;
		do_assigns(env, r, e, m, &c->set);
		return c->has_arg;
	}
	return false;
}

/* ---- results ---- */

/* What the state says of bits that are read: of the mode that an exception was taken in. */
static void load_bits(struct step_env *env, struct run *r, const struct run *before,
		      const struct event *e, const struct model *m)
{
	struct guard g = {.rel = m->bits.rel, .a = e->set.dst, .b = {.kind = OPERAND_CONST}};

	if (m->test && expr_eval(m->test, &before->st, env->fr.entry, TRUST_ALL) != TRI_YES)
		return;
	g.a.mask = m->bits.mask;
	g.b.value = m->bits.value;
	run_guard(&env->fr, r, &g);
}

/* How a test of the state comes out, of the state now or of that in saved flags. */
static const struct value *test_value(struct step_env *env, struct run *r, const struct state *st,
				      const struct event *e, const struct model *m, enum tri told)
{
	const struct value *saved;
	enum tri t = told;

	if (m->result == RESULT_TEST_SAVED) {
		saved = m->result_arg < e->call.nargs
				? run_operand(&env->fr, r, &e->call.args[m->result_arg])
				: NULL;
		if (!saved || saved->kind != VALUE_SAVED)
			return NULL;
		st = &saved->saved;
	}
	if (told == TRI_MAYBE) {
		if (expr_eval(m->test, st, env->fr.entry, TRUST_KNOWN) != TRI_MAYBE)
			run_put(r, env->s->tested_cell, value_event(env->fr.p->values, e));
		t = expr_eval(m->test, st, env->fr.entry, TRUST_ALL);
	}
	return t == TRI_MAYBE ? NULL : value_const(env->fr.p->values, t == TRI_YES);
}

/* What the flags are that it saves, as its result or by reference. */
static const struct value *saved_value(struct step_env *env, struct run *r, const struct state *st,
				       const struct event *e, const struct model *m)
{
	const struct value *v = flags_save(env, r, st, m->saves, e);

	if (!m->saves_into)
		return v;
	if (m->result_arg < e->call.nargs)
		run_put(r, run_pointee(&env->fr, r, &e->call.args[m->result_arg]), v);
	return NULL;
}

/* What stands where the argument points to. */
static const struct value *read_value(struct step_env *env, struct run *r, const struct event *e,
				      const struct model *m)
{
	struct operand read;

	if (m->result_arg >= e->call.nargs || e->call.args[m->result_arg].kind != OPERAND_ADDR)
		return NULL;
	read = e->call.args[m->result_arg];
	read.kind = OPERAND_PATH;
	return run_operand(&env->fr, r, &read);
}

/* A model says what matters of a body, and this it leaves to it. */
static const struct value *body_value(struct step_env *env, const struct event *e)
{
	const struct func *body = NULL;

	if (e->kind == EVENT_CALL && e->call.callee == CALLEE_SYMBOL &&
	    e->call.result.kind != OPERAND_NONE)
		body = program_function(env->s->p, env->fr.f, e->call.symbol);
	return body ? body->returns : NULL;
}

static void do_result(struct step_env *env, struct run *r, const struct run *before,
		      const struct event *e, const struct model *m, enum tri told)
{
	const struct value *v = NULL;

	if (e->kind == EVENT_SET || e->kind == EVENT_STORE) {
		run_set(&env->fr, r, e);
		if (m->result == RESULT_BITS)
			load_bits(env, r, before, e, m);
		return;
	}
	if (e->kind != EVENT_CALL && e->kind != EVENT_ASM)
		return;
	switch (m->result) {
	case RESULT_TEST:
	case RESULT_TEST_SAVED:
		v = test_value(env, r, &before->st, e, m, told);
		break;
	case RESULT_SAVED:
		v = saved_value(env, r, &before->st, e, m);
		break;
	case RESULT_VALUE:
		v = value_const(env->fr.p->values, m->result_value);
		break;
	case RESULT_READ:
		v = read_value(env, r, e, m);
		break;
	case RESULT_BITS: /* of a load only */
		break;
	case RESULT_NONE:
		v = body_value(env, e);
		break;
	}
	if (e->kind == EVENT_CALL)
		run_assign(&env->fr, r, &e->call.result, v);
	else if (e->as.nouts)
		run_assign(&env->fr, r, &e->as.outs[0], v);
}

/* Each class of the result goes on for itself. */
static void do_returns(struct step_env *env, const struct run *r, const struct event *e,
		       const struct model *m, struct run_vec *out)
{
	struct guard g = {.a = e->call.result, .b = {.kind = OPERAND_CONST}};
	struct run rest = *r;
	bool left = true;

	for (size_t i = 0; i < m->nreturns && left; i++) {
		struct run one = rest;

		g.rel = m->returns[i].rel;
		g.a.mask = m->returns[i].mask;
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

/* Something was done about what the lost flags hold: they matter no more. */
static void settle_lost(const struct step_env *env, struct run *r, const struct state *before)
{
	const struct value *lost = run_get(r, env->s->lost_cell);

	if (lost && lost->kind == VALUE_SAVED &&
	    (r->st.values ^ before->values) & state_nibbles(lost->mask))
		run_put(r, env->s->lost_cell, NULL);
}

/* told: how the model's test comes out, where that was taken for this run. */
static void apply_told(struct step_env *env, struct run *now, const struct event *e,
		       const struct model *m, enum tri told, struct run_vec *out)
{
	struct run before = *now;

	if (!do_cases(env, now, e, m, told))
		flags_restore(env, now, e, m);
	settle_lost(env, now, &before.st);
	if (m->is_alarm)
		do_alarm(env, now, e, m);
	if (m->ends_path)
		return;
	do_result(env, now, &before, e, m, told);
	if (m->nreturns && e->kind == EVENT_CALL)
		do_returns(env, now, e, m, out);
	else
		vec_push(out, *now);
}

void effect_apply(struct step_env *env, const struct run *r, const struct event *e,
		  const struct model *m, struct run_vec *out)
{
	struct run now = *r;
	struct state before = r->st;
	size_t first = out->n;
	varmask wrong = 0;

	/* What sleeps is judged where it stands, even when that path cannot be. */
	if (m->tags) {
		judge_all(env, ON_TAG, &now, e, m, 0, 0);
		wrong = now.st.poison & (varmask)~before.poison;
	}
	if (!do_claim(env, &now, e, m))
		return;
	if (m->result == RESULT_TEST && (e->kind == EVENT_CALL || e->kind == EVENT_ASM) &&
	    expr_eval(m->test, &now.st, env->fr.entry, TRUST_ALL) == TRI_MAYBE) {
		/* Not known yet: from here on it is, one way or the other. */
		for (enum tri told = TRI_NO; told <= TRI_YES; told++) {
			struct run one = now;

			if (expr_assume(m->test, told == TRI_YES, &one.st))
				apply_told(env, &one, e, m, told, out);
		}
	} else {
		apply_told(env, &now, e, m, TRI_MAYBE, out);
	}
	for (size_t i = first; i < out->n; i++) {
		/* An event that should not be there does not settle what it was found to blur. */
		out->v[i].st.poison |= wrong;
		judge_becomes(env, &out->v[i], &before, e, m);
		do_follows(env, &out->v[i]);
		leave_trail(env, &out->v[i], &before, e, m);
	}
}

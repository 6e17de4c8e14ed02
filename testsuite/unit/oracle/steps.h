/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The oracle's reading of models and checks: one event on one known state. */
#ifndef EQS_ORACLE_STEPS_H
#define EQS_ORACLE_STEPS_H

#include "machine.h"

static struct seen *seen_get(struct machine *m, const struct check *c, const struct event *e)
{
	struct seen *s = map_get(&m->seen_map, c, e);

	if (s)
		return s;
	s = calloc(1, sizeof(*s));
	s->check = c;
	s->event = e;
	map_put(&m->seen_map, c, e, s);
	vec_push(&m->seen, s);
	return s;
}

static bool decidable(const struct check *c)
{
	bool have = !c->nneeds;

	/* of what the hardware enters, which no generated program has */
	if (c->remembers || c->where_remembered)
		return false;

	for (size_t i = 0; i < c->nneeds; i++)
		have |= c->needs[i] == intern("CONTEXT_TRACKING_USER");
	return have &&
	       !(c->unless && expr_eval(c->unless, &(struct state){}, NULL, TRUST_ALL) == TRI_YES);
}

/* sure: false when the engine may see it otherwise (flags that are dead already). */
static void meet(struct machine *m, const struct check *c, const struct event *e, enum tri holds,
		 bool sure, varmask *poison)
{
	if (!decidable(c) || (holds != TRI_YES && !c->every))
		return;
	if (holds == TRI_YES) {
		struct seen *s = seen_get(m, c, e);

		s->may = true;
		s->must |= sure && !m->now->vague;
	} else {
		seen_get(m, c, e)->may_not = true;
		seen_get(m, c, e)->no |= !m->now->vague;
	}
	if (holds == TRI_YES && !c->every)
		*poison |= c->poisons & (varmask)~m->fixed;
}

static const struct state *frame_entry(struct machine *m)
{
	return &top(m)->entry;
}

static void meet_all(struct machine *m, enum trigger on, const struct event *e,
		     const struct model *model, unsigned var, unsigned value, bool sure)
{
	varmask poison = 0;

	for (size_t i = 0; i < m->rules->rules.n; i++)
		for (size_t k = 0; k < m->rules->rules.v[i]->nchecks; k++) {
			const struct check *c = &m->rules->rules.v[i]->checks[k];
			bool fits = c->on == on;

			if (on == ON_TAG)
				fits = fits && (c->tags & model->tags);
			if (on == ON_SET)
				fits = fits && c->var == var && c->values >> value & 1;
			if (on == ON_RETURN)
				fits = fits && !(c->root_only && m->now->nframes > 1);
			if (fits)
				meet(m, c, e,
				     !c->state ? TRI_YES
					       : expr_eval(c->state, &m->now->st, frame_entry(m),
							   TRUST_KNOWN),
				     sure, &poison);
		}
	m->now->st.poison |= poison;
}

static void meet_becomes(struct machine *m, const struct state *before, const struct event *e,
			 const struct model *model)
{
	struct state after = m->now->st;
	varmask poison = 0;

	for (size_t i = 0; i < m->rules->rules.n; i++)
		for (size_t k = 0; k < m->rules->rules.v[i]->nchecks; k++) {
			const struct check *c = &m->rules->rules.v[i]->checks[k];

			if (c->on == ON_BECOMES && (!c->tags || c->tags & model->tags) &&
			    expr_eval(c->state, &after, frame_entry(m), TRUST_KNOWN) == TRI_YES &&
			    expr_eval(c->state, before, frame_entry(m), TRUST_KNOWN) != TRI_YES)
				meet(m, c, e, TRI_YES, true, &poison);
		}
	m->now->st.poison |= poison;
}

/* ---- effects ---- */

static void set_variables(struct machine *m, const struct event *e, const struct model *model,
			  const struct assign_vec *set)
{
	struct state *st = &m->now->st;

	for (size_t i = 0; i < set->n; i++) {
		const struct assign *a = &set->v[i];
		unsigned now = state_get(st, a->var), last = m->rules->vars[a->var].nvalues, value;

		if (m->fixed >> a->var & 1)
			continue;
		value = a->how == ASSIGN_VALUE ? a->value : VALUE_UNKNOWN;
		if (a->how == ASSIGN_UP && state_known(st, a->var))
			value = now == last ? last : now + 1;
		if (a->how == ASSIGN_DOWN && state_known(st, a->var) && now != last)
			value = now == 1 ? 1 : now - 1;
		if (value != VALUE_UNKNOWN && model)
			meet_all(m, ON_SET, e, model, a->var, value, true);
		state_set(st, a->var, value);
	}
}

/* The token that stands in a local of the frame, and where it is held. */
static bool is_held(const struct oframe *f, unsigned token, uint32_t *local)
{
	for (uint32_t i = 0; i < f->f->nlocals; i++)
		if (f->locals[i].kind == CVAL_TOKEN && f->locals[i].v == token) {
			*local = i;
			return true;
		}
	return false;
}

/* 0: no flags that were saved later are open; 1: perhaps; 2: for certain. */
static int later_open(struct machine *m, const struct token *t)
{
	struct config *c = m->now;
	int answer = 0;

	for (unsigned i = 0; i < c->ntokens; i++) {
		const struct token *o = &c->tokens[i];
		struct live later = live_from(m, top(m)->f, top(m)->block, top(m)->op + 1);
		uint32_t local;

		/* Of flags that another function saved the engine does not know when. */
		if (o->restored || o == t || (o->order <= t->order && t->depth == c->nframes))
			continue;
		answer = answer ? answer : 1;
		if (!c->muddled && o->depth == c->nframes && t->depth == c->nframes &&
		    is_held(top(m), i, &local) && is_live(&later, local))
			answer = 2;
	}
	return answer;
}

/* Nothing ever writes to it. */
static bool never_set(const struct function *f, const struct operand *o)
{
	if (o->kind != OPERAND_LOCAL || o->local < f->nparams || !f->locals[o->local].name ||
	    f->locals[o->local].in_memory)
		return false;
	return !strcmp(f->locals[o->local].name, "never"); /* the generator's name for it */
}

/* Nothing moved what they hold since: to restore them again changes nothing. */
static bool is_as_saved(const struct machine *m, const struct token *t)
{
	for (unsigned i = 0; i < m->rules->nvars; i++)
		if (t->mask & (varmask)~m->fixed & (varmask)(1u << i) &&
		    state_get(&m->now->st, i) != state_get(&t->saved, i))
			return false;
	return true;
}

static void restore(struct machine *m, const struct event *e, const struct model *model)
{
	const struct operand *o;
	struct cval v;
	struct token *t;
	int open;

	if (model->restores < 0 || (uint32_t)model->restores >= e->call.nargs)
		return;
	o = &e->call.args[model->restores];
	v = evaluate(m, o);
	if (v.kind != CVAL_TOKEN) {
		/* Of a number the engine may not know that it is one. */
		if (o->kind == OPERAND_LOCAL)
			meet_all(m, ON_FLAGS_UNSAVED, e, model, 0, 0, never_set(top(m)->f, o));
		for (unsigned i = 0; i < m->rules->nvars; i++)
			if (m->rules->saved >> i & 1 && !(m->fixed >> i & 1))
				state_set(&m->now->st, i, VALUE_UNKNOWN);
		return;
	}
	t = &m->now->tokens[v.v];
	open = later_open(m, t);
	if (open == 1) {
		m->now->vague = true;
		open = (int)choose(m, 2);
	}
	if (t->restored && (open || is_as_saved(m, t)))
		meet_all(m, ON_FLAGS_TWICE, e, model, 0, 0, false);
	else if (open && !t->restored)
		meet_all(m, ON_FLAGS_ORDER, e, model, 0, 0, open == 2);
	m->now->muddled |= t->restored || open;
	for (unsigned i = 0; i < m->rules->nvars; i++) {
		varmask bit = (varmask)(1u << i);

		if (!(t->mask & bit & (varmask)~m->fixed & (varmask)~model->spares))
			continue;
		if (state_known(&t->saved, i) && !(t->saved.poison & bit))
			meet_all(m, ON_SET, e, model, i, state_get(&t->saved, i), true);
		m->now->st = state_mix(&m->now->st, &t->saved, bit);
	}
	t->restored = true;
}

/* Flags that were passed, were restored here and are saved as they were: the same again. */
static bool save_again(struct machine *m, const struct model *model, const struct state *before,
		       struct cval *same)
{
	const struct oframe *f = top(m);
	struct state now = state_mix(&(struct state){}, before, model->saves);

	for (uint32_t i = 0; i < f->f->nparams; i++) {
		struct token *t =
			f->locals[i].kind == CVAL_TOKEN ? &m->now->tokens[f->locals[i].v] : NULL;

		if (!t || !t->restored || t->mask != model->saves || t->saved.values != now.values)
			continue;
		t->restored = false;
		*same = f->locals[i];
		return true;
	}
	return false;
}

static struct cval save(struct machine *m, const struct event *e, const struct model *model,
			const struct state *before)
{
	struct config *c = m->now;
	struct cval same;

	if (save_again(m, model, before, &same))
		return same;
	if (c->ntokens == MAX_TOKENS) {
		m->overflow = true;
		return number(0);
	}
	c->tokens[c->ntokens] =
		(struct token){.event = e,
			       .mask = model->saves,
			       .depth = c->nframes,
			       .order = c->order++,
			       .saved = state_mix(&(struct state){}, before, model->saves)};
	return (struct cval){CVAL_TOKEN, c->ntokens++};
}

/* ---- results ---- */

static const struct operand *result_of(const struct event *e)
{
	static const struct operand none;

	return e->kind == EVENT_CALL ? &e->call.result : e->as.nouts ? &e->as.outs[0] : &none;
}

/*
 * A test of the state that is not known: it comes out one way or the other, which
 * decides what the model does, and is known from here on, so far as it can be.
 * False: it cannot come out this way.
 */
static bool take_test(struct machine *m, const struct event *e, const struct model *model,
		      enum tri *told)
{
	*told = TRI_MAYBE;
	if (model->result != RESULT_TEST || (e->kind != EVENT_CALL && e->kind != EVENT_ASM) ||
	    expr_eval(model->test, &m->now->st, frame_entry(m), TRUST_ALL) != TRI_MAYBE)
		return true;
	*told = choose(m, 2) ? TRI_YES : TRI_NO;
	m->now->vague = true;
	return expr_assume(model->test, *told == TRI_YES, &m->now->st);
}

static void give_test(struct machine *m, const struct event *e, const struct model *model,
		      const struct state *before, enum tri told)
{
	const struct state *st = before;
	enum tri t;

	if (model->result == RESULT_TEST_SAVED) {
		struct cval v = model->result_arg < e->call.nargs
					? evaluate(m, &e->call.args[model->result_arg])
					: number(0);

		if (v.kind != CVAL_TOKEN) {
			assign(m, result_of(e), (struct cval){});
			return;
		}
		st = &m->now->tokens[v.v].saved;
	}
	t = told == TRI_MAYBE ? expr_eval(model->test, st, frame_entry(m), TRUST_ALL) : told;
	assign(m, result_of(e), t == TRI_MAYBE ? (struct cval){} : number(t == TRI_YES));
}

static void give_result(struct machine *m, const struct event *e, const struct model *model,
			const struct state *before, enum tri told)
{
	switch (model->result) {
	case RESULT_TEST:
	case RESULT_TEST_SAVED:
		give_test(m, e, model, before, told);
		break;
	case RESULT_SAVED:
		assign(m, result_of(e), save(m, e, model, before));
		break;
	case RESULT_VALUE:
		assign(m, result_of(e), number(model->result_value));
		break;
	case RESULT_READ:
		if (model->result_arg < e->call.nargs &&
		    e->call.args[model->result_arg].kind == OPERAND_ADDR)
			assign(m, result_of(e),
			       *memory_at(m, evaluate(m, &e->call.args[model->result_arg]).v));
		break;
	case RESULT_BITS: /* of a load, of which there is none here */
	case RESULT_NONE:
		assign(m, result_of(e), (struct cval){});
		break;
	}
}

static void class_of_result(struct machine *m, const struct event *e, const struct model *model)
{
	struct guard g = {.a = *result_of(e), .b = {.kind = OPERAND_CONST}};
	unsigned n = (unsigned)model->nreturns;

	if (g.a.kind == OPERAND_NONE) {
		n = choose(m, n + 1);
		if (n < model->nreturns)
			set_variables(m, e, model, &model->returns[n].set);
		return;
	}
	for (unsigned i = 0; i < n; i++) {
		g.rel = model->returns[i].rel;
		g.b.value = model->returns[i].value;
		if (guard_holds(m, &g)) {
			set_variables(m, e, model, &model->returns[i].set);
			return;
		}
	}
}

/* False: this execution cannot be, or ends here. */
static bool claim(struct machine *m, const struct event *e, const struct model *model)
{
	struct state *st = &m->now->st;
	enum tri known;

	if (!model->claim)
		return true;
	known = expr_eval(model->claim, st, frame_entry(m), TRUST_KNOWN);
	if (known == TRI_NO && !model->ends_if_false)
		meet_all(m, ON_CLAIM, e, model, 0, 0, true);
	if (known == TRI_NO)
		return !model->ends_if_false;
	if (expr_eval(model->claim, st, frame_entry(m), TRUST_ALL) == TRI_NO)
		return st->poison & model->claim->vars;
	expr_assume(model->claim, true, st);
	return true;
}

/* told: how the model's test comes out, where that was not known. */
static bool case_fits(struct machine *m, const struct event *e, const struct model *model,
		      const struct effect_case *c, enum tri told)
{
	struct cval v;
	enum tri when;

	if (c->has_arg) {
		if (e->kind != EVENT_CALL || c->arg >= e->call.nargs)
			return false;
		v = evaluate(m, &e->call.args[c->arg]);
		if (v.kind != CVAL_INT || v.v != c->arg_value)
			return false;
	}
	if (!c->when)
		return true;
	when = expr_eval(c->when, &m->now->st, frame_entry(m), TRUST_ALL);
	if (when == TRI_MAYBE && told != TRI_MAYBE)
		when = expr_follows(c->when, model->test, told == TRI_YES);
	return when == TRI_YES;
}

static bool apply_model(struct machine *m, const struct event *e, const struct model *model)
{
	struct state before = m->now->st, asked;
	varmask wrong = 0;
	enum tri told;

	if (model->tags) {
		meet_all(m, ON_TAG, e, model, 0, 0, true);
		wrong = m->now->st.poison & (varmask)~before.poison;
	}
	if (!claim(m, e, model) || !take_test(m, e, model, &told))
		return false;
	asked = m->now->st;
	for (size_t i = 0; i < model->ncases; i++) {
		const struct effect_case *c = &model->cases[i];

		if (!case_fits(m, e, model, c, told))
			continue;
		set_variables(m, e, model, &c->set);
		break;
	}
	restore(m, e, model);
	/* Whatever is done about the variables later settles what was lost. */
	for (unsigned i = 0; i < m->now->ntokens && (model->sets || model->restores >= 0); i++)
		m->now->tokens[i].stale = true;
	if (model->ends_path)
		return false;
	if (e->kind == EVENT_CALL || e->kind == EVENT_ASM)
		give_result(m, e, model, &asked, told);
	if (model->nreturns && e->kind == EVENT_CALL)
		class_of_result(m, e, model);
	m->now->st.poison |= wrong;
	meet_becomes(m, &before, e, model);
	for (size_t i = 0; i < m->rules->follows.n; i++)
		if (expr_eval(m->rules->follows.v[i].when, &m->now->st, frame_entry(m),
			      TRUST_ALL) == TRI_YES)
			set_variables(m, e, NULL, &m->rules->follows.v[i].set);
	return true;
}

/* ---- which model ---- */

static bool chain_names(const struct chain *chain, const char *name)
{
	for (uint32_t i = 0; chain && i < chain->n; i++)
		if (!strcmp(chain->name[i], name))
			return true;
	return false;
}

static bool model_fits(const struct machine *m, const struct model *model, const struct event *e)
{
	bool arch = !model->narchs, within = !model->nwithin, name = false;

	for (size_t i = 0; i < model->narchs; i++)
		arch |= !strcmp(model->archs[i], m->arch);
	for (size_t i = 0; i < model->nwithin; i++)
		within |= chain_names(e->chain, model->within[i]);
	if (!arch || !within || model->defined_in || model->static_inline ||
	    (model->when && expr_eval(model->when, &(struct state){}, NULL, TRUST_ALL) == TRI_NO))
		return false;
	for (size_t i = 0; i < model->nnames && !name; i++) {
		const char *n = model->names[i];
		size_t len = strlen(n);

		if (model->kind == MATCH_CALL && e->kind == EVENT_CALL &&
		    e->call.callee == CALLEE_SYMBOL)
			name = !strcmp(n, e->call.symbol) ||
			       (n[0] == '*' && strlen(e->call.symbol) >= len - 1 &&
				!strcmp(e->call.symbol + strlen(e->call.symbol) - (len - 1),
					n + 1)) ||
			       (len && n[len - 1] == '*' && !strncmp(n, e->call.symbol, len - 1));
		if (model->kind == MATCH_ASM && e->kind == EVENT_ASM)
			name = !strcmp(n, "*") || strstr(e->as.text, n);
	}
	return name;
}

/* One that names a macro around the event goes before those that name none. */
static const struct model *model_of(const struct machine *m, const struct event *e)
{
	const struct model *plain = NULL;

	for (size_t i = 0; i < m->rules->models.n; i++) {
		const struct model *model = m->rules->models.v[i];

		if (!model_fits(m, model, e))
			continue;
		if (model->nwithin)
			return model;
		plain = plain ? plain : model;
	}
	return plain;
}

/* Every event of a generated program has a place of its own, so each macro begins at its event. */
static const struct model *macro_of(const struct machine *m, const struct event *e)
{
	for (size_t i = 0; i < m->rules->models.n; i++) {
		const struct model *model = m->rules->models.v[i];

		for (size_t k = 0; model->kind == MATCH_MACRO && k < model->nnames; k++)
			if (chain_names(e->chain, model->names[k]))
				return model;
	}
	return NULL;
}

#endif

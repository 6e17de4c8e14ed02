// SPDX-License-Identifier: GPL-2.0-or-later
/* Where a program is entered, and in which states. */
#include "solve.h"

#include <string.h>

static struct state root_state(const struct program *p, const struct func *f, bool known)
{
	/* Who is tried alone is tried as most calls are: what a test would teach it is no change.
	 */
	bool whole = known && (f->image_is_whole || p->is_trial);
	struct state st = p->fixed_state;

	for (unsigned i = 0; i < p->rules->nvars; i++) {
		const struct variable *v = &p->rules->vars[i];
		unsigned value = whole ? v->whole_entry : v->entry;

		/* Where nothing ever changes it, it is with every caller as it is at a root. */
		if (!known && p->moved >> i & 1)
			continue;
		if (value && !(p->fixed >> i & 1))
			state_set(&st, i, value);
	}
	return st;
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
		context_enter(s, f, &st, true);
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
		if (!(s->p->fixed >> i & 1) && s->p->moved >> i & 1 && v->whole_entry &&
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
	context_enter(s, f, &st, false);
}

/* Noinstr text without a caller: only where all was read it is certain that none is in C. */
static bool is_by_hardware(const struct func *f)
{
	return !f->callers.n && (func_is_assembly(f) || (f->is_noinstr && f->image_is_whole));
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
			    !(f->is_noinstr || func_is_assembly(f)))
				continue;
			root_by_hardware(s, f, v);
			any = true;
		}
	if (cases && !any)
		program_gap(
			s->p, "undecidable", NULL, &(struct place){},
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

/* Where the hardware comes in, and what is certain to have no other caller. */
static void enter_roots(struct solver *s)
{
	struct func **f;

	vec_for_each (f, &s->p->funcs) {
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

	vec_for_each (f, &s->p->funcs) {
		struct state st;

		if (!(*f)->is_core || (*f)->is_modelled || (*f)->callers.n || is_root(*f) ||
		    is_by_hardware(*f))
			continue;
		st = root_state(s->p, *f, false);
		context_enter(s, *f, &st, !(*f)->is_noinstr);
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

	vec_for_each (f, &s->p->funcs) {
		struct state st;

		if (!((*f)->contract && (*f)->is_core) &&
		    !((*f)->is_core && !(*f)->is_modelled && !was_reached(s, *f)) &&
		    !((*f)->locks && (*f)->is_light && !(*f)->is_modelled))
			continue;
		st = contract_state(s->p, *f);
		context_enter(s, *f, &st, !(*f)->is_noinstr);
	}
}

void roots_solve(struct solver *s)
{
	enter_roots(s);
	enter_uncalled(s);
	enter_apart(s);
	remembered_cases(s);
}

// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * In a program as large as a kernel nearly every function that calls anything
 * may come to an event, as one circle of calls holds a tenth of them; and nearly
 * all leave the state as they found it.  There each function that has an event
 * of its own is tried alone, callees first: only where what it does is its
 * callers' matter are they entered for it, and tried themselves.
 */
#include <stdlib.h>

#include "base/intern.h"
#include "circles.h"
#include "solve.h"

/* So often a function is tried anew when what it calls was found to be another. */
#define MAX_TRIALS 4

/* How a function does in one case of its entry. */
struct trial {
	bool keeps;  /* leaves the state as it was */
	bool acts;   /* though it changed it on the way */
	bool moves;  /* by more than what is saved and restored */
	bool speaks; /* a claim fails, or a check holds */
};

static bool hands_out_flags(const struct exit *x)
{
	return x->whole->nsaved || (x->ret && x->ret->kind == VALUE_SAVED);
}

/* With flags in its hands that it does not restore, it is at fault itself, or not understood. */
static bool exit_keeps(const struct exit *x, const struct state *entry, uint64_t nibbles)
{
	return !hands_out_flags(x) &&
	       (x->holds_flags || !((x->whole->st.values ^ entry->values) & nibbles));
}

static bool exit_acts(const struct exit *x, uint64_t nibbles)
{
	for (const struct trail *t = x->trail; t; t = t->prev)
		if ((t->before.values ^ t->after.values) & nibbles)
			return true;
	return false;
}

static bool is_told_apart(struct program *p, const struct exit *x, const struct exit *y)
{
	bool empty = false;

	if (x->ret && y->ret)
		value_meet(p->values, x->ret, y->ret, &empty);
	return empty;
}

/* Another exit put back what it changed, and no caller can tell this one from it. */
static bool is_as_good(struct program *p, const struct context *c, const struct exit *x,
		       uint64_t nibbles)
{
	for (size_t i = 0; i < c->exits.n && !hands_out_flags(x); i++) {
		const struct exit *y = c->exits.v[i];

		if (exit_keeps(y, &c->entry->st, nibbles) && exit_acts(y, nibbles) &&
		    !is_told_apart(p, x, y))
			return true;
	}
	return false;
}

static struct trial try_alone(struct program *p, struct func *f, const struct state *st)
{
	uint64_t nibbles = state_nibbles(f->touches & (varmask)~p->fixed);
	struct solver *s = solver_new(p);
	struct context *c = solver_enter(s, f, st);
	struct trial t = {.keeps = true,
			  .acts = (s->changed & nibbles) != 0,
			  .moves = (s->changed & nibbles & ~state_nibbles(p->rules->saved)) != 0,
			  .speaks = s->speaks};

	for (size_t i = 0; i < c->exits.n; i++)
		t.keeps &= exit_keeps(c->exits.v[i], &c->entry->st, nibbles) ||
			   is_as_good(p, c, c->exits.v[i], nibbles);
	solver_free(s);
	return t;
}

/*
 * Is what it does its callers' matter?  Not where it puts back what it changed in
 * one of the root's cases: that is how it is called.  What fails in the first
 * case, as most functions are called, fails because of them.
 */
static bool try_cases(struct program *p, struct func *f)
{
	bool keeps = true;
	struct state st;

	for (size_t i = 0; solver_root_case(p, f, i, &st); i++) {
		struct trial t;

		st.assumed = 0;
		t = try_alone(p, f, &st);
		f->moves |= t.moves;
		if (t.moves || (!i && t.speaks))
			return true;
		if (t.keeps && t.acts)
			return false;
		keeps &= t.keeps;
	}
	return !keeps;
}

static void try_function(struct program *p, struct func *f)
{
	bool was = f->spreads, moved = f->moves;

	f->is_queued = false;
	if (!f->moves)
		f->spreads = try_cases(p, f) || (was && f->ntrials++ >= MAX_TRIALS);
	if (f->spreads == was && f->moves == moved && !f->moves)
		return;
	for (size_t i = 0; i < f->callers.n; i++) {
		struct func *caller = f->callers.v[i];

		caller->is_core |= f->spreads;
		caller->is_queued |= caller->is_core && !caller->is_modelled &&
				     (!caller->moves || !caller->spreads);
		/* Who comes to an EQS is followed all the way up. */
		caller->moves |= f->moves;
		caller->spreads |= f->moves;
	}
}

static void try_all(struct program *p)
{
	struct circles c;
	bool again = true;

	circles_find(&c, p);
	while (again) {
		again = false;
		for (size_t i = c.order.n; i-- > 0;) {
			if (!c.order.v[i]->is_queued)
				continue;
			try_function(p, c.order.v[i]);
			again = true;
		}
	}
	circles_free(&c);
}

void alone_compute(struct program *p)
{
	size_t n = 0;

	for (size_t i = 0; i < p->funcs.n; i++)
		n += p->funcs.v[i]->reaches_core;
	if (n <= p->max_core)
		return;
	program_gap(p, "too-many-functions", NULL, &(struct place){},
		    intern_f("%zu functions may come to an event: those that only call others that "
			     "leave the state as they find it are passed over",
			     n));
	for (size_t i = 0; i < p->funcs.n; i++) {
		struct func *f = p->funcs.v[i];

		f->is_core = f->has_own || (f->contract && f->reaches_core);
		f->is_queued = f->is_core && !f->is_modelled;
	}
	p->is_trial = true;
	try_all(p);
	p->is_trial = false;
	for (size_t i = 0; i < p->funcs.n; i++) {
		struct func *f = p->funcs.v[i];

		f->is_light = f->reaches_light && !f->is_core;
	}
	balance_compute(p);
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* From what was seen to faults with the path that leads there. */
#include <string.h>

#include "base/intern.h"
#include "solve.h"

/* Calls in calls that a path shows. */
#define MAX_SHOWN_DEPTH 64

/* Callers in a row that are followed to the root; recursion could make them endless. */
#define MAX_PARENTS 500

struct story {
	struct solver *s;
	const struct check *check;
	const struct event *save; /* the path starts there, if it comes by it */
	size_t from;		  /* its last step there */
	struct fault_step_vec steps;
};

const char *event_text(const struct event *e)
{
	if (e->chain && e->chain->n)
		return e->chain->name[e->chain->n - 1];
	if (e->kind == EVENT_CALL) {
		const struct step *slot =
			e->call.callee == CALLEE_SLOT ? path_last_field(e->call.slot) : NULL;

		if (e->call.callee == CALLEE_SYMBOL)
			return e->call.symbol;
		return slot ? slot->field : intern("(*pointer)");
	}
	if (e->kind == EVENT_RETURN)
		return intern("return");
	if (e->kind == EVENT_ASM)
		return intern_f("asm %.40s", e->as.text);
	return intern("=");
}

/*
 * A state in terms of the whole path: what the function does not touch, or
 * only passes on, is as its caller has it.
 */
static struct state overlay(const struct story *st, const struct state *base,
			    const struct state *mine, const struct func *f)
{
	struct state full = state_mix(base, mine, f->touches | st->s->p->fixed);

	for (unsigned i = 0; i < st->s->p->rules->nvars; i++)
		if (state_get(&full, i) == VALUE_CALLER)
			full = state_mix(&full, base, (varmask)(1u << i));
	return full;
}

static struct fault_step *step_add(struct story *st, const struct func *f, const struct event *e,
				   const struct state *before, const struct state *after)
{
	struct fault_step step = {.function = f->f->symbol, .before = *before, .after = *after};

	step.place = e ? e->place : f->f->place;
	step.event = e ? event_text(e) : f->f->symbol;
	if (e && e == st->save)
		st->from = st->steps.n;
	vec_push(&st->steps, step);
	return &st->steps.v[st->steps.n - 1];
}

static void tell_trail(struct story *st, const struct trail *t, const struct state *base, int depth)
{
	struct state before, after;

	if (!t || depth > MAX_SHOWN_DEPTH)
		return;
	if (t->prev)
		tell_trail(st, t->prev, base, depth);
	before = overlay(st, base, &t->before, t->func);
	after = overlay(st, base, &t->after, t->func);
	if (t->callee)
		tell_trail(st, t->exit->trail, &before, depth + 1);
	else
		step_add(st, t->func, t->event, &before, &after);
}

/* The path to the start of the context; returns the state there, in full. */
static struct state tell_parents(struct story *st, const struct context *c, int depth)
{
	struct state base;

	if (!c->parent || depth > MAX_PARENTS)
		return c->parent_state;
	base = tell_parents(st, c->parent, depth + 1);
	tell_trail(st, c->parent_trail, &base, 0);
	return overlay(st, &base, &c->parent_state, c->parent->func);
}

/* ---- where it begins and ends ---- */

static bool came_to_hold(const struct expr *e, const struct fault_step *step)
{
	return expr_eval(e, &step->after, NULL, TRUST_ALL) == TRI_YES &&
	       expr_eval(e, &step->before, NULL, TRUST_ALL) != TRI_YES;
}

static void cut_before_origin(struct story *st)
{
	size_t from = st->from;

	for (size_t i = 0; st->check->origin && i + 1 < st->steps.n; i++)
		if (came_to_hold(st->check->origin, &st->steps.v[i]))
			from = i;
	memmove(st->steps.v, st->steps.v + from, (st->steps.n - from) * sizeof(*st->steps.v));
	st->steps.n -= from;
}

/* Behind this step the fault is over, and before it was not. */
static bool ends_fault(const struct story *st, const struct trail *t, const struct state *base)
{
	struct state before = overlay(st, base, &t->before, t->func);
	struct state after = overlay(st, base, &t->after, t->func);

	return expr_eval(st->check->ends, &after, NULL, TRUST_ALL) == TRI_YES &&
	       expr_eval(st->check->ends, &before, NULL, TRUST_ALL) != TRI_YES;
}

/* The first step behind the fault on this trail that ends it; NULL when there is none. */
static const struct trail *find_end(const struct story *st, const struct trail *t,
				    const struct event *fault, const struct state *base, bool *past)
{
	const struct trail *end;

	if (!t)
		return NULL;
	end = find_end(st, t->prev, fault, base, past);
	if (end)
		return end;
	if (*past && ends_fault(st, t, base))
		return t;
	*past |= t->event == fault;
	return NULL;
}

/* A step, and the state that its function was entered with, in full. */
struct told {
	const struct trail *trail;
	struct state base;
};

/* What ends it inside of the call, and of the calls in that; the call where that is not seen. */
static struct told innermost(const struct story *st, struct told end)
{
	for (int depth = 0; end.trail->callee && depth < MAX_SHOWN_DEPTH; depth++) {
		struct state base = overlay(st, &end.base, &end.trail->before, end.trail->func);
		const struct trail *t = end.trail->exit->trail;

		while (t && !ends_fault(st, t, &base))
			t = t->prev;
		if (!t)
			break;
		end = (struct told){t, base};
	}
	return end;
}

static void tell_end(struct story *st, const struct sighting *x, const struct state *base)
{
	const struct context *c = x->context;
	struct told end = {}, inside = {};
	struct state before, after;

	for (size_t i = 0; st->check->ends && i < c->exits.n; i++) {
		bool past = false;
		const struct trail *t = find_end(st, c->exits.v[i]->trail, x->event, base, &past);
		struct told in;

		if (!past)
			continue;
		if (!t || (end.trail && t->event != end.trail->event))
			return;
		end = (struct told){t, *base};
		in = innermost(st, end);
		/* Where the ways differ inside, it is the call. */
		inside = !inside.trail || inside.trail->event == in.trail->event ? in : end;
	}
	if (!end.trail)
		return;
	before = overlay(st, &inside.base, &inside.trail->before, inside.trail->func);
	after = overlay(st, &inside.base, &inside.trail->after, inside.trail->func);
	step_add(st, inside.trail->func, inside.trail->event, &before, &after);
}

/* ---- faults ---- */

/* What a call enters, where the source says it otherwise: by a macro, a pointer or a static call.
 */
static const char *fault_note(const struct sighting *x, const char *event)
{
	const char *note = x->check->note;

	if (!note || !x->callee || !strcmp(x->callee->f->symbol, event))
		return note;
	return intern_f("%s: %s()", note, x->callee->f->symbol);
}

static void tell(struct solver *s, const struct sighting *x, struct fault *f)
{
	struct story st = {.s = s, .check = x->check, .save = x->save};
	struct state base = tell_parents(&st, x->context, 0), before, after;
	struct fault_step *step;

	tell_trail(&st, x->trail, &base, 0);
	before = overlay(&st, &base, &x->before, x->func);
	after = overlay(&st, &base, &x->after, x->func);
	step = step_add(&st, x->func, x->event, &before, &after);
	step->is_fault = true;
	step->place = *x->place;
	step->note = fault_note(x, step->event);
	f->place = step->place;
	f->event = step->event;
	f->function = step->function;
	vec_push(&f->units, x->func->unit);
	cut_before_origin(&st);
	tell_end(&st, x, &base);
	f->check = x->check;
	f->needed = x->needed;
	f->count = x->count;
	memcpy(&f->steps, &st.steps, sizeof(f->steps));
}

static bool same_place(const struct place *a, const struct place *b)
{
	return a->file == b->file && a->line == b->line && a->column == b->column;
}

/* The graver one takes the place, and the units that saw the other. */
static void fault_replace(struct fault *o, struct fault *f)
{
	vec_free(&o->steps);
	vec_free(&f->units);
	memcpy(&f->units, &o->units, sizeof(f->units));
	*o = *f;
}

/*
 * The same thing seen in another copy of a header's function, or twice by one
 * rule, is one fault; one place is one fault, of the graver rule.
 */
bool fault_keep(struct program *p, struct fault *f)
{
	struct fault_vec *faults = &p->faults;

	for (size_t i = 0; i < faults->n; i++) {
		struct fault *o = &faults->v[i];

		if (o->function != f->function || !same_place(&o->place, &f->place))
			continue;
		vec_push(&o->units, f->units.v[0]);
		if (o->check->rule != f->check->rule && f->check->severity > o->check->severity) {
			fault_replace(o, f);
			return true;
		}
		if (o->check->rule == f->check->rule || o->event == f->event)
			return false;
	}
	vec_push(faults, *f);
	return true;
}

void witness_faults(struct solver *s)
{
	for (size_t i = 0; i < s->seen.n; i++) {
		struct fault f = {};

		if (!s->seen.v[i]->is_sure)
			continue;
		tell(s, s->seen.v[i], &f);
		if (!fault_keep(s->p, &f)) {
			vec_free(&f.steps);
			vec_free(&f.units);
		}
	}
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* Armings that a request leads to in a loop, and that no count throttles. */
#include "base/intern.h"
#include "solve.h"
#include "throttle.h"

/* Ways up from one arming that are followed. */
enum { MAX_WAYS = 64 };

/* ---- one arming ---- */

struct arming {
	struct hunt *h;
	struct links links;
	const struct hop *request; /* NULL: who is entered is one */
	struct undone undone;
	bool is_throttled; /* in a part of what is looked at, by... */
	struct throttling by;
	const struct map *below; /* (func, 0): functions that come from those that are entered */
	unsigned ways;
};

static bool is_entered(const struct throttle *t, const struct func *f)
{
	for (size_t i = 0; i < t->nentered; i++)
		if (t->entered[i] == f->f->symbol)
			return true;
	return false;
}

/* What functions that are entered again call by name, on and on, themselves counted in. */
static void find_below(struct map *below, const struct throttle *t, const struct program *p)
{
	struct func_vec todo = {};

	for (size_t i = 0; t->nentered && i < p->funcs.n; i++)
		if (is_entered(t, p->funcs.v[i]))
			vec_push(&todo, p->funcs.v[i]);
	for (size_t i = 0; i < todo.n; i++) {
		const struct func *f = todo.v[i];

		if (map_get(below, f, 0))
			continue;
		map_put(below, f, 0, todo.v);
		for (uint32_t b = 0; b < f->f->nblocks; b++)
			for (uint32_t k = 0; k < f->f->blocks[b].nevents; k++) {
				const struct event *e = &f->f->blocks[b].events[k];
				const struct meaning *m = f->meanings[b][k];

				if (e->kind == EVENT_CALL && e->call.callee == CALLEE_SYMBOL && m &&
				    m->callees.n == 1)
					vec_push(&todo, m->callees.v[0].func);
			}
	}
	vec_free(&todo);
}

/* Who comes to the function, itself counted in. */
static void find_leading(struct map *leading, struct func *f)
{
	struct func_vec todo = {};

	vec_push(&todo, f);
	map_put(leading, f, 0, f);
	for (size_t i = 0; i < todo.n; i++)
		for (size_t k = 0; k < todo.v[i]->callers.n; k++) {
			struct func *g = todo.v[i]->callers.v[k];

			if (map_get(leading, g, 0))
				continue;
			map_put(leading, g, 0, g);
			vec_push(&todo, g);
		}
	vec_free(&todo);
}

/* The request is made in the loop, or in what is called there. */
static bool turn_requests(const struct region *r, const struct hop *request)
{
	struct map leading = {};
	bool yes = request->func == r->func && turn_has(r->turn, request->block);

	if (!yes)
		find_leading(&leading, request->func);
	for (uint32_t b = 0; b < r->func->f->nblocks && !yes; b++)
		for (uint32_t i = 0; turn_has(r->turn, b) && i < r->func->f->blocks[b].nevents;
		     i++) {
			const struct meaning *m = r->func->meanings[b][i];

			for (size_t k = 0; m && k < m->callees.n; k++)
				yes |= map_get(&leading, m->callees.v[k].func, 0) != NULL;
		}
	map_free(&leading);
	return yes;
}

/* ---- the path that is shown ---- */

static struct fault_step *add_step(struct fault *f, const struct func *func, const struct event *e,
				   const char *note)
{
	struct fault_step step = {.function = func->f->symbol,
				  .place = e ? e->place : func->f->place,
				  .event = e ? event_text(e) : func->f->symbol,
				  .note = note};
	const char *name = NULL;

	if (e && (e->kind == EVENT_SET || e->kind == EVENT_STORE))
		name = set_name(func, &e->set.dst);
	if (name && (!e->chain || !e->chain->n))
		step.event = intern_f("%s =", name);
	vec_push(&f->steps, step);
	return &f->steps.v[f->steps.n - 1];
}

/* One place is one step, with the word on it that comes first. */
static void add_hops(struct fault *f, const struct hop *request)
{
	const char *note = "asked for here";

	for (const struct hop *h = request; h && h->toward; h = h->toward) {
		const struct fault_step *last = f->steps.n ? &f->steps.v[f->steps.n - 1] : NULL;

		if (!h->at.event || (last && last->place.line == h->at.event->place.line &&
				     last->function == h->at.func->f->symbol))
			continue;
		add_step(f, h->at.func, h->at.event, h == request ? note : h->note);
	}
}

/* Where the loop comes round: the call in it that leads to the arming. */
static void add_turn_step(struct fault *f, const struct links *l, const struct region *r)
{
	const struct site *top = &l->v[l->n - 1];
	struct fault_step *step = add_step(f, top->func, top->event,
					   "the loop comes here again, and nothing on it counts");

	if (l->n == 1) {
		step->place = r->func->f->blocks[r->turn->head].place;
		step->event = intern("loop head");
	}
}

static void report(struct arming *a, const struct region *r)
{
	const struct links *l = &a->links;
	const struct site *at = &l->v[0];
	struct fault f = {
		.check = a->h->check, .function = at->func->f->symbol, .place = at->event->place};
	struct fault_step *step;

	vec_push(&f.units, at->func->unit);
	if (a->request)
		add_hops(&f, a->request);
	else
		add_step(&f, l->v[l->n - 1].func, NULL, "entered again because of what is armed");
	if (a->undone.event) {
		add_step(&f, a->undone.func, a->undone.event, a->h->t->reset);
		f.reason = a->h->t->reset;
	}
	step = add_step(&f, at->func, at->event, a->h->check->note);
	step->is_fault = true;
	f.event = step->event;
	if (r->turn)
		add_turn_step(&f, l, r);
	f.count = 1;
	if (!fault_keep(a->h->p, &f)) {
		vec_free(&f.steps);
		vec_free(&f.units);
	}
}

/* ---- up from the arming ---- */

/*
 * It is the loop, or the arming is not come to in the region: that settles it.  What
 * throttles in a part of the loop must not be reset elsewhere in it.
 */
static bool is_settled(struct arming *a, const struct region *r)
{
	bool is_loop = a->request ? r->turn && turn_requests(r, a->request)
				  : !r->turn && is_entered(a->h->t, r->func);

	if (!a->is_throttled) {
		a->is_throttled =
			count_throttles(a->h, &a->links, a->request, r, &a->by, &a->undone);
		if (is_loop && !a->is_throttled)
			report(a, r);
		return is_loop || (a->is_throttled && !a->by.by[0].key.field);
	}
	if (is_loop && count_is_undone(a->h, &a->links, a->request, r, &a->by, &a->undone) &&
	    !count_throttles(a->h, &a->links, a->request, r, &a->by, &a->undone))
		report(a, r);
	return is_loop;
}

static bool is_on_links(const struct links *l, const struct func *f)
{
	for (uint32_t i = 0; i < l->n; i++)
		if (l->v[i].func == f)
			return true;
	return false;
}

static void climb(struct arming *a)
{
	struct links *l = &a->links;
	const struct site *top = &l->v[l->n - 1];
	const struct flow *w = hunt_flow(a->h, top->func);
	struct region r = {.func = top->func};
	struct site_vec calls = {};
	struct making making;
	struct arming here;
	enum arms arms;

	if (a->ways++ >= MAX_WAYS)
		return;
	arms = arming_of(a->h->t, l, &making);
	l->making = &making;
	if (arms == ARMS_NOT)
		return;
	a->request = a->h->t->nrequests && arms == ARMS ? route_find(a->h, l) : NULL;
	if (a->h->t->nrequests && arms == ARMS && !a->request)
		return;
	for (uint32_t i = 0; i <= w->nturns && arms == ARMS; i++) {
		r.turn = i < w->nturns ? &w->turns[i] : NULL;
		if ((!r.turn || turn_has(r.turn, top->block)) && is_settled(a, &r))
			return;
	}
	here = *a;
	hunt_calls(top->func, &calls);
	for (size_t i = 0; i < calls.n && l->n < MAX_LINKS; i++) {
		/* Who is entered comes to the arming for sure: by name only. */
		if (is_on_links(l, calls.v[i].func) ||
		    (!a->h->t->nrequests && (calls.v[i].event->call.callee != CALLEE_SYMBOL ||
					     !map_get(a->below, calls.v[i].func, 0))))
			continue;
		l->v[l->n++] = calls.v[i];
		climb(a);
		l->n--;
		a->undone = here.undone;
		a->is_throttled = here.is_throttled;
		a->by = here.by;
	}
	vec_free(&calls);
}

/* Most events of a program are something else: nothing is set up for them. */
static bool may_arm(const struct throttle *t, const struct func *f, const struct event *e)
{
	for (size_t i = 0; e->kind == EVENT_CALL && i < t->narms; i++)
		if (pattern_fits_call(&t->arms[i], f, e))
			return true;
	return false;
}

static void look_in_event(struct hunt *h, const struct site *site, const struct map *below)
{
	struct arming a = {.h = h, .below = below, .links = {.n = 1}};

	a.links.v[0] = *site;
	climb(&a);
}

static void look_in(struct hunt *h, struct func *f, const struct map *below)
{
	if (h->t->nentered && !map_get(below, f, 0))
		return;
	for (uint32_t b = 0; b < f->f->nblocks; b++)
		for (uint32_t i = 0; i < f->f->blocks[b].nevents; i++) {
			const struct event *e = &f->f->blocks[b].events[i];

			if (may_arm(h->t, f, e))
				look_in_event(h, &(struct site){f, b, e}, below);
		}
}

void throttle_faults(struct program *p)
{
	for (size_t i = 0; i < p->rules->checks[ON_UNTHROTTLED].n; i++) {
		struct hunt h = {.p = p, .check = p->rules->checks[ON_UNTHROTTLED].v[i]};
		struct map below = {};

		h.t = h.check->throttle;
		arena_init(&h.arena);
		find_below(&below, h.t, p);
		for (size_t k = 0; k < p->funcs.n; k++)
			look_in(&h, p->funcs.v[k], &below);
		map_free(&below);
		hunt_free(&h);
	}
}

/* ---- what is known of fields ---- */

static void number_around(struct program *p, const struct func *f)
{
	stores_number_fields(p, f);
	for (size_t i = 0; i < f->callers.n; i++)
		stores_number_fields(p, f->callers.v[i]);
	for (uint32_t b = 0; b < f->f->nblocks; b++)
		for (uint32_t i = 0; i < f->f->blocks[b].nevents; i++) {
			const struct meaning *m = f->meanings[b][i];

			for (size_t k = 0; m && k < m->callees.n; k++)
				stores_number_fields(p, m->callees.v[k].func);
		}
}

static enum arms arms_alone(const struct throttle *t, struct func *f, uint32_t block,
			    const struct event *e)
{
	struct links l = {.n = 1, .v[0] = {f, block, e}};
	struct making m;

	return arming_of(t, &l, &m);
}

/* Where something arms, what its function, its callers and callees test is followed. */
static void number_near(struct program *p, const struct throttle *t, struct func *f)
{
	enum arms arms = ARMS_NOT;

	for (uint32_t b = 0; b < f->f->nblocks; b++)
		for (uint32_t i = 0; i < f->f->blocks[b].nevents; i++) {
			const struct event *e = &f->f->blocks[b].events[i];
			enum arms is = may_arm(t, f, e) ? arms_alone(t, f, b, e) : ARMS_NOT;

			arms = is > arms ? is : arms;
		}
	if (arms != ARMS_NOT)
		number_around(p, f);
	for (size_t i = 0; arms == ARMS_ABOVE && i < f->callers.n; i++)
		number_around(p, f->callers.v[i]);
}

void throttle_number_fields(struct program *p)
{
	for (size_t i = 0; i < p->rules->checks[ON_UNTHROTTLED].n; i++)
		for (size_t k = 0; k < p->funcs.n; k++)
			number_near(p, p->rules->checks[ON_UNTHROTTLED].v[i]->throttle,
				    p->funcs.v[k]);
}

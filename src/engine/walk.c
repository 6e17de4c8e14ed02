// SPDX-License-Identifier: GPL-2.0-or-later
/* Every way through a region, into the calls that matter for the count and back. */
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "count.h"
#include "solve.h"

/* Blocks that one question may go through, and all about one region; calls in calls; ways to enter
 * a function that are told apart. */
enum {
	MAX_STEPS = 6000,
	MAX_ALL_STEPS = 12000,
	MAX_INSIDE = 8,
	MAX_OUTCOMES = 6,
};

/* The tallies that came to a block, and whether one of them did so since it was left. */
struct point {
	VEC(struct tally *) at;
	VEC(bool) is_new;
	bool is_queued;
};

static void reach(struct visit *v, uint32_t block, struct tally *t)
{
	struct point *p = &v->points[block];

	tally_settle(t);

	for (size_t i = 0; i < p->at.n; i++) {
		if (!tally_did_the_same(p->at.v[i], t) || !tally_arms_the_same(v, p->at.v[i], t))
			continue;
		if (tally_join(v->fr.p->values, p->at.v[i], t))
			p->is_new.v[i] = p->is_queued = true;
		return;
	}
	vec_push(&p->at, tally_copy(v->c, t));
	vec_push(&p->is_new, true);
	p->is_queued = true;
}

static void walk(struct visit *v, struct tally *t, uint32_t block, uint32_t op);

/* ---- into a call and back ---- */

static void visit_free(struct visit *v)
{
	for (uint32_t b = 0; v->points && b < v->fr.f->f->nblocks; b++) {
		vec_free(&v->points[b].at);
		vec_free(&v->points[b].is_new);
	}
	free(v->points);
	vec_free(&v->exits);
	vec_free(&v->results);
}

static void go(struct visit *v);

static void visit_begin(struct visit *v, struct func *f)
{
	struct program *p = v->c->h->p;

	v->fr = (struct frame){.p = p, .f = f, .pr = prepare(p, f)};
	v->points = calloc(f->f->nblocks, sizeof(*v->points));
	if (!v->points)
		die("out of memory");
}

static bool same_run(const struct run *a, const struct run *b)
{
	return a->nknown == b->nknown && !memcmp(a->known, b->known, a->nknown * sizeof(*a->known));
}

static uintptr_t outcome_key(const struct visit *v, uint32_t link)
{
	return (uintptr_t)link * 2 + count_is_settled(v);
}

/* One that was found before; *n: so many were, for ways that did the same. */
static const struct outcome *find_outcome(const struct visit *v, const struct tally *first,
					  const struct func *f, uint32_t link, unsigned *n)
{
	*n = 0;
	for (const struct outcome *o = map_get(&v->c->outcomes, f, outcome_key(v, link)); o;
	     o = o->next) {
		if (!tally_did_the_same(o->first, first))
			continue;
		if (same_run(&o->first->r, &first->r))
			return o;
		++*n;
	}
	return NULL;
}

/* Only the count itself is known, and what hands on the request. */
static void forget_most(const struct visit *v, bool is_on_way, struct run *r)
{
	for (uint32_t i = r->nknown; i-- > 0;) {
		const struct path *p = cell_get(v->fr.p->cells, r->known[i].cell);

		if (r->known[i].v->kind != VALUE_EVENT &&
		    !(is_on_way &&
		      ((p->root == ROOT_LOCAL && !p->nsteps) || count_asks_by(v->c, p))))
			r->known[i] = r->known[--r->nknown];
	}
	qsort(r->known, r->nknown, sizeof(*r->known), known_by_cell);
}

/* What the callee does when it is entered so: as it was found before, or gone through now. */
static const struct outcome *outcome_of(struct visit *v, struct tally *first, struct func *f,
					uint32_t link)
{
	struct visit in = {.c = v->c, .link = link, .outer = v, .depth = v->depth + 1};
	const struct outcome *found;
	struct outcome *o;
	unsigned n;

	qsort(first->r.known, first->r.nknown, sizeof(*first->r.known), known_by_cell);
	found = find_outcome(v, first, f, link, &n);
	if (!found && n >= MAX_OUTCOMES) {
		forget_most(v, link != NO_LOCAL, &first->r);
		found = find_outcome(v, first, f, link, &n);
	}
	if (found)
		return found;
	visit_begin(&in, f);
	reach(&in, 0, first);
	go(&in);
	o = arena_alloc(&v->c->arena, sizeof(*o));
	*o = (struct outcome){.next = map_get(&v->c->outcomes, f, outcome_key(v, link)),
			      .first = tally_copy(v->c, first),
			      .n = in.exits.n};
	o->exits = arena_copy(&v->c->arena, in.exits.v, in.exits.n * sizeof(*in.exits.v));
	o->results = arena_copy(&v->c->arena, in.results.v, in.exits.n * sizeof(*in.results.v));
	map_put(&v->c->outcomes, f, outcome_key(v, link), o);
	visit_free(&in);
	return o;
}

static void enter(struct visit *v, const struct tally *t, const struct event *e, struct func *f,
		  uint32_t link, uint32_t block, uint32_t op)
{
	const struct outcome *o;
	struct tally first;

	count_enter(f, link != NO_LOCAL, v, t, e, &first);
	o = outcome_of(v, &first, f, link);
	for (size_t i = 0; i < o->n && !v->c->failed; i++) {
		struct tally behind;

		tally_load(&behind, t);

		count_leave(v, &behind, e, f, o, i);
		walk(v, &behind, block, op + 1);
	}
}

static bool is_on_the_way(const struct visit *v, const struct func *f)
{
	for (; v; v = v->outer)
		if (v->fr.f == f)
			return true;
	return false;
}

static bool passes_the_count(const struct visit *v, const struct tally *t, const struct event *e)
{
	for (uint32_t i = 0; i < e->call.nargs; i++) {
		const struct value *value = count_read(v, t, &e->call.args[i]);

		if (value && value->kind == VALUE_EVENT)
			return true;
	}
	return false;
}

static bool is_deferred(const struct throttle *t, const struct event *e)
{
	for (size_t i = 0; i < t->ndefers && e->call.callee == CALLEE_SYMBOL; i++)
		if (t->defers[i] == e->call.symbol)
			return true;
	return false;
}

/* What speaks of the count, and beside that and the arming the smallest: they test flags. */
static bool is_entered(const struct visit *v, const struct tally *t, const struct event *e,
		       const struct func *f)
{
	if (v->depth >= MAX_INSIDE || is_on_the_way(v, f))
		return false;
	return map_get(&v->c->entered, f, 0) || passes_the_count(v, t, e) ||
	       (count_is_small(f) && (!v->link || map_get(&v->c->entered, v->fr.f, 0) == v->c));
}

static const struct meaning *meaning_of(const struct site *s)
{
	const struct block *bl = &s->func->f->blocks[s->block];

	return s->func->meanings[s->block][s->event - bl->events];
}

/* The calls to the arming hold one row of an object that is set once; others hold the same. */
static bool is_of_vendor(const struct links *l, const struct meaning *m, const struct candidate *k)
{
	for (uint32_t i = 1; i < l->n && m->once && k->choice; i++) {
		const struct meaning *way = meaning_of(&l->v[i]);

		for (size_t c = 0; way && way->once == m->once && c < way->callees.n; c++)
			if (way->callees.v[c].func == l->v[i - 1].func && way->callees.v[c].choice)
				return way->callees.v[c].choice == k->choice;
	}
	return true;
}

/* True when the way goes on behind the call; false when others were sent on in its place. */
static bool call(struct visit *v, struct tally *t, const struct event *e, const struct meaning *m,
		 uint32_t block, uint32_t op)
{
	const struct links *l = v->c->links;
	bool passed = !m || !m->callees.n || is_deferred(v->c->h->t, e);

	if (e->call.is_noreturn)
		return false;
	if (e == l->v[0].event) {
		count_arming(v, t, e);
		passed = true;
	} else if (v->link != NO_LOCAL && v->link && e == l->v[v->link].event) {
		enter(v, t, e, l->v[v->link - 1].func, v->link - 1, block, op);
		return false;
	}
	if (passed) {
		count_fill(v, t, e);
		count_pass(v, t, e, m);
		return true;
	}
	for (size_t i = 0; i < m->callees.n && !v->c->failed; i++) {
		struct func *f = m->callees.v[i].func;

		if (!is_of_vendor(l, m, &m->callees.v[i]))
			continue;
		if (is_entered(v, t, e, f))
			enter(v, t, e, f, NO_LOCAL, block, op);
		else
			passed = true;
	}
	if (passed)
		count_pass(v, t, e, m);
	return passed;
}

/* ---- in a function ---- */

static void leave(struct visit *v, struct tally *t, const struct event *e)
{
	const struct value *result = count_read(v, t, &e->ret.value);

	tally_settle(t);
	if (!v->outer) {
		count_end(v, t);
		return;
	}
	if (making_is_unasked(v->c->links->making, e) || (result && result->kind == VALUE_ADDRESS))
		result = NULL;
	for (size_t i = 0; i < v->exits.n; i++)
		if (tally_did_the_same(v->exits.v[i], t) && v->results.v[i] == result) {
			tally_join(v->fr.p->values, v->exits.v[i], t);
			return;
		}
	vec_push(&v->exits, tally_copy(v->c, t));
	vec_push(&v->results, result);
}

/* A comparison of the count whose outcome is kept in a local: two ways from here. */
static bool fork_at(struct visit *v, struct tally *t, const struct event *e, uint32_t block,
		    uint32_t op)
{
	unsigned rel = relation_of(e->set.op);
	enum said said;
	struct tally other;

	if (e->kind != EVENT_SET || !is_comparison(e->set.op))
		return false;
	tally_load(&other, t);
	said = count_compare(v, t, &e->set.a, rel, &e->set.b, e);
	if (said == SAYS_NOTHING)
		return false;
	run_assign(&v->fr, &t->r, &e->set.dst, value_const(v->fr.p->values, 1));
	if (said == SAYS)
		walk(v, t, block, op + 1);
	said = count_compare(v, &other, &e->set.a, guard_negate(rel), &e->set.b, e);
	run_assign(&v->fr, &other.r, &e->set.dst, value_const(v->fr.p->values, 0));
	if (!v->c->failed && said == SAYS)
		walk(v, &other, block, op + 1);
	return true;
}

/* False: the way does not go there. */
static bool take_edge(struct visit *v, struct tally *t, uint32_t block, const struct edge *edge)
{
	const struct guard *g = edge->guard;
	enum said said = SAYS_NOTHING;

	if (g && g->rel <= GUARD_GE)
		said = count_compare(v, t, &g->a, g->rel, &g->b, &v->fr.f->f->blocks[block]);
	if (said == CANNOT_BE || (g && said == SAYS_NOTHING && !run_guard(&v->fr, &t->r, g)))
		return false;
	for (uint32_t k = 0; k < edge->nsets; k++)
		count_set(v, t, &edge->sets[k]);
	run_prune(&v->fr, &t->r, edge->to);
	run_turn(&v->fr, &t->r, block, edge->to);
	return true;
}

static void go_along(struct visit *v, struct tally *t, const struct edge *edge)
{
	const struct turn *turn = v->turn;

	if (turn && (edge->to == turn->head || !turn_has(turn, edge->to)))
		count_end(v, t);
	else
		reach(v, edge->to, t);
}

/* The edge that the request goes along from this block; NULL: it does not say. */
static const struct edge *asked_for(const struct visit *v, const struct block *bl)
{
	for (const struct hop *h = v->c->request; h; h = h->toward)
		if (h->guard && h->func == v->fr.f && h->guard >= bl->edges &&
		    h->guard < bl->edges + bl->nedges)
			return h->guard;
	return NULL;
}

static void leave_block(struct visit *v, const struct tally *t, uint32_t block)
{
	const struct block *bl = &v->fr.f->f->blocks[block];
	const struct edge *only = v->c->only;
	struct tally to;

	tally_load(&to, t);
	if (only && only >= bl->edges && only < bl->edges + bl->nedges) {
		if (take_edge(v, &to, block, only))
			go_along(v, &to, only);
		return;
	}
	only = asked_for(v, bl);
	if (only && take_edge(v, &to, block, only)) {
		go_along(v, &to, only);
		return;
	}
	for (uint32_t i = 0; i < bl->nedges && !v->c->failed; i++) {
		tally_load(&to, t);
		if (take_edge(v, &to, block, &bl->edges[i]))
			go_along(v, &to, &bl->edges[i]);
	}
}

static void walk(struct visit *v, struct tally *t, uint32_t block, uint32_t op)
{
	const struct block *bl = &v->fr.f->f->blocks[block];

	v->block = block;
	for (; op < bl->nevents && !v->c->failed; op++) {
		const struct event *e = &bl->events[op];

		switch (e->kind) {
		case EVENT_SET:
		case EVENT_STORE:
			if (fork_at(v, t, e, block, op))
				return;
			count_set(v, t, e);
			break;
		case EVENT_ASM:
			for (uint32_t i = 0; i < e->as.nouts; i++)
				run_assign(&v->fr, &t->r, &e->as.outs[i], NULL);
			break;
		case EVENT_RETURN:
			leave(v, t, e);
			return;
		case EVENT_CALL:
			if (!call(v, t, e, v->fr.f->meanings[block][op], block, op))
				return;
			break;
		}
	}
	if (!v->c->failed)
		leave_block(v, t, block);
}

/*
 * The next queued block; NO_LOCAL: there is none.  At first the last one, by which
 * the arming is come to soonest: most candidates count nothing there, and that is
 * that.  Then the first one, so that what meets behind it is gone through once.
 */
static uint32_t next_block(const struct visit *v)
{
	const uint32_t *order = v->fr.pr->order;
	uint32_t best = NO_LOCAL;

	for (uint32_t b = 0; b < v->fr.f->f->nblocks; b++)
		if (v->points[b].is_queued &&
		    (best == NO_LOCAL || (order[b] < order[best]) == v->c->armed))
			best = b;
	return best;
}

static void go(struct visit *v)
{
	uint32_t b;

	while (!v->c->failed && (b = next_block(v)) != NO_LOCAL) {
		struct point *p = &v->points[b];

		p->is_queued = false;
		for (size_t i = 0; i < p->at.n && !v->c->failed; i++) {
			struct tally t;

			if (!p->is_new.v[i])
				continue;
			tally_load(&t, p->at.v[i]);
			p->is_new.v[i] = false;
			if (v->c->steps++ >= MAX_STEPS || v->c->h->steps++ >= MAX_ALL_STEPS)
				v->c->failed = TOO_LARGE;
			else
				walk(v, &t, b, 0);
		}
	}
}

void count_walk(struct count *c)
{
	struct visit v = {.c = c, .link = c->links->n - 1, .turn = c->region->turn};
	struct tally *first = calloc(1, sizeof(*first));

	if (!first)
		die("out of memory");
	arena_init(&c->arena);
	visit_begin(&v, c->region->func);
	reach(&v, v.turn ? v.turn->head : 0, first);
	go(&v);
	free(first);
	visit_free(&v);
	map_free(&c->outcomes);
	arena_free(&c->arena);
}

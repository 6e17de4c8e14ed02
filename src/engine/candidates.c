// SPDX-License-Identifier: GPL-2.0-or-later
/* Which of what may count does throttle: each is tried, and then two that share the ways. */
#include <string.h>

#include "base/error.h"
#include "base/intern.h"
#include "count.h"
#include "near.h"

/* Comparisons that are tried alone; identities that are tried with others. */
enum { MAX_TESTS_TRIED = 8, MAX_WITH = 4 };

/* ---- one candidate ---- */

static void set_marks(struct count *c)
{
	static const char marks[5 + NIDENTITIES];
	struct values *t = c->h->p->values;

	c->same = value_event(t, &marks[0]);
	c->up = value_event(t, &marks[1]);
	c->down = value_event(t, &marks[2]);
	c->addr = value_event(t, &marks[3]);
	c->own = value_event(t, &marks[4]);
	for (unsigned i = 0; i < NIDENTITIES; i++)
		c->ident[i] = value_event(t, &marks[5 + i]);
}

/* The walk for this very candidate. */
static bool holds(struct count *c)
{
	c->failed = HOLDS;
	c->armed = c->is_compared = false;
	c->steps = 0;
	memset(&c->undone, 0, sizeof(c->undone));
	count_walk(c);
	c->is_excusable |= c->failed == NOT_COUNTED || c->failed == RESET;
	return !c->failed && c->armed && c->is_compared;
}

/*
 * With all its comparisons; where it is armed past one of them, as a count that stays
 * at a bound, or with each of them alone (a first bound may only warn).  Fewer
 * comparisons help nobody else.
 */
static bool holds_by_a_test(struct count *c)
{
	enum failure why;
	bool yes;

	c->tests.n = 0;
	c->k.test = NULL;
	c->nequals = 0;
	yes = holds(c);
	why = c->failed;
	for (unsigned i = 0; i < c->nequals && why == STILL_ARMED && !yes; i++) {
		c->k.saturates = true;
		c->k.top = c->equals[i];
		yes = holds(c);
		c->k.saturates = yes;
	}
	/* a walk may meet more of them than those before it */
	for (size_t i = 0; i < c->tests.n && i < MAX_TESTS_TRIED && why == STILL_ARMED && !yes;
	     i++) {
		c->k.test = c->tests.v[i];
		yes = holds(c);
	}
	if (!yes)
		c->failed = why;
	return yes;
}

static bool holds_for(struct count *c, const struct identity *a, const struct identity *b)
{
	bool yes;

	c->k.identity[0] = a ? a->key : (struct field_key){};
	c->k.identity[1] = b ? b->key : (struct field_key){};
	count_find_entered(c);
	yes = holds_by_a_test(c);
	map_free(&c->entered);
	return yes;
}

/* An identity excuses what is not counted, and what is reset; or either of two does. */
static bool holds_somehow(struct near *n, struct count *c, const struct moved_field *m)
{
	VEC(const struct identity *) with = {};
	enum failure why;
	bool yes;

	c->is_excusable = false;
	yes = holds_for(c, NULL, NULL);
	why = c->failed;
	for (size_t i = 0; i < n->identities.n && m->is_reset && !yes; i++) {
		const struct identity *id = &n->identities.v[i];

		if (!c->is_excusable || !near_goes_with(n, m, id))
			continue;
		yes = holds_for(c, id, NULL);
		for (size_t k = 0; k < with.n && !yes && with.n <= MAX_WITH; k++)
			if (with.v[k]->key.field != id->key.field ||
			    with.v[k]->key.record != id->key.record)
				yes = holds_for(c, with.v[k], id);
		vec_push(&with, id);
	}
	vec_free(&with);
	if (!yes)
		c->failed = why;
	return yes;
}

static bool try_count(struct near *n, struct count *c, const struct moved_field *m,
		      struct undone *undone)
{
	c->failed = HOLDS;
	for (int direction = 1; direction >= -1; direction -= 2) {
		if (!m->is_compared || !(direction > 0 ? m->goes_up : m->goes_down))
			continue;
		c->k = (struct candidate_count){.key = m->key,
						.index = m->index,
						.element = m->element,
						.direction = direction};
		c->forgives = false;
		if (holds_somehow(n, c, m))
			return true;
		if (!c->h->t->reset || undone->event || c->failed != RESET)
			continue;
		c->forgives = true;
		/* what is stepped back nests, and was never meant to throttle */
		if (holds_somehow(n, c, m) && c->undone.event && !is_step(c->undone.event))
			*undone = c->undone;
	}
	return false;
}

/* Without a count: is the arming come to at all? */
static bool comes_to_arm(struct count *c)
{
	count_find_entered(c);
	holds(c);
	map_free(&c->entered);
	return c->armed || c->failed == TOO_LARGE;
}

/* ---- two counts ---- */

/* A store of the count in the function: behind the edge, or anywhere (edge NO_LOCAL). */
static bool is_stored(struct hunt *h, const struct moved_field *m, struct func *f, uint32_t block,
		      uint32_t edge)
{
	const struct field_uses *u = hunt_uses(h, m->key.record, m->key.field);

	for (size_t i = 0; u && i < u->stores.n; i++) {
		const struct site *s = &u->stores.v[i];

		if (s->func == f && s->event->kind == EVENT_STORE &&
		    near_index(s->event->set.dst.path) == m->index &&
		    (edge == NO_LOCAL ||
		     flow_edge_dominates(hunt_flow(h, f), f->f, block, edge, s->block)))
			return true;
	}
	return false;
}

/* On the ways along the edge no reset undoes the count. */
static bool is_kept(struct count *c, const struct candidate_count *k, const struct edge *only)
{
	c->k = *k;
	c->only = only;
	c->is_undone_only = true;
	count_find_entered(c);
	holds(c);
	map_free(&c->entered);
	c->is_undone_only = false;
	return !c->failed;
}

/* One throttles the ways along the first edge, the other those along the second. */
static bool try_two(struct near *n, struct count *c, const struct moved_field *const m[2],
		    const struct edge *edges, struct throttling *by)
{
	struct undone none = {};

	for (unsigned i = 0; i < 2; i++) {
		c->only = &edges[i];
		if (!try_count(n, c, m[i], &none))
			return false;
		by->by[i] = c->k;
	}
	return is_kept(c, &by->by[0], &edges[1]) && is_kept(c, &by->by[1], &edges[0]);
}

VEC_TYPE(moved_vec, const struct moved_field *);

static bool try_block(struct near *n, struct count *c, const struct moved_vec *stored,
		      struct func *f, uint32_t block, struct throttling *by)
{
	const struct moved_field *m[2];

	if (f->f->blocks[block].nedges != 2)
		return false;
	for (size_t i = 0; i < stored->n; i++) {
		m[0] = stored->v[i];
		if (!is_stored(c->h, m[0], f, block, 0))
			continue;
		for (size_t k = 0; k < stored->n; k++) {
			m[1] = stored->v[k];
			if (i != k && is_stored(c->h, m[1], f, block, 1) &&
			    try_two(n, c, m, f->f->blocks[block].edges, by))
				return true;
		}
	}
	return false;
}

/* On the calls to the arming, a branch parts the ways between two counts. */
static bool try_pairs(struct near *n, struct count *c, struct throttling *by)
{
	struct moved_vec stored = {};
	bool yes = false;

	for (uint32_t i = 0; i < c->links->n && !yes; i++) {
		struct func *f = c->links->v[i].func;

		stored.n = 0;
		for (size_t k = 0; k < n->moved.n; k++)
			if (n->moved.v[k]->is_compared &&
			    (n->moved.v[k]->goes_up || n->moved.v[k]->goes_down) &&
			    is_stored(c->h, n->moved.v[k], f, 0, NO_LOCAL))
				vec_push(&stored, n->moved.v[k]);
		for (uint32_t b = 0; b < f->f->nblocks && stored.n > 1 && !yes; b++)
			yes = try_block(n, c, &stored, f, b, by);
		if (f == c->region->func)
			break;
	}
	vec_free(&stored);
	c->only = NULL;
	return yes;
}

bool count_throttles(struct hunt *h, const struct links *l, const struct hop *request,
		     const struct region *r, struct throttling *by, struct undone *undone)
{
	struct near n = {.h = h};
	struct count c = {.h = h, .links = l, .request = request, .region = r};
	bool yes;

	h->steps = 0;
	set_marks(&c);
	yes = !comes_to_arm(&c);
	memset(&c.k, 0, sizeof(c.k));
	if (!yes)
		near_find(&n, l, request);
	for (size_t i = 0; i < n.moved.n && !yes; i++) {
		yes = try_count(&n, &c, n.moved.v[i], undone);
		if (c.failed == TOO_LARGE)
			program_gap(h->p, "too-many-ways", l->v[0].func, &l->v[0].event->place,
				    intern_f("whether it is counted in '%s' is not known",
					     n.moved.v[i]->key.field));
	}
	*by = (struct throttling){.region = *r};
	if (yes)
		by->by[0] = c.k;
	else
		yes = try_pairs(&n, &c, by);
	vec_free(&c.tests);
	near_free(&n);
	return yes;
}

bool count_is_undone(struct hunt *h, const struct links *l, const struct hop *request,
		     const struct region *r, const struct throttling *by, struct undone *undone)
{
	struct count c = {
		.h = h, .links = l, .request = request, .region = r, .settled = &by->region};
	bool yes = false;

	h->steps = 0;
	set_marks(&c);
	for (unsigned i = 0; i < 2 && by->by[i].key.field && !yes; i++)
		yes = !is_kept(&c, &by->by[i], NULL) && c.failed == RESET;
	vec_free(&c.tests);
	if (yes)
		*undone = c.undone;
	return yes;
}

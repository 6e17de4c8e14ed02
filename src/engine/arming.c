// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What arms: the constant of a pattern comes to the call, as it stands there, by a
 * local, from a helper, or from who calls a wrapper.  What is computed does not arm,
 * though it may come out as the constant.
 */
#include "throttle.h"

/* Copies and helpers in a row that are followed. */
enum { MAX_COPIES = 4 };

static void note_place(struct making *m, struct func *f, uint32_t block, const struct event *e,
		       const struct edge *edge)
{
	struct made made = {.at = {f, block, NULL}, .edge = edge, .by = e};

	if (e->kind == EVENT_RETURN)
		made.at.event = e;
	if (m->nplaces < MAX_PLACES)
		m->places[m->nplaces++] = made;
}

static void note_carrier(struct making *m, const struct func *f, uint32_t local)
{
	if (m->ncarriers < MAX_CARRIERS)
		m->carriers[m->ncarriers++] = (struct carrier){f, local};
}

/* NULL: there is no room for it. */
static struct maker *maker_get(struct making *m, struct func *f, uint32_t block, bool *is_new)
{
	for (uint32_t i = 0; i < m->nmakers; i++)
		if (m->makers[i].func == f) {
			*is_new = false;
			return &m->makers[i];
		}
	*is_new = true;
	if (m->nmakers == MAX_MAKERS)
		return NULL;
	m->makers[m->nmakers] = (struct maker){.func = f, .block = block};
	return &m->makers[m->nmakers++];
}

struct look {
	struct making *m;
	struct maker *maker;
	struct func *f;
	int64_t value;
	uint32_t param; /* that the constant may be passed in; NO_LOCAL */
	bool is_made;
	int depth;
};

static void look_at_local(struct look *l, uint32_t local);

static void look_at_return(struct look *l, uint32_t block, const struct event *e)
{
	const struct operand *o = &e->ret.value;

	if (o->kind == OPERAND_LOCAL) {
		l->maker->block = block;
		look_at_local(l, o->local);
	} else if (o->kind != OPERAND_CONST) {
		l->maker->is_computed = true;
	} else if (o->value == l->value) {
		note_place(l->m, l->f, block, e, NULL);
		l->is_made = true;
	}
}

/* What the helper hands back: false where that is not known. */
static bool look_at_helper(struct look *l, struct func *g, const struct site *call)
{
	struct look in = *l;
	bool is_new;

	in.f = g;
	in.param = NO_LOCAL;
	in.depth--;
	in.maker = maker_get(l->m, g, NO_LOCAL, &is_new);
	if (!in.maker || (!is_new && !in.maker->call.event) || !g->f->nblocks)
		return false;
	/* of two calls the first is told of */
	if (!is_new)
		return !in.maker->is_computed;
	in.maker->call = *call;
	for (uint32_t b = 0; b < g->f->nblocks; b++)
		for (uint32_t k = 0; k < g->f->blocks[b].nevents; k++)
			if (g->f->blocks[b].events[k].kind == EVENT_RETURN)
				look_at_return(&in, b, &g->f->blocks[b].events[k]);
	in.maker->is_computed |= in.param != NO_LOCAL;
	l->is_made |= in.is_made;
	return !in.maker->is_computed;
}

static void look_at_result(struct look *l, uint32_t block, const struct event *call,
			   const struct meaning *m)
{
	bool is_known = m && m->callees.n && !m->is_unresolved && l->depth;

	for (size_t i = 0; m && l->depth && i < m->callees.n; i++)
		if (!look_at_helper(l, m->callees.v[i].func, &(struct site){l->f, block, call}))
			is_known = false;
	l->maker->is_computed |= !is_known;
}

static void look_at_set(struct look *l, uint32_t block, const struct event *e,
			const struct edge *edge)
{
	const struct operand *a = &e->set.a;

	if (e->set.op == SET_COPY && a->kind == OPERAND_CONST) {
		if (a->value != l->value)
			return;
		note_place(l->m, l->f, block, e, edge);
		l->is_made = true;
	} else if (e->set.op == SET_COPY && a->kind == OPERAND_LOCAL && l->depth) {
		l->depth--;
		look_at_local(l, a->local);
		l->depth++;
	} else {
		l->maker->is_computed = true;
	}
}

static void look_at_local(struct look *l, uint32_t local)
{
	const struct function *f = l->f->f;

	note_carrier(l->m, l->f, local);
	if (local < f->nparams)
		l->param = local;
	for (uint32_t b = 0; b < f->nblocks; b++) {
		const struct block *bl = &f->blocks[b];

		for (uint32_t i = 0; i < bl->nevents; i++) {
			const struct event *e = &bl->events[i];

			if (e->kind == EVENT_SET && e->set.dst.local == local)
				look_at_set(l, b, e, NULL);
			else if (e->kind == EVENT_CALL && e->call.result.kind == OPERAND_LOCAL &&
				 e->call.result.local == local)
				look_at_result(l, b, e, l->f->meanings[b][i]);
		}
		for (uint32_t i = 0; i < bl->nedges; i++)
			for (uint32_t k = 0; k < bl->edges[i].nsets; k++) {
				const struct event *e = &bl->edges[i].sets[k];

				if (e->set.dst.kind == OPERAND_LOCAL && e->set.dst.local == local)
					look_at_set(l, b, e, &bl->edges[i]);
			}
	}
}

/* From where the argument comes to be the constant, up the calls as far as they go. */
static enum arms look_up(const struct links *c, const struct arg_pattern *a, struct making *m)
{
	const struct operand *o = &c->v[0].event->call.args[a->number];

	for (uint32_t i = 0;; i++) {
		const struct site *at = &c->v[i];
		struct look l = {.m = m, .f = at->func, .value = a->value, .depth = MAX_COPIES};
		uint32_t n = m->nmakers;
		bool is_new;

		if (o->kind == OPERAND_CONST) {
			m->level = m->level > i ? m->level : i;
			return o->value == a->value ? ARMS : ARMS_NOT;
		}
		if (o->kind != OPERAND_LOCAL)
			return ARMS_NOT;
		l.param = NO_LOCAL;
		l.maker = maker_get(m, at->func, at->block, &is_new);
		if (!l.maker || l.maker->call.event)
			return ARMS_NOT;
		look_at_local(&l, o->local);
		if (l.is_made) {
			l.maker->is_computed |= l.param != NO_LOCAL;
			m->level = m->level > i ? m->level : i;
			return ARMS;
		}
		/* nothing is made here: it is passed on, or does not arm */
		if (is_new)
			m->nmakers = n;
		if (l.param == NO_LOCAL)
			return ARMS_NOT;
		if (i + 1 == c->n)
			return ARMS_ABOVE;
		if (l.param >= c->v[i + 1].event->call.nargs)
			return ARMS_NOT;
		o = &c->v[i + 1].event->call.args[l.param];
	}
}

static enum arms fits(const struct links *c, const struct event_pattern *p, struct making *m)
{
	enum arms arms = ARMS;

	*m = (struct making){};
	if (!pattern_fits_call(p, c->v[0].func, c->v[0].event))
		return ARMS_NOT;
	for (size_t k = 0; k < p->nargs && arms != ARMS_NOT; k++) {
		enum arms by = p->args[k].field ? ARMS : look_up(c, &p->args[k], m);

		arms = by == ARMS ? arms : by;
	}
	return arms;
}

enum arms arming_of(const struct throttle *t, const struct links *c, struct making *m)
{
	enum arms arms = ARMS_NOT;

	for (size_t i = 0; i < t->narms && arms == ARMS_NOT; i++)
		arms = fits(c, &t->arms[i], m);
	/* What is passed on by a call that arms by itself is that call's matter. */
	for (uint32_t k = 1; k < c->n && arms != ARMS_NOT && (k <= m->level || arms != ARMS); k++)
		for (size_t i = 0; i < t->narms; i++)
			if (pattern_fits_call(&t->arms[i], c->v[k].func, c->v[k].event))
				return ARMS_NOT;
	return arms;
}

const struct maker *making_maker(const struct making *m, const struct func *f)
{
	for (uint32_t i = 0; i < m->nmakers; i++)
		if (m->makers[i].func == f)
			return &m->makers[i];
	return NULL;
}

bool making_is_unasked(const struct making *m, const struct event *e)
{
	for (uint32_t i = 0; i < m->nplaces; i++)
		if (m->places[i].by == e)
			return m->places[i].is_unasked;
	return false;
}

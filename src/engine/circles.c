// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Tarjan's algorithm ("Depth-first search and linear graph algorithms", 1972)
 * without its recursion, as a chain of callers is as deep as the program.
 */
#include "circles.h"

#include <stdlib.h>

#include "base/error.h"

struct place_on_way {
	uint32_t index, low; /* 0: not met yet */
	uint32_t next;	     /* caller to look at */
};

struct walk {
	struct circles *c;
	struct place_on_way *at;   /* by id of a function */
	struct func_vec way, open; /* on the way up; in no circle yet */
	uint32_t nindex;
};

static void enter(struct walk *w, struct func *f)
{
	struct place_on_way *at = &w->at[f->id];

	at->index = at->low = ++w->nindex;
	vec_push(&w->way, f);
	vec_push(&w->open, f);
}

static void close_circle(struct walk *w, const struct func *first)
{
	struct func *f;

	w->c->n++;
	do {
		f = w->open.v[--w->open.n];
		w->c->of[f->id] = w->c->n;
		vec_push(&w->c->by_end, f);
	} while (f != first);
}

/* One step at the function on top of the way. */
static void walk_on(struct walk *w)
{
	struct func *f = w->way.v[w->way.n - 1];
	struct place_on_way *at = &w->at[f->id], *below;

	while (at->next < f->callers.n) {
		struct func *caller = f->callers.v[at->next++];

		if (!w->at[caller->id].index) {
			enter(w, caller);
			return;
		}
		if (!w->c->of[caller->id] && w->at[caller->id].index < at->low)
			at->low = w->at[caller->id].index;
	}
	w->way.n--;
	vec_push(&w->c->order, f);
	if (at->low == at->index)
		close_circle(w, f);
	if (!w->way.n)
		return;
	below = &w->at[w->way.v[w->way.n - 1]->id];
	if (at->low < below->low)
		below->low = at->low;
}

void circles_find(struct circles *c, const struct program *p)
{
	struct walk w = {.c = c, .at = calloc(p->funcs.n + 1, sizeof(*w.at))};

	*c = (struct circles){.of = calloc(p->funcs.n + 1, sizeof(*c->of))};
	if (!c->of || !w.at)
		die("out of memory");
	for (size_t i = 0; i < p->funcs.n; i++) {
		if (w.at[p->funcs.v[i]->id].index)
			continue;
		enter(&w, p->funcs.v[i]);
		while (w.way.n)
			walk_on(&w);
	}
	free(w.at);
	vec_free(&w.way);
	vec_free(&w.open);
}

size_t circle_begin(const struct circles *c, size_t end)
{
	uint32_t number = c->of[c->by_end.v[end - 1]->id];

	while (end && c->of[c->by_end.v[end - 1]->id] == number)
		end--;
	return end;
}

void circles_free(struct circles *c)
{
	free(c->of);
	vec_free(&c->by_end);
	vec_free(&c->order);
}

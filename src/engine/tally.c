// SPDX-License-Identifier: GPL-2.0-or-later
/* What a way did so far: kept, compared with what another did, and made one with it. */
#include <stddef.h>
#include <string.h>

#include "count.h"

struct tally *tally_copy(struct count *c, const struct tally *t)
{
	size_t n = offsetof(struct tally, r.known) + t->r.nknown * sizeof(*t->r.known);
	struct tally *copy = arena_alloc(&c->arena, n);

	memcpy(copy, t, n);
	return copy;
}

void tally_load(struct tally *t, const struct tally *from)
{
	memcpy(t, from, offsetof(struct tally, r.known) + from->r.nknown * sizeof(*from->r.known));
}

bool tally_did_the_same(const struct tally *a, const struct tally *b)
{
	return a->flags == b->flags && !memcmp(a->identity, b->identity, sizeof(a->identity)) &&
	       !memcmp(a->stored, b->stored, sizeof(a->stored)) &&
	       a->bound.variable == b->bound.variable && a->bound.constant == b->bound.constant &&
	       a->room == b->room;
}

/* It grows on, as what a loop counts. */
static bool grows(const struct value *v)
{
	for (uint32_t i = 0; v && v->kind == VALUE_SET && i < v->n; i++)
		if (v->r[i].hi > v->r[i].lo + 1)
			return true;
	return false;
}

bool tally_join(struct values *values, struct tally *to, const struct tally *from)
{
	uint32_t kept = 0;
	bool changed = false;

	for (uint32_t i = 0; i < to->r.nknown; i++) {
		const struct value *old = to->r.known[i].v;
		const struct value *new = run_get(&from->r, to->r.known[i].cell);
		const struct value *both = value_union(values, old, new);

		if (both != old && grows(both))
			both = NULL;
		if (both)
			to->r.known[kept++] = (struct known){to->r.known[i].cell, both};
		changed |= both != old;
	}
	to->r.nknown = kept;
	return changed;
}

void tally_settle(struct tally *t)
{
	bool lasts = !(t->flags & AT_BOUND) || (t->flags & STARTED_ANEW);

	if ((t->flags & PAST) && !(t->flags & ARMED) && lasts) {
		t->flags = PAST;
		memset(t->identity, 0, sizeof(t->identity));
		memset(t->stored, 0, sizeof(t->stored));
	}
}

bool tally_arms_the_same(const struct visit *v, const struct tally *a, const struct tally *b)
{
	const struct making *m = v->c->links->making;

	for (uint32_t i = 0; i < m->ncarriers; i++) {
		uint32_t cell;

		if (m->carriers[i].func != v->fr.f)
			continue;
		cell = v->fr.pr->local_cells[m->carriers[i].local];
		if (!run_get(&a->r, cell) != !run_get(&b->r, cell))
			return false;
	}
	return true;
}

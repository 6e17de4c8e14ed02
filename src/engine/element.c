// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Elements of arrays: which local is the index of the element that a pointer
 * points to, through a PHI of both too.  A call through a slot of the element
 * then knows, by the rows that are left, what the index is; and a pointer to
 * an element of a table that stands in the source is that row.
 */
#include <string.h>

#include "base/intern.h"
#include "program.h"

/* `&path[index]`, its index. */
static uint32_t index_in(const struct operand *o)
{
	const struct step *last = o->kind == OPERAND_ADDR ? path_last(o->path) : NULL;

	return last && last->kind == STEP_INDEX_LOCAL ? (uint32_t)last->index : NO_LOCAL;
}

const struct event *only_set(const struct func *f, uint32_t local)
{
	const struct event *found = NULL;

	for (uint32_t b = 0; b < f->f->nblocks; b++)
		for (uint32_t i = 0; i < f->f->blocks[b].nevents; i++) {
			const struct event *e = &f->f->blocks[b].events[i];

			if (e->kind != EVENT_SET || e->set.dst.local != local)
				continue;
			if (found)
				return NULL;
			found = e;
		}
	return found;
}

/* The index of what the operand points to, where that is set in one place. */
static uint32_t plain_element(const struct func *f, const struct operand *o)
{
	const struct event *e = o->kind == OPERAND_LOCAL ? only_set(f, o->local) : NULL;

	if (o->kind == OPERAND_ADDR)
		return index_in(o);
	return e && e->set.op == SET_COPY ? index_in(&e->set.a) : NO_LOCAL;
}

static const struct event *set_on(const struct edge *e, uint32_t local)
{
	for (uint32_t i = 0; i < e->nsets; i++)
		if (e->sets[i].set.dst.local == local)
			return &e->sets[i];
	return NULL;
}

/* On every edge that sets the pointer, the index is set to that of the same element. */
static bool goes_with(const struct func *f, uint32_t pointer, uint32_t index)
{
	bool any = false;

	for (uint32_t b = 0; b < f->f->nblocks; b++)
		for (uint32_t i = 0; i < f->f->blocks[b].nedges; i++) {
			const struct edge *e = &f->f->blocks[b].edges[i];
			const struct event *p = set_on(e, pointer), *x = set_on(e, index);

			if (!p && !x)
				continue;
			if (!p || !x || x->set.op != SET_COPY || x->set.a.kind != OPERAND_LOCAL ||
			    x->set.a.local != plain_element(f, &p->set.a))
				return false;
			any = true;
		}
	return any;
}

uint32_t element_index(const struct func *f, uint32_t pointer)
{
	struct operand o = {.kind = OPERAND_LOCAL, .local = pointer};
	uint32_t index = plain_element(f, &o);

	for (uint32_t b = 0; index == NO_LOCAL && b < f->f->nblocks; b++)
		for (uint32_t i = 0; i < f->f->blocks[b].nedges; i++) {
			const struct edge *e = &f->f->blocks[b].edges[i];

			if (!set_on(e, pointer))
				continue;
			for (uint32_t k = 0; k < e->nsets; k++)
				if (goes_with(f, pointer, e->sets[k].set.dst.local))
					return e->sets[k].set.dst.local;
			return NO_LOCAL;
		}
	return index;
}

uint32_t slot_element(const struct func *f, const struct path *slot)
{
	const struct step *s = slot->steps;

	if (slot->nsteps >= 2 && s[slot->nsteps - 2].kind == STEP_INDEX_LOCAL)
		return (uint32_t)s[slot->nsteps - 2].index;
	if (slot->root == ROOT_LOCAL && slot->nsteps == 2 && s[0].kind == STEP_DEREF)
		return element_index(f, slot->local);
	return NO_LOCAL;
}

/* ---- rows ---- */

/* As a row says it: ".states[2]"; NULL for what no row is called. */
static const char *within_text(const struct path *p, uint32_t nsteps)
{
	const char *text = "";

	for (uint32_t i = 0; i < nsteps; i++) {
		if (p->steps[i].kind == STEP_FIELD)
			text = intern_f("%s.%s", text, p->steps[i].field);
		else if (p->steps[i].kind == STEP_INDEX)
			text = intern_f("%s[%lld]", text, (long long)p->steps[i].index);
		else
			return NULL;
	}
	return intern(text);
}

const struct row *element_row(const struct func *f, const struct path *base)
{
	const struct path *p = base;
	uint32_t n = base->nsteps - 1; /* but the slot's own field */
	const char *within;

	if (base->root == ROOT_LOCAL && n == 1 && base->steps[0].kind == STEP_DEREF) {
		const struct event *e = only_set(f, base->local);

		if (!e || e->set.op != SET_COPY || e->set.a.kind != OPERAND_ADDR)
			return NULL;
		p = e->set.a.path;
		n = p->nsteps;
	}
	within = p->root == ROOT_GLOBAL && n ? within_text(p, n) : NULL;
	for (uint32_t i = 0; within && i < f->unit->nrows; i++) {
		const struct row *row = &f->unit->rows[i];

		if (row->object == p->symbol && row->within && !strcmp(row->within, within))
			return row;
	}
	return NULL;
}

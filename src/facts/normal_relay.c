// SPDX-License-Identifier: GPL-2.0-or-later
/* Blocks in which nothing happens but what their way out sets. */
#include "normal.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"

static void note_read(void *ctx, uint32_t *local)
{
	bool *is_read = ctx;

	is_read[*local] = true;
}

static void note_operand(void *ctx, struct operand *o)
{
	normal_operand_locals(o, note_read, ctx);
}

/* May the sets of both ways be done as those of one: does neither know of the other's? */
static bool are_apart(const struct function *f, const struct edge *first, const struct edge *then)
{
	bool *known, apart = true;

	if (!first->nsets)
		return true;
	known = normal_array(f->nlocals, sizeof(*known));
	for (uint32_t i = 0; i < then->nsets; i++) {
		known[then->sets[i].set.dst.local] = true;
		normal_event_uses(&then->sets[i], note_operand, known);
	}
	for (uint32_t i = 0; i < first->nsets; i++)
		apart &= !known[first->sets[i].set.dst.local];
	free(known);
	return apart;
}

/* The way that stands alone in a block which another leads to; NULL: it does more. */
static const struct edge *relayed(const struct function *f, const struct edge *e)
{
	const struct block *to = &f->blocks[e->to];

	if (!e->to || to->nevents || to->nedges != 1 || to->edges[0].guard || !to->edges[0].nsets ||
	    to->edges[0].to == e->to)
		return NULL;
	return are_apart(f, e, &to->edges[0]) ? &to->edges[0] : NULL;
}

static void take_over(struct normal *n, struct edge *e, const struct edge *from)
{
	struct event *sets = normal_copy_sets(n->arena, from), *all;

	all = arena_array(n->arena, struct event, e->nsets + from->nsets);
	if (e->nsets)
		memcpy(all, e->sets, e->nsets * sizeof(*all));
	memcpy(all + e->nsets, sets, from->nsets * sizeof(*all));
	e->sets = all;
	e->nsets += from->nsets;
	e->to = from->to;
}

/* An edge into a block that has nothing but sets on its own way out takes them over. */
bool normal_relays(struct normal *n)
{
	struct function *f = n->f;
	bool changed = false;

	for (struct block *b = f->blocks; b < f->blocks + f->nblocks; b++) {
		for (struct edge *e = b->edges; e < b->edges + b->nedges; e++) {
			const struct edge *out = relayed(f, e);

			if (!out || &f->blocks[e->to] == b)
				continue;
			take_over(n, e, out);
			changed = true;
		}
	}
	return changed;
}

/* ---- blocks that only copy ---- */

/* Has the copy the value of what is copied? */
static bool is_handed_on(const struct function *f, const struct event *copy)
{
	const struct vtype *own = &f->locals[copy->set.a.local].type,
			   *to = &f->locals[copy->set.dst.local].type;

	if (own->is_bool)
		return to->bits && copy->set.a.type.bits;
	return own->bits == copy->set.a.type.bits && own->bits == to->bits;
}

/* Is all that the block does to hand on what ways into it have set for it alone? */
static bool only_copies(const struct function *f, const uint32_t *uses, const struct block *b)
{
	const struct edge *out = b->edges;

	if (b == f->blocks || b->nevents || b->nedges != 1 || out->guard || !out->nsets ||
	    &f->blocks[out->to] == b)
		return false;
	for (const struct event *e = out->sets; e < out->sets + out->nsets; e++) {
		const struct operand *a = &e->set.a;

		if (e->set.op == SET_COPY && !e->set.dst.mask && a->kind == OPERAND_CONST)
			continue;
		if (e->set.op != SET_COPY || e->set.dst.mask || a->kind != OPERAND_LOCAL ||
		    a->mask || uses[a->local] != 1 || f->locals[a->local].in_memory ||
		    f->locals[e->set.dst.local].in_memory || !is_handed_on(f, e))
			return false;
	}
	return true;
}

static const struct event *set_of(const struct edge *e, uint32_t local)
{
	for (uint32_t i = 0; i < e->nsets; i++)
		if (e->sets[i].set.dst.local == local)
			return &e->sets[i];
	return NULL;
}

/* Does the way set what is copied, to what the copy can be set to at once? */
static bool fits(const struct function *f, const struct edge *way, const struct event *copy)
{
	uint32_t local = copy->set.a.local;
	const struct event *e = set_of(way, local);

	if (!e || f->locals[local].type.bits == f->locals[copy->set.dst.local].type.bits)
		return e;
	/* a boolean that is made a number */
	return e->set.op == SET_COPY && !e->set.a.mask &&
	       (e->set.a.kind == OPERAND_CONST ||
		(e->set.a.kind == OPERAND_LOCAL && f->locals[e->set.a.local].type.is_bool));
}

/* Does each way into the block set what it copies, and no more? */
static bool is_fed(const struct function *f, uint32_t block)
{
	const struct edge *out = f->blocks[block].edges;
	uint32_t fed = 0;

	for (uint32_t i = 0; i < out->nsets; i++)
		fed += out->sets[i].set.a.kind == OPERAND_LOCAL;
	for (const struct block *b = f->blocks; b < f->blocks + f->nblocks; b++)
		for (const struct edge *e = b->edges; e < b->edges + b->nedges; e++) {
			if (e->to != block)
				continue;
			if (e->nsets != fed)
				return false;
			for (uint32_t i = 0; i < out->nsets; i++)
				if (out->sets[i].set.a.kind == OPERAND_LOCAL &&
				    !fits(f, e, &out->sets[i]))
					return false;
		}
	return true;
}

/* The way sets what the copying block would set, and goes where that goes. */
static void hand_over(struct normal *n, const struct edge *out, struct edge *e)
{
	struct event *sets = arena_array(n->arena, struct event, out->nsets);

	for (uint32_t i = 0; i < out->nsets; i++) {
		const struct event *fed = &out->sets[i];

		if (fed->set.a.kind == OPERAND_LOCAL)
			fed = set_of(e, fed->set.a.local);
		if (!fed)
			die("a way does not set what is copied");
		sets[i] = *fed;
		sets[i].set.dst = out->sets[i].set.dst;
	}
	e->sets = sets;
	e->nsets = out->nsets;
	e->to = out->to;
}

/* Ways that meet to copy one value to another set that at once. */
bool normal_copies(struct normal *n)
{
	struct function *f = n->f;
	uint32_t *uses = normal_uses(n);
	bool changed = false;

	for (uint32_t k = 0; k < f->nblocks; k++) {
		const struct edge *out = f->blocks[k].edges;

		if (!only_copies(f, uses, &f->blocks[k]) || !is_fed(f, k))
			continue;
		for (struct block *b = f->blocks; b < f->blocks + f->nblocks; b++)
			for (struct edge *e = b->edges; e < b->edges + b->nedges; e++)
				if (e->to == k)
					hand_over(n, out, e);
		f->blocks[k].nedges = 0;
		changed = true;
	}
	free(uses);
	return changed;
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* What a local stands for: what sets it, and what may be read in its place. */
#include "normal.h"

#include <string.h>

#include "constant.h"

/* Copies of copies are followed that far: facts have no longer chains, and cycles end. */
#define MAX_HOPS 1000

int64_t normal_constant(const struct operand *o)
{
	int64_t v = constant_wrap((uint64_t)o->value, o->type);

	return o->mask ? (int64_t)((uint64_t)v & o->mask) : v;
}

uint32_t normal_new_local(struct normal *n, struct vtype type)
{
	struct function *f = n->f;

	if (f->nlocals == n->room)
		return NO_LOCAL;
	f->locals[f->nlocals] = (struct local){.type = type};
	return f->nlocals++;
}

/* ---- definitions ---- */

struct counter {
	struct normal *n;
	uint32_t block; /* that the event stands in, or on a way to */
	uint32_t events;
	bool on_edge;
};

/* The bits that a constant or a boolean can set; UINT64_MAX: all. */
static uint64_t bits_set(const struct normal *n, const struct event *e, const struct operand *dst)
{
	const struct operand *a = &e->set.a;

	if (e->kind != EVENT_SET || e->set.op != SET_COPY || dst->mask)
		return UINT64_MAX;
	if (a->kind == OPERAND_CONST)
		return (uint64_t)normal_constant(a) & low_bits(n->f->locals[dst->local].type.bits);
	return a->kind == OPERAND_LOCAL && n->f->locals[a->local].type.is_bool ? 1 : UINT64_MAX;
}

static void count_target(void *ctx, struct event *e, struct operand *dst)
{
	struct counter *c = ctx;
	struct normal *n = c->n;
	uint32_t *home = &n->home[dst->local];

	if (!n->ndefs[dst->local]) {
		*home = c->block;
		n->at[dst->local] = ++c->events;
		n->by_ways[dst->local] = c->on_edge;
	} else {
		if (*home != c->block || !c->on_edge)
			*home = NO_HOME;
		n->by_ways[dst->local] &= c->on_edge;
	}
	n->bits[dst->local] |= bits_set(n, e, dst);
	n->ndefs[dst->local] += dst->mask ? 2 : 1; /* in part: it keeps some of its value */
	n->def[dst->local] = e;
}

static void count_block(struct counter *c, struct block *b, uint32_t number)
{
	c->block = number;
	c->on_edge = false;
	for (uint32_t i = 0; i < b->nevents; i++)
		normal_event_targets(&b->events[i], count_target, c);
	c->on_edge = true;
	for (uint32_t i = 0; i < b->nedges; i++) {
		c->block = b->edges[i].to;
		for (uint32_t j = 0; j < b->edges[i].nsets; j++)
			normal_event_targets(&b->edges[i].sets[j], count_target, c);
	}
}

void normal_define(struct normal *n)
{
	struct counter c = {.n = n};

	memset(n->ndefs, 0, n->f->nlocals * sizeof(*n->ndefs));
	memset(n->def, 0, n->f->nlocals * sizeof(*n->def));
	memset(n->bits, 0, n->f->nlocals * sizeof(*n->bits));
	for (uint32_t i = 0; i < n->f->nparams; i++) {
		n->ndefs[i] = 1; /* by the caller: one more makes it change */
		n->home[i] = NO_HOME;
		n->bits[i] = UINT64_MAX;
	}
	for (uint32_t i = 0; i < n->f->nblocks; i++)
		count_block(&c, &n->f->blocks[i], i);
}

bool normal_is_stable(const struct normal *n, uint32_t local)
{
	return n->ndefs[local] <= 1 && !n->f->locals[local].in_memory;
}

const struct event *normal_only_set(const struct normal *n, uint32_t local)
{
	const struct local *l = &n->f->locals[local];
	const struct event *e = n->def[local];

	if (n->ndefs[local] != 1 || l->is_param || l->in_memory || e->kind != EVENT_SET ||
	    e->set.dst.mask)
		return NULL;
	return e;
}

/* ---- what may be read elsewhere ---- */

struct stable {
	const struct normal *n;
	bool yes;
};

static void check_stable(void *ctx, uint32_t *local)
{
	struct stable *s = ctx;

	/* The address of a variable is one value, whatever stands in it. */
	if (!normal_is_stable(s->n, *local) && !s->n->f->locals[*local].in_memory)
		s->yes = false;
}

bool normal_can_move(const struct normal *n, const struct operand *o)
{
	struct stable s = {.n = n, .yes = true};
	struct operand copy = *o;

	if (o->kind == OPERAND_CONST || o->kind == OPERAND_FUNC)
		return true;
	if (o->kind == OPERAND_LOCAL)
		return normal_is_stable(n, o->local);
	if (o->kind != OPERAND_ADDR)
		return false;
	for (uint32_t i = 0; i < o->path->nsteps; i++)
		if (o->path->steps[i].kind == STEP_DEREF &&
		    i) /* what a pointer in memory says now */
			return false;
	normal_operand_locals(&copy, check_stable, &s);
	return s.yes;
}

/*
 * What is set on the ways into one block only, and copied behind it, is what its copy
 * is, until the block is come to again: then both are another.
 */
static bool is_at_home(const struct normal *n, const struct event *e, const struct operand *a)
{
	return a->kind == OPERAND_LOCAL && !n->f->locals[a->local].in_memory &&
	       n->by_ways[a->local] && n->home[a->local] != NO_HOME &&
	       !n->by_ways[e->set.dst.local];
}

bool normal_can_read(const struct normal *n, const struct event *e, const struct operand *o)
{
	return normal_can_move(n, o) || is_at_home(n, e, o);
}

/* What the local is a copy of, if that may be read in its place. */
static const struct operand *source_of(const struct normal *n, uint32_t local)
{
	const struct event *e = normal_only_set(n, local);

	if (!e || e->set.op != SET_COPY || !normal_can_read(n, e, &e->set.a) ||
	    (e->set.a.kind == OPERAND_LOCAL && e->set.a.local == local))
		return NULL;
	return e->set.a.kind == OPERAND_LOCAL || e->set.a.kind == OPERAND_CONST || !e->set.a.mask
		       ? &e->set.a
		       : NULL;
}

/* Has a local of type to, set to a value of type from, that value? */
static bool keeps_value(const struct vtype *from, const struct vtype *to)
{
	if (from->bits == to->bits)
		return from->is_bool == to->is_bool;
	return from->bits && to->bits > from->bits && (!from->is_signed || to->is_signed);
}

static uint64_t top_bit(const struct vtype *t)
{
	return t->is_signed && t->bits ? (uint64_t)1 << (t->bits - 1) : 0;
}

/*
 * A local of type own was read as from, copied to one of type to, and is read as
 * use: the mask it is then to be read with at once, UINT64_MAX for none; false:
 * one reading cannot say what both do.
 */
static bool compose(const struct vtype *own, const struct operand *from, const struct vtype *to,
		    const struct operand *use, uint64_t *mask)
{
	uint64_t fm = from->mask ? from->mask : UINT64_MAX, um = use->mask ? use->mask : UINT64_MAX,
		 least;

	if (!own->bits || !from->type.bits || !to->bits || !use->type.bits || own->bits > 64 ||
	    from->type.bits > 64 || to->bits > 64 || use->type.bits > 64)
		return false;
	if (to->is_bool && !own->is_bool && from->mask != 1)
		return false;
	least = low_bits(from->type.bits < to->bits ? from->type.bits : to->bits);
	*mask = fm & um;
	if (low_bits(use->type.bits) <= least || um <= least)
		return true;
	if (from->mask)
		return fm <= least && !(fm & top_bit(&from->type)) && !(fm & top_bit(to));
	if (keeps_value(own, &from->type) && keeps_value(&from->type, to))
		return true;
	*mask &= least;
	return from->type.bits <= to->bits ? !from->type.is_signed : !to->is_signed;
}

static bool see_once(const struct normal *n, struct operand *o)
{
	const struct operand *from = source_of(n, o->local);
	const struct vtype *to = &n->f->locals[o->local].type;
	struct operand copy;
	uint64_t mask;

	if (!from)
		return false;
	copy = normal_copy(n->arena, from);
	copy.type = o->type;
	copy.mask = o->mask;
	if (from->kind == OPERAND_CONST) {
		copy.value = constant_wrap((uint64_t)normal_constant(from), *to);
	} else if (from->kind == OPERAND_LOCAL) {
		const struct vtype *own = &n->f->locals[from->local].type;

		if (compose(own, from, to, o, &mask)) {
			copy.mask = mask & low_bits(o->type.bits);
			if (!copy.mask)
				copy = (struct operand){.kind = OPERAND_CONST, .type = o->type};
			else if (mask == UINT64_MAX)
				copy.mask = 0;
		} else if (from->mask || !keeps_value(&from->type, to)) {
			return false;
		}
	}
	*o = copy;
	return true;
}

/* Bits above a number that has no sign. */
static bool is_above(const struct normal *n, const struct operand *o)
{
	const struct vtype *own = &n->f->locals[o->local].type;

	return o->mask && own->bits && own->bits < o->type.bits && !own->is_signed &&
	       !own->is_pointer && !(o->mask & low_bits(own->bits));
}

bool normal_see_through(const struct normal *n, struct operand *o)
{
	struct operand seen = *o;
	int hops = 0;

	if (o->kind == OPERAND_LOCAL && is_above(n, o)) {
		*o = (struct operand){.kind = OPERAND_CONST, .type = o->type};
		return true;
	}
	while (hops < MAX_HOPS && seen.kind == OPERAND_LOCAL && see_once(n, &seen))
		hops++;
	if (!hops || hops == MAX_HOPS)
		return false;
	*o = seen;
	return true;
}

/* ---- paths ---- */

/* A plain copy of another local, or of an address or number; where a mask has no place. */
static const struct operand *origin_of(const struct normal *n, uint32_t local)
{
	const struct operand *o = NULL, *next;

	for (int i = 0; i < MAX_HOPS; i++) {
		next = source_of(n, local);
		if (next && next->kind == OPERAND_LOCAL &&
		    (next->mask || !keeps_value(&next->type, &n->f->locals[local].type)))
			next = NULL;
		if (!next)
			return o;
		if (next->kind != OPERAND_LOCAL)
			return next;
		o = next;
		local = o->local;
	}
	return NULL;
}

/* A path whose root is a copy: of another local, or of an address that it follows. */
static bool see_root(const struct normal *n, struct operand *o)
{
	struct path *p = o->path, *q;
	const struct operand *from;
	struct operand copy;

	if (p->root != ROOT_LOCAL)
		return false;
	from = origin_of(n, p->local);
	if (from && from->kind == OPERAND_LOCAL) {
		p->local = from->local;
		return true;
	}
	if (!from || from->kind != OPERAND_ADDR || !p->nsteps || p->steps[0].kind != STEP_DEREF)
		return false;
	copy = normal_copy(n->arena, from);
	q = copy.path;
	q->type = p->type;
	q->is_volatile |= p->is_volatile;
	q->nsteps = from->path->nsteps + p->nsteps - 1;
	q->steps = arena_array(n->arena, struct step, q->nsteps);
	memcpy(q->steps, from->path->steps, from->path->nsteps * sizeof(*q->steps));
	memcpy(q->steps + from->path->nsteps, p->steps + 1, (p->nsteps - 1) * sizeof(*q->steps));
	o->path = q;
	return true;
}

/* The address of what a pointer points to is the pointer; of what type that is is not told. */
static bool see_address(struct operand *o)
{
	static const struct vtype none;
	struct path *p = o->path;
	bool changed = !type_equal(&p->type, &none);

	p->type = none;
	if (p->root != ROOT_LOCAL || p->nsteps != 1 || p->steps[0].kind != STEP_DEREF || o->mask ||
	    !o->type.bits)
		return changed;
	o->kind = OPERAND_LOCAL;
	o->local = p->local;
	return true;
}

bool normal_see_path(const struct normal *n, struct operand *o)
{
	bool changed = see_root(n, o);
	struct path *p = o->path;

	for (struct step *s = p->steps; s < p->steps + p->nsteps; s++) {
		const struct operand *from;

		if (s->kind != STEP_INDEX_LOCAL)
			continue;
		from = origin_of(n, (uint32_t)s->index);
		if (!from || (from->kind != OPERAND_LOCAL && from->kind != OPERAND_CONST))
			continue;
		s->kind = from->kind == OPERAND_CONST ? STEP_INDEX : STEP_INDEX_LOCAL;
		s->index =
			from->kind == OPERAND_CONST ? normal_constant(from) : (int64_t)from->local;
		changed = true;
	}
	return o->kind == OPERAND_ADDR && see_address(o) ? true : changed;
}

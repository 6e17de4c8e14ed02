// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Folding: a local that is set once, to a constant, an address or another
 * such local, is replaced where it is read; operations on constants are done;
 * guards on constants are decided, and a guard on the result of a comparison
 * becomes the comparison.
 */
#include "normal.h"

#include <string.h>

#include "constant.h"
#include "relation.h"

struct folder {
	struct normal *n;
	bool changed;
};

/* Does the set's value follow from constants alone? */
static bool evaluate(const struct event *e, int64_t *value)
{
	const struct operand *a = &e->set.a, *b = &e->set.b;

	if (a->kind != OPERAND_CONST || e->set.op == SET_COPY ||
	    (e->set.op != SET_NOT && e->set.op != SET_NEG && b->kind != OPERAND_CONST))
		return false;
	return constant_fold(e->set.op, normal_constant(a),
			     b->kind == OPERAND_CONST ? normal_constant(b) : 0, a->type,
			     e->set.dst.type, value);
}

/* Where it is read a local keeps the type and the mask that it is read with. */
static void fold_use(void *ctx, struct operand *o)
{
	struct folder *fo = ctx;

	if (o->kind == OPERAND_ADDR || o->kind == OPERAND_PATH)
		fo->changed |= normal_see_path(fo->n, o);
	else if (o->kind == OPERAND_LOCAL)
		fo->changed |= normal_see_through(fo->n, o);
}

/* ---- comparisons ---- */

static bool reads(const struct operand *o, uint32_t local)
{
	return o->kind == OPERAND_LOCAL && o->local == local;
}

/* One side of x ^ y, whose result has so many bits; false: it cannot be read so. */
static bool side_of_xor(const struct folder *fo, const struct event *e, const struct operand *side,
			unsigned int bits, uint64_t mask, struct operand *to)
{
	const struct vtype *own;

	if (side->kind != OPERAND_LOCAL || (side->mask && side->type.is_signed) ||
	    reads(side, e->set.dst.local) || !normal_can_read(fo->n, e, side) || !side->type.bits ||
	    side->type.bits > bits)
		return false;
	own = &fo->n->f->locals[side->local].type;
	if (side->type.bits < bits && (side->type.is_signed || side->type.bits < own->bits))
		return false;
	*to = *side;
	if (side->type.bits < bits)
		to->type = (struct vtype){.bits = (uint8_t)bits};
	if (mask)
		to->mask = to->mask ? to->mask & mask : mask;
	if (mask && !to->mask)
		*to = (struct operand){.kind = OPERAND_CONST, .type = to->type};
	return true;
}

/* (x ^ y) & 3 is 0 where those bits of both are the same. */
static bool fold_difference(struct folder *fo, struct operand *a, struct operand *b)
{
	const struct event *e;
	const struct vtype *own;
	struct operand x, y;

	if (a->kind != OPERAND_LOCAL || b->kind != OPERAND_CONST || normal_constant(b) ||
	    !(e = normal_only_set(fo->n, a->local)) || e->set.op != SET_XOR)
		return false;
	own = &fo->n->f->locals[a->local].type;
	if (!own->bits || own->bits > 64 || (!a->mask && a->type.bits != own->bits) ||
	    a->mask & ~low_bits(own->bits) ||
	    !side_of_xor(fo, e, &e->set.a, own->bits, a->mask, &x) ||
	    !side_of_xor(fo, e, &e->set.b, own->bits, a->mask, &y))
		return false;
	*a = x;
	*b = y;
	fo->changed = true;
	return true;
}

/* 1 << n is 4 where n is 2. */
static void fold_shift(struct folder *fo, struct operand *a, struct operand *b)
{
	const struct event *e;
	uint64_t c;

	if (a->kind != OPERAND_LOCAL || a->mask || b->kind != OPERAND_CONST ||
	    !(e = normal_only_set(fo->n, a->local)) || e->set.op != SET_SHL ||
	    e->set.a.kind != OPERAND_CONST || normal_constant(&e->set.a) != 1 ||
	    e->set.b.kind != OPERAND_LOCAL || !normal_can_read(fo->n, e, &e->set.b) ||
	    reads(&e->set.b, a->local))
		return;
	c = (uint64_t)normal_constant(b) & low_bits(a->type.bits);
	if (!c || c & (c - 1))
		return;
	*a = e->set.b;
	*b = (struct operand){.kind = OPERAND_CONST, .type = a->type, .value = __builtin_ctzll(c)};
	fo->changed = true;
}

/* Bits of x >> 8 are those of x. */
static void fold_shifted(struct folder *fo, struct operand *a, struct operand *b)
{
	const struct event *e;
	const struct vtype *own;
	struct operand x;
	uint64_t mask, count, c = (uint64_t)b->value;

	if (a->kind != OPERAND_LOCAL || b->kind != OPERAND_CONST || b->mask || !a->type.bits ||
	    a->type.is_bool || !(e = normal_only_set(fo->n, a->local)) || e->set.op != SET_SHR ||
	    e->set.a.kind != OPERAND_LOCAL || e->set.a.mask || e->set.b.kind != OPERAND_CONST ||
	    e->set.b.mask || reads(&e->set.a, a->local) || !normal_can_read(fo->n, e, &e->set.a))
		return;
	x = e->set.a;
	own = &fo->n->f->locals[a->local].type;
	count = (uint64_t)e->set.b.value;
	if (!own->bits || own->bits > x.type.bits || x.type.bits > 64 || count >= x.type.bits ||
	    (own->is_signed && own->bits < a->type.bits))
		return;
	mask = low_bits(own->bits < a->type.bits ? own->bits : a->type.bits);
	if (a->mask)
		mask &= a->mask;
	if (x.type.is_signed && mask & ~low_bits((unsigned int)(x.type.bits - count)))
		return;
	mask &= low_bits((unsigned int)(x.type.bits - count));
	if (!mask || c & ~mask || b->type.bits > 64)
		return;
	x.type = (struct vtype){.bits = x.type.bits};
	x.mask = mask << count;
	*a = x;
	*b = (struct operand){
		.kind = OPERAND_CONST, .type = x.type, .value = (int64_t)(c << count)};
	fo->changed = true;
}

/* ---- events ---- */

static bool is_unresolved(const struct folder *fo, const struct operand *o)
{
	return o->kind == OPERAND_LOCAL && fo->n->unresolved[o->local];
}

/* A value made of constants and of such locals is another one. */
static void spread_unresolved(struct folder *fo, const struct event *e)
{
	const struct operand *a = &e->set.a, *b = &e->set.b;
	uint32_t dst = e->set.dst.local;
	bool rest_a = a->kind == OPERAND_CONST || is_unresolved(fo, a);
	bool rest_b = b->kind == OPERAND_CONST || b->kind == OPERAND_NONE || is_unresolved(fo, b);

	if (fo->n->unresolved[dst] || fo->n->ndefs[dst] != 1 || !rest_a || !rest_b)
		return;
	if (is_unresolved(fo, a) || is_unresolved(fo, b)) {
		fo->n->unresolved[dst] = true;
		fo->changed = true;
	}
}

static void fold_event(void *ctx, struct event *e)
{
	struct folder *fo = ctx;
	int64_t value;

	normal_event_uses(e, fold_use, fo);
	if (e->kind != EVENT_SET && e->kind != EVENT_STORE)
		return;
	if (evaluate(e, &value)) {
		e->set.op = SET_COPY;
		e->set.a = (struct operand){.kind = OPERAND_CONST, .type = e->set.dst.type};
		e->set.a.value = value;
		memset(&e->set.b, 0, sizeof(e->set.b));
		fo->changed = true;
	}
	if (e->set.op == SET_EQ || e->set.op == SET_NE) {
		fold_difference(fo, &e->set.a, &e->set.b);
		fold_shift(fo, &e->set.a, &e->set.b);
		fold_shifted(fo, &e->set.a, &e->set.b);
	}
	if (e->kind == EVENT_SET)
		spread_unresolved(fo, e);
}

/* ---- guards ---- */

/* `%1 != 0`, where %1 is a comparison or a not, becomes what it stands for. */
static void fold_test(struct folder *fo, struct guard *g)
{
	const struct event *e;
	bool is_true;

	/* a boolean is tested for 0 */
	if ((g->rel == GUARD_EQ || g->rel == GUARD_NE) && g->a.type.is_bool && !g->a.mask &&
	    g->b.kind == OPERAND_CONST && g->b.value == 1) {
		g->b.value = 0;
		g->rel = guard_negate(g->rel);
		fo->changed = true;
	}
	if ((g->rel != GUARD_EQ && g->rel != GUARD_NE) || g->a.kind != OPERAND_LOCAL || g->a.mask ||
	    g->b.kind != OPERAND_CONST || normal_constant(&g->b) != 0)
		return;
	e = fo->n->def[g->a.local];
	if (!e || !normal_is_stable(fo->n, g->a.local) || e->kind != EVENT_SET || e->set.dst.mask ||
	    !normal_can_read(fo->n, e, &e->set.a) || reads(&e->set.a, g->a.local) ||
	    reads(&e->set.b, g->a.local))
		return;
	is_true = g->rel == GUARD_NE;
	if (is_comparison(e->set.op) && normal_can_read(fo->n, e, &e->set.b)) {
		g->rel = is_true ? relation_of(e->set.op) : guard_negate(relation_of(e->set.op));
		g->a = normal_copy(fo->n->arena, &e->set.a);
		g->b = normal_copy(fo->n->arena, &e->set.b);
		fo->changed = true;
	} else if (e->set.op == SET_NOT && e->set.a.type.is_bool) {
		g->rel = guard_negate(g->rel);
		g->a = normal_copy(fo->n->arena, &e->set.a);
		fo->changed = true;
	}
}

/* (x ^ y) <= 7 is (x ^ y) & ~7 == 0. */
static void fold_bound(struct folder *fo, struct guard *g)
{
	struct operand x = g->a, y = g->b;
	uint64_t c = (uint64_t)normal_constant(&g->b), all = low_bits(g->a.type.bits);

	if ((g->rel != GUARD_LE && g->rel != GUARD_GT) || g->a.kind != OPERAND_LOCAL ||
	    g->b.kind != OPERAND_CONST || g->a.type.is_signed || g->b.mask || c & (c + 1))
		return;
	if (g->a.mask)
		all &= g->a.mask;
	x.mask = all & ~c;
	y.value = 0;
	if (!x.mask || !fold_difference(fo, &x, &y))
		return;
	g->rel = g->rel == GUARD_LE ? GUARD_EQ : GUARD_NE;
	g->a = x;
	g->b = y;
}

/* The constant stands right; a test for equality is of the local's own type. */
static void turn_guard(struct folder *fo, struct guard *g)
{
	const struct vtype *own;

	if (g->a.kind == OPERAND_CONST && g->b.kind != OPERAND_CONST) {
		struct operand a = g->a;

		g->rel = guard_mirror(g->rel);
		g->a = g->b;
		g->b = a;
		fo->changed = true;
	}
	if ((g->rel != GUARD_EQ && g->rel != GUARD_NE) || g->a.kind != OPERAND_LOCAL ||
	    g->b.kind != OPERAND_CONST || g->a.mask || g->b.mask)
		return;
	own = &fo->n->f->locals[g->a.local].type;
	if (constant_wrap((uint64_t)g->b.value, *own) == g->b.value)
		g->a.type = g->b.type = *own;
}

static bool in_ranges(const struct guard *g, int64_t v)
{
	for (uint32_t i = 0; i < g->nranges; i++)
		if (constant_compare(GUARD_GE, v, g->ranges[i].lo, g->a.type.is_signed) &&
		    constant_compare(GUARD_LE, v, g->ranges[i].hi, g->a.type.is_signed))
			return true;
	return false;
}

/* No number without a sign is below 0, or above the greatest. */
static int decide_bound(const struct guard *g)
{
	uint64_t all = low_bits(g->a.type.bits);

	if (g->a.kind != OPERAND_LOCAL || g->b.kind != OPERAND_CONST || g->a.type.is_signed ||
	    !g->a.type.bits || g->a.type.bits > 64 || g->a.type.is_bool || g->a.mask || g->b.mask ||
	    g->b.type.bits != g->a.type.bits || g->b.type.is_signed)
		return -1;
	if (!normal_constant(&g->b) && (g->rel == GUARD_LT || g->rel == GUARD_GE))
		return g->rel == GUARD_GE;
	if (((uint64_t)normal_constant(&g->b) & all) == all &&
	    (g->rel == GUARD_LE || g->rel == GUARD_GT))
		return g->rel == GUARD_LE;
	return -1;
}

/* Are both sides one value? */
static bool is_itself(const struct folder *fo, const struct guard *g)
{
	return g->rel < GUARD_IN && g->a.kind == OPERAND_LOCAL && g->b.kind == OPERAND_LOCAL &&
	       g->a.local == g->b.local && !fo->n->f->locals[g->a.local].in_memory &&
	       g->a.mask == g->b.mask && g->a.type.bits == g->b.type.bits &&
	       g->a.type.is_bool == g->b.type.is_bool;
}

/* 1: holds always, 0: never, -1: not known. */
static int decide(const struct folder *fo, const struct guard *g)
{
	if (is_itself(fo, g))
		return g->rel == GUARD_EQ || g->rel == GUARD_LE || g->rel == GUARD_GE;
	if (g->rel != GUARD_LABEL && decide_bound(g) >= 0)
		return decide_bound(g);
	if (g->rel == GUARD_LABEL || g->a.kind != OPERAND_CONST)
		return -1;
	if (g->rel == GUARD_IN || g->rel == GUARD_NOT_IN)
		return in_ranges(g, normal_constant(&g->a)) == (g->rel == GUARD_IN);
	if (g->b.kind != OPERAND_CONST)
		return -1;
	return constant_compare(g->rel, normal_constant(&g->a), normal_constant(&g->b),
				g->a.type.is_signed);
}

static void fold_edges(struct folder *fo, struct block *b)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < b->nedges; i++) {
		struct edge *e = &b->edges[i];
		int decided = -1;

		if (e->guard && e->guard->rel != GUARD_LABEL) {
			normal_guard_uses(e->guard, fold_use, fo);
			if (e->guard->rel < GUARD_IN) {
				fold_test(fo, e->guard);
				fold_bound(fo, e->guard);
				if (e->guard->rel == GUARD_EQ || e->guard->rel == GUARD_NE) {
					fold_difference(fo, &e->guard->a, &e->guard->b);
					fold_shift(fo, &e->guard->a, &e->guard->b);
					fold_shifted(fo, &e->guard->a, &e->guard->b);
				}
				turn_guard(fo, e->guard);
			}
			decided = decide(fo, e->guard);
			if (decided == 1 || is_unresolved(fo, &e->guard->a) ||
			    is_unresolved(fo, &e->guard->b)) {
				e->guard = NULL;
				fo->changed = true;
			}
		}
		if (decided == 0)
			fo->changed = true;
		else if (decided == 1) {
			b->edges[0] = *e;
			kept = 1;
			break;
		} else {
			b->edges[kept++] = *e;
		}
	}
	b->nedges = kept;
}

bool normal_fold(struct normal *n)
{
	struct folder fo = {.n = n};

	normal_define(n);
	normal_events(n->f, fold_event, &fo);
	for (uint32_t i = 0; i < n->f->nblocks; i++)
		fold_edges(&fo, &n->f->blocks[i]);
	return fo.changed;
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* Comparisons: one relation, one type and one order of sides for each. */
#include "normal_type.h"

#include "constant.h"
#include "relation.h"

static void set_relation(struct typer *ty, enum guard_rel *rel, enum guard_rel to)
{
	ty->changed |= *rel != to;
	*rel = to;
}

static void swap_sides(struct typer *ty, enum guard_rel *rel, struct operand *a, struct operand *b)
{
	struct operand swap = *a;

	*a = *b;
	*b = swap;
	set_relation(ty, rel, guard_mirror(*rel));
	ty->changed = true;
}

/* Of the ways to ask whether a number is above another the one without "or equal". */
static void strict_bound(struct typer *ty, enum guard_rel *rel, struct operand *a,
			 struct operand *b)
{
	const struct vtype *t = &a->type;
	int64_t least = t->is_signed ? (int64_t)(UINT64_MAX << (t->bits - 1)) : 0;
	int64_t half = (int64_t)(low_bits(t->bits) >> 1);

	if ((*rel == GUARD_GE || *rel == GUARD_LT) && b->value != least) {
		b->value = (int64_t)((uint64_t)b->value - 1);
		set_relation(ty, rel, *rel == GUARD_GE ? GUARD_GT : GUARD_LE);
	}
	if (*rel != GUARD_GT && *rel != GUARD_LE)
		return;
	if (!b->value && !t->is_signed) {
		set_relation(ty, rel, *rel == GUARD_GT ? GUARD_NE : GUARD_EQ);
	} else if (b->value == (t->is_signed ? -1 : half) && t->bits > 1 && !a->mask &&
		   a->kind == OPERAND_LOCAL) {
		/* is the highest bit set? */
		set_relation(ty, rel, (*rel == GUARD_GT) == t->is_signed ? GUARD_EQ : GUARD_NE);
		a->mask = (uint64_t)half + 1;
		a->type = b->type = type_unsigned(t->bits);
		b->value = 0;
	}
}

/* The local is compared in its own type, where the constant is one of that too. */
static void own_comparison(struct typer *ty, enum guard_rel rel, struct operand *a,
			   struct operand *b)
{
	struct vtype own = *type_own(ty->n, a), t = a->type;
	struct operand narrow = *a;
	bool equal = rel == GUARD_EQ || rel == GUARD_NE;

	if (a->mask) {
		if (b->value < 0 && t.is_signed)
			return;
		type_masked(ty, &narrow, ANY);
		if (narrow.kind == OPERAND_LOCAL &&
		    constant_wrap((uint64_t)b->value, narrow.type) == b->value) {
			*a = narrow;
			b->type = a->type;
		}
	} else if (t.bits > own.bits) {
		if ((own.is_signed && !t.is_signed) ||
		    constant_wrap((uint64_t)b->value, own) != b->value)
			return;
		ty->changed = true;
		a->type = b->type = own;
	} else if (equal && t.is_bool == own.is_bool) {
		if (t.bits < own.bits)
			own = type_unsigned(t.bits);
		type_put(ty, a, own, 0);
		type_constant(ty, b, own);
	} else if (!equal) {
		t.record = NULL;
		t.is_pointer = false;
		type_put(ty, a, t, 0);
	}
}

static void compare_constant(struct typer *ty, enum guard_rel *rel, struct operand *a,
			     struct operand *b)
{
	type_constant(ty, b, a->type);
	if (a->kind == OPERAND_LOCAL && type_is_number(type_own(ty->n, a)))
		own_comparison(ty, *rel, a, b);
	if (a->kind == OPERAND_LOCAL || a->kind == OPERAND_PATH)
		strict_bound(ty, rel, a, b);
	if ((*rel != GUARD_EQ && *rel != GUARD_NE) || !b->value)
		return;
	/* one bit is set if it is not 0 */
	if ((a->mask && !(a->mask & (a->mask - 1)) && (uint64_t)b->value == a->mask) ||
	    (a->type.is_bool && b->value == 1)) {
		b->value = 0;
		set_relation(ty, rel, guard_negate(*rel));
	}
	type_constant(ty, b, a->type);
}

/* Bits that are never set need no mask. */
static void drop_mask(struct typer *ty, struct operand *o)
{
	if (o->mask && !(type_bits(ty->n, o->local, 0) & ~o->mask))
		type_put(ty, o, o->type, 0);
}

/* Both were made wider by one and the same conversion, or are of one type. */
static void compare_locals(struct typer *ty, enum guard_rel rel, struct operand *a,
			   struct operand *b)
{
	struct vtype x = *type_own(ty->n, a), y = *type_own(ty->n, b), t = a->type;
	bool equal = rel == GUARD_EQ || rel == GUARD_NE;

	drop_mask(ty, a);
	drop_mask(ty, b);
	if (equal && a->mask && a->mask == b->mask && x.bits == y.bits && type_is_number(&x) &&
	    a->type.bits == b->type.bits && !(a->mask & type_sign(&t))) {
		type_masked(ty, a, ANY);
		type_masked(ty, b, ANY);
		return;
	}
	if (a->mask || b->mask || !type_is_number(&x) || !type_is_number(&y) || x.bits != y.bits ||
	    a->type.bits != b->type.bits || x.is_bool != y.is_bool)
		return;
	if (t.bits > x.bits &&
	    (x.is_signed != y.is_signed || (x.is_signed && !t.is_signed && !equal)))
		return;
	if (t.bits >= x.bits && equal) {
		type_put(ty, a, x, 0);
		type_put(ty, b, y, 0);
	} else if (t.bits == x.bits) {
		type_put(ty, a, (struct vtype){.bits = t.bits, .is_signed = t.is_signed}, 0);
		type_put(ty, b, a->type, 0);
	} else if (t.bits > x.bits) {
		type_put(ty, a, (struct vtype){.bits = x.bits, .is_signed = x.is_signed}, 0);
		type_put(ty, b, a->type, 0);
	}
}

/* Of the lowest 8, 16 or 32 bits alone: a value of that type. */
static void unmask(struct typer *ty, struct operand *o)
{
	unsigned int bits = 8;

	if (o->kind != OPERAND_LOCAL || !o->mask || !type_is_number(&o->type))
		return;
	while (bits < o->type.bits && low_bits(bits) != o->mask)
		bits *= 2;
	if (low_bits(bits) == o->mask && type_own(ty->n, o)->bits >= bits)
		type_put(ty, o, type_unsigned(bits), 0);
}

void type_comparison(struct typer *ty, enum guard_rel *rel, struct operand *a, struct operand *b)
{
	if (!type_is_number(&a->type) || !type_is_number(&b->type))
		return;
	if (a->kind == OPERAND_CONST && b->kind != OPERAND_CONST)
		swap_sides(ty, rel, a, b);
	else if (b->kind != OPERAND_CONST && (*rel == GUARD_GT || *rel == GUARD_GE))
		swap_sides(ty, rel, a, b);
	if (a->kind == OPERAND_CONST)
		return;
	if (b->kind == OPERAND_LOCAL && a->mask == b->mask) {
		unmask(ty, a);
		unmask(ty, b);
	}
	if (b->kind == OPERAND_CONST && a->type.bits == b->type.bits)
		compare_constant(ty, rel, a, b);
	else if (a->kind == OPERAND_LOCAL && b->kind == OPERAND_LOCAL)
		compare_locals(ty, *rel, a, b);
}

bool type_fits_ranges(const struct guard *g, struct vtype t)
{
	for (uint32_t i = 0; i < g->nranges; i++)
		if (constant_wrap((uint64_t)g->ranges[i].lo, t) != g->ranges[i].lo ||
		    constant_wrap((uint64_t)g->ranges[i].hi, t) != g->ranges[i].hi)
			return false;
	return true;
}

void type_ranges(struct typer *ty, struct guard *g)
{
	struct vtype own;

	if (g->a.kind != OPERAND_LOCAL || !type_is_number(&g->a.type))
		return;
	own = *type_own(ty->n, &g->a);
	if (g->a.mask) {
		struct operand plain = g->a;

		if (type_is_number(&own))
			type_masked(ty, &plain, ANY);
		if (plain.kind == OPERAND_LOCAL && type_fits_ranges(g, plain.type))
			g->a = plain;
		return;
	}
	if (!type_is_number(&own) || g->a.type.bits < own.bits || own.is_bool)
		return;
	if (type_fits_ranges(g, own))
		type_put(ty, &g->a, own, 0);
}

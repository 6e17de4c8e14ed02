// SPDX-License-Identifier: GPL-2.0-or-later
/* Sums and differences of two: constants that follow each other are one, and stand last. */
#include "normal_type.h"
#include "normal_value.h"

#include <string.h>

#include "constant.h"
#include "relation.h"

static bool is_commutative(enum set_op op)
{
	return op == SET_ADD || op == SET_AND || op == SET_OR || op == SET_XOR || op == SET_EQ ||
	       op == SET_NE;
}

/* A constant stands behind an address, and that behind what is computed. */
static int rank_of_side(const struct operand *o)
{
	switch (o->kind) {
	case OPERAND_PATH: /* what is changed */
		return 0;
	case OPERAND_LOCAL:
		return 1;
	case OPERAND_ADDR:
		return 2;
	case OPERAND_FUNC:
		return 3;
	case OPERAND_CONST:
		return 4;
	default:
		return -1;
	}
}

/* Of two sides that may change places which stands right? */
bool num_turned(const struct valuer *v, const struct operand *a, const struct operand *b)
{
	uint64_t x, y;

	if (a->kind != OPERAND_LOCAL || b->kind != OPERAND_LOCAL)
		return rank_of_side(a) > rank_of_side(b);
	x = normal_hash(v->n, a, 0);
	y = normal_hash(v->n, b, 0);
	return x != y ? x > y : v->n->at[a->local] > v->n->at[b->local];
}

/* x - 3 is x + -3. */
void num_turn(struct valuer *v, struct event *e)
{
	struct operand swap = e->set.a;

	if (e->set.op == SET_SUB && e->set.b.kind == OPERAND_CONST) {
		e->set.op = SET_ADD;
		e->set.b.value = (int64_t) - (uint64_t)normal_constant(&e->set.b);
		e->set.b.value = constant_wrap((uint64_t)e->set.b.value, e->set.b.type);
		e->set.b.mask = 0;
		v->changed = true;
	}
	if (!is_commutative(e->set.op) || !num_turned(v, &e->set.a, &e->set.b))
		return;
	e->set.a = e->set.b;
	e->set.b = swap;
	v->changed = true;
}

/* (x + 1) + 2 */
static void add_constants(struct valuer *v, struct event *e, const struct vtype *t)
{
	const struct event *inner;
	struct operand a;

	if (e->set.op != SET_ADD || e->set.b.kind != OPERAND_CONST ||
	    !num_is_no_wider(v, &e->set.a, t))
		return;
	inner = normal_only_set(v->n, e->set.a.local);
	if (!inner || inner == e || inner->set.op != SET_ADD ||
	    inner->set.b.kind != OPERAND_CONST || inner->set.a.kind != OPERAND_LOCAL ||
	    !normal_can_move(v->n, &inner->set.a) || inner->set.a.local == e->set.a.local)
		return;
	a = inner->set.a;
	/* what was made wider on the way is another number */
	if (a.type.bits < num_own(v, e->set.a.local)->bits && !num_is_no_wider(v, &a, t))
		return;
	e->set.b.value = (int64_t)((uint64_t)normal_constant(&e->set.b) +
				   (uint64_t)normal_constant(&inner->set.b));
	e->set.b.value = constant_wrap((uint64_t)e->set.b.value, e->set.b.type);
	e->set.b.mask = 0;
	e->set.a = a;
	v->changed = true;
}

/* What sets the operand, which is read whole, if it may be done again here; NULL. */
static const struct event *inner_of(const struct valuer *v, const struct event *e,
				    const struct operand *o, const struct vtype *t)
{
	const struct event *inner;

	if (!num_is_local(o) || o->type.bits != t->bits || num_own(v, o->local)->bits != t->bits)
		return NULL;
	inner = normal_only_set(v->n, o->local);
	if (!inner || inner == e || inner->set.a.mask || inner->set.b.mask ||
	    (inner->set.a.kind == OPERAND_LOCAL &&
	     (inner->set.a.local == o->local || inner->set.a.type.bits != t->bits)) ||
	    (inner->set.b.kind == OPERAND_LOCAL &&
	     (inner->set.b.local == o->local || inner->set.b.type.bits != t->bits)) ||
	    !normal_can_move(v->n, &inner->set.a) ||
	    (inner->set.b.kind != OPERAND_NONE && !normal_can_move(v->n, &inner->set.b)))
		return NULL;
	return inner;
}

static bool is_sum_with(const struct event *e, int64_t *c)
{
	if (!e || e->set.op != SET_ADD || e->set.b.kind != OPERAND_CONST)
		return false;
	*c = normal_constant(&e->set.b);
	return true;
}

/* 3 - (x + 1), (3 - x) + 1, -(x + 1) and ~(x - 1) are differences; 0 - x is -x. */
static void turn_difference(struct valuer *v, struct event *e, const struct vtype *t)
{
	const struct event *a = inner_of(v, e, &e->set.a, t), *b = inner_of(v, e, &e->set.b, t);
	const struct operand none = {};
	int64_t c;

	if (e->set.op == SET_SUB && e->set.a.kind == OPERAND_CONST) {
		if (is_sum_with(b, &c))
			num_becomes(v, e, SET_SUB,
				    num_number((int64_t)((uint64_t)normal_constant(&e->set.a) -
							 (uint64_t)c),
					       t),
				    b->set.a);
		else if (!normal_constant(&e->set.a))
			num_becomes(v, e, SET_NEG, e->set.b, none);
	} else if (e->set.op == SET_SUB && b && b->set.op == SET_NEG) {
		num_becomes(v, e, SET_ADD, e->set.a, b->set.a);
	} else if (e->set.op == SET_ADD && e->set.b.kind == OPERAND_CONST && a &&
		   a->set.op == SET_SUB && a->set.a.kind == OPERAND_CONST) {
		num_becomes(v, e, SET_SUB,
			    num_number((int64_t)((uint64_t)normal_constant(&e->set.b) +
						 (uint64_t)normal_constant(&a->set.a)),
				       t),
			    a->set.b);
	} else if (e->set.op == SET_ADD && b && b->set.op == SET_NEG) {
		num_becomes(v, e, SET_SUB, e->set.a, b->set.a);
	} else if (e->set.op == SET_ADD && a && a->set.op == SET_NEG &&
		   e->set.b.kind == OPERAND_LOCAL) {
		num_becomes(v, e, SET_SUB, e->set.b, a->set.a);
	} else if (e->set.op == SET_NEG && is_sum_with(a, &c)) {
		num_becomes(v, e, SET_SUB, num_number((int64_t) - (uint64_t)c, t), a->set.a);
	} else if (e->set.op == SET_NOT && a && a->set.op == SET_NOT) {
		num_copies(v, e, a->set.a);
	} else if (e->set.op == SET_NOT && is_sum_with(a, &c) && c == -1) {
		num_becomes(v, e, SET_NEG, a->set.a, none);
	}
}

/* (x >> 1) >> 2 */
static void add_shifts(struct valuer *v, struct event *e, const struct vtype *t)
{
	const struct event *inner;
	uint64_t count = (uint64_t)e->set.b.value;

	if ((e->set.op != SET_SHR && e->set.op != SET_SHL) || e->set.b.kind != OPERAND_CONST ||
	    e->set.b.mask || !num_is_local(&e->set.a) || e->set.a.type.bits != t->bits ||
	    num_own(v, e->set.a.local)->bits != t->bits)
		return;
	inner = normal_only_set(v->n, e->set.a.local);
	if (!inner || inner == e || inner->set.op != e->set.op || inner->set.b.mask ||
	    inner->set.b.kind != OPERAND_CONST || !num_is_local(&inner->set.a) ||
	    inner->set.a.local == e->set.a.local || inner->set.a.type.bits != t->bits ||
	    !normal_can_move(v->n, &inner->set.a) ||
	    (e->set.op == SET_SHR && e->set.a.type.is_signed != inner->set.a.type.is_signed) ||
	    count >= t->bits || count + (uint64_t)inner->set.b.value >= t->bits)
		return;
	e->set.b.value = (int64_t)count + inner->set.b.value;
	e->set.a = inner->set.a;
	v->changed = true;
}

static int64_t combine(enum set_op op, int64_t a, int64_t b)
{
	return op == SET_AND ? a & b : op == SET_OR ? a | b : a ^ b;
}

/* The x | 4 of (x | 4) | 1, whatever x is made wider from. */
static struct event *constants_inside(const struct valuer *v, const struct event *e,
				      const struct vtype *t)
{
	const struct operand *o = &e->set.a;
	const struct event *inner;

	if (!num_is_local(o) || o->type.bits != t->bits || num_own(v, o->local)->bits != t->bits ||
	    v->is_opaque[o->local] || v->uses.v[v->first[o->local] - 1].next)
		return NULL;
	inner = normal_only_set(v->n, o->local);
	if (!inner || inner == e || inner->set.op != e->set.op ||
	    inner->set.b.kind != OPERAND_CONST || inner->set.a.kind != OPERAND_LOCAL ||
	    inner->set.a.local == o->local || !normal_can_read(v->n, inner, &inner->set.a))
		return NULL;
	return v->n->def[o->local];
}

/* (x | 4) | 1 */
static void chain_constants(struct valuer *v, struct event *e, const struct vtype *t)
{
	struct event *inner;

	if (e->kind != EVENT_SET || !is_commutative(e->set.op) || is_comparison(e->set.op) ||
	    e->set.a.kind != OPERAND_LOCAL)
		return;
	inner = e->set.b.kind == OPERAND_CONST && e->set.op != SET_ADD ? constants_inside(v, e, t)
								       : NULL;
	if (inner)
		num_becomes(v, e, e->set.op, inner->set.a,
			    num_number(combine(e->set.op, normal_constant(&e->set.b),
					       normal_constant(&inner->set.b)),
				       t));
}

/* ~(-1 << n) is (1 << n) - 1. */
static void low_mask(struct valuer *v, struct event *e, const struct vtype *t)
{
	const struct operand *a = &e->set.a;
	struct event *inner;

	if (e->kind != EVENT_SET || e->set.op != SET_NOT || t->is_bool || !num_is_local(a) ||
	    a->type.bits != t->bits || num_own(v, a->local)->bits != t->bits ||
	    v->is_opaque[a->local] || v->uses.v[v->first[a->local] - 1].next ||
	    !normal_only_set(v->n, a->local))
		return;
	inner = v->n->def[a->local];
	if (inner->set.op != SET_SHL || inner->set.a.kind != OPERAND_CONST ||
	    (~(uint64_t)normal_constant(&inner->set.a) & low_bits(t->bits)))
		return;
	inner->set.a = num_number(1, t);
	num_becomes(v, e, SET_ADD, e->set.a, num_number(-1, t));
}

/* A sum of bits that lie apart has them all. */
static void join_bits(struct valuer *v, struct event *e, const struct vtype *t)
{
	if (e->set.op == SET_ADD && e->set.a.kind == OPERAND_LOCAL &&
	    e->set.b.kind == OPERAND_LOCAL && !t->is_bool && !t->is_pointer &&
	    !(type_operand_bits(v->n, &e->set.a, 0) & type_operand_bits(v->n, &e->set.b, 0)))
		num_becomes(v, e, SET_OR, e->set.a, e->set.b);
}

void num_sum(struct valuer *v, struct event *e, const struct vtype *t)
{
	join_bits(v, e, t);
	low_mask(v, e, t);
	add_constants(v, e, t);
	chain_constants(v, e, t);
	add_shifts(v, e, t);
	if (!t->is_bool)
		turn_difference(v, e, t);
}

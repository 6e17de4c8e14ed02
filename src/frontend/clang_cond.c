// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Comparisons: guards on edges.  What is known at compile time has one way only,
 * and what stands on the other is not lowered.
 */
#include "clang_body.h"

#include "facts/constant.h"
#include "facts/relation.h"

bool is_comparison_kind(enum CXBinaryOperatorKind k, enum set_op *op)
{
	switch (k) {
	case CXBinaryOperator_EQ:
		*op = SET_EQ;
		return true;
	case CXBinaryOperator_NE:
		*op = SET_NE;
		return true;
	case CXBinaryOperator_LT:
		*op = SET_LT;
		return true;
	case CXBinaryOperator_LE:
		*op = SET_LE;
		return true;
	case CXBinaryOperator_GT:
		*op = SET_GT;
		return true;
	case CXBinaryOperator_GE:
		*op = SET_GE;
		return true;
	default:
		return false;
	}
}

/* ---- the type that GCC compares in: the narrowest that holds both ---- */

static bool is_plain_constant(const struct value *v)
{
	return v->op == SET_COPY && !v->is_cut && v->a.kind == OPERAND_CONST;
}

/* What a widened local or path was before. */
static bool was_narrower(struct body *b, const struct value *v, struct vtype *was)
{
	if (v->op != SET_COPY || v->is_cut || v->a.mask ||
	    (v->a.kind != OPERAND_LOCAL && v->a.kind != OPERAND_PATH))
		return false;
	*was = natural_type(b, &v->a);
	return was->bits && was->bits < v->a.type.bits;
}

static void narrow(struct value *v, struct vtype t)
{
	if (v->a.kind == OPERAND_CONST)
		v->a.value = constant_wrap((uint64_t)v->a.value, t);
	v->a.type = v->type = t;
}

static void shorten(struct body *b, struct value *x, struct value *y, bool equal)
{
	struct vtype tx, ty;
	bool nx = was_narrower(b, x, &tx), ny = was_narrower(b, y, &ty);

	if (equal && is_plain_constant(y) && x->a.kind == OPERAND_ADDR && !x->type.is_pointer &&
	    x->type.bits == b->u->pointer_bits) {
		tx = x->type;
		tx.is_pointer = true;
		tx.is_signed = false;
		narrow(x, tx);
		narrow(y, tx);
	} else if (equal && is_plain_constant(y) && x->a.kind == OPERAND_LOCAL && !x->a.mask &&
		   !x->is_cut && natural_type(b, &x->a).is_pointer &&
		   natural_type(b, &x->a).bits == x->type.bits) {
		tx = natural_type(b, &x->a);
		narrow(x, tx);
		narrow(y, tx);
	} else if (nx && is_plain_constant(y)) {
		if (constant_wrap((uint64_t)y->a.value, tx) != y->a.value)
			return;
		/* what was compared without a sign still is */
		tx.is_signed = tx.is_signed && x->type.is_signed;
		narrow(x, tx);
		narrow(y, tx);
	} else if (nx && ny && tx.is_signed == ty.is_signed && !tx.is_bool && !ty.is_bool) {
		struct vtype t = tx.bits > ty.bits ? tx : ty;

		t.record = NULL;
		if (tx.bits == t.bits)
			narrow(x, t);
		else
			*x = convert_value(b, plain(x->a), t, clang_getNullCursor());
		if (ty.bits == t.bits)
			narrow(y, t);
		if (x->type.bits != t.bits || y->type.bits != t.bits) {
			x->a.type = x->type = t;
			y->a.type = y->type = t;
		}
	} else if (nx && ny && tx.is_bool && ty.is_bool) {
		narrow(x, tx);
		narrow(y, tx);
	}
}

/* GCC's parser writes x >= 5 as x > 4, and u > 0 as u != 0. */
static enum set_op canonical(enum set_op op, struct value *y, bool is_signed)
{
	if (!is_plain_constant(y))
		return op;
	if ((op == SET_GE || op == SET_LT) && (is_signed ? y->a.value > 0 : y->a.value != 0)) {
		y->a.value--;
		op = op == SET_GE ? SET_GT : SET_LE;
	} else if (is_signed && y->a.value < 0 && (op == SET_GT || op == SET_LE)) {
		y->a.value++;
		op = op == SET_GT ? SET_GE : SET_LT;
	}
	if (!is_signed && !y->a.value && (op == SET_GT || op == SET_LE))
		op = op == SET_GT ? SET_NE : SET_EQ;
	return op;
}

void high_bits(struct body *b, enum set_op *op, struct value *x, struct value *y)
{
	uint64_t all = x->type.bits >= 64 ? UINT64_MAX : ((uint64_t)1 << x->type.bits) - 1;
	uint64_t low = ~x->a.mask & all;

	if ((*op != SET_EQ && *op != SET_NE) || !x->a.mask || !is_plain_constant(y) || y->a.value ||
	    (low & (low + 1)) || low == all || natural_type(b, &x->a).bits != x->type.bits)
		return;
	x->a.mask = 0;
	x->a.type.is_signed = x->type.is_signed = false;
	y->a.type = y->type = x->type;
	y->a.value = (int64_t)low;
	*op = *op == SET_NE ? SET_GT : SET_LE;
}

static enum set_op mirrored(enum set_op op)
{
	switch (op) {
	case SET_LT:
		return SET_GT;
	case SET_GT:
		return SET_LT;
	case SET_LE:
		return SET_GE;
	case SET_GE:
		return SET_LE;
	default:
		return op;
	}
}

/* A bit-field that is read: GCC's parser compares where it lies. */
static bool bitfield_path(struct body *b, CXCursor c, struct value *v)
{
	struct path *p;

	for (;;) {
		struct kids k;

		c = strip_parens(b, c);
		if (clang_getCursorKind(c) != CXCursor_UnexposedExpr)
			break;
		k = kids_of(b, c);
		if (k.n != 1 || !is_integer_type(clang_getCursorType(c)))
			return false;
		c = k.v[0];
	}
	if (clang_getCursorKind(c) != CXCursor_MemberRefExpr ||
	    !field_of(b->u, clang_getCursorReferenced(c))->is_bitfield)
		return false;
	p = path_of(b, c);
	if (!p || p->is_volatile)
		return false;
	*v = plain(path_operand(OPERAND_PATH, p, p->type));
	return true;
}

static struct value side(struct body *b, CXCursor c)
{
	struct value v = value_of(b, c);

	return plain(as_operand(b, v, c));
}

/* A field of bits against a number stays a path; everything else is a value. */
static struct value test_side(struct body *b, CXCursor c, bool may_be_field)
{
	struct value v;

	if (may_be_field && bitfield_path(b, c, &v))
		return v;
	return side(b, c);
}

enum set_op compare_operands(struct body *b, CXCursor x, CXCursor y, enum set_op op,
			     struct value *a, struct value *c)
{
	both_values(b, x, y, is_swapped(b, x, y), a, c);
	if (is_plain_constant(a) && !is_plain_constant(c)) {
		struct value swap = *a;

		*a = *c;
		*c = swap;
		op = mirrored(op);
	}
	shorten(b, a, c, op == SET_EQ || op == SET_NE);
	return canonical(op, c, a->type.is_signed);
}

/* ---- branches ---- */

static enum guard_rel relation(enum set_op op)
{
	return relation_of(op);
}

static void two_ways(struct body *b, CXCursor c, enum guard_rel rel, struct operand x,
		     struct operand y, uint32_t yes, uint32_t no)
{
	for (int i = 0; i < 2; i++) {
		struct guard *g = arena_new(&b->u->arena, struct guard);

		g->rel = i ? guard_negate(rel) : rel;
		g->a = x;
		g->b = y;
		add_edge(b, b->cur, i ? no : yes, x.type.bits ? g : NULL);
	}
	end_block(b, c);
}

static bool decide(enum set_op op, const struct value *x, const struct value *y)
{
	int64_t a = x->a.value, c = y->a.value;
	bool less = x->type.is_signed ? a < c : (uint64_t)a < (uint64_t)c;

	switch (op) {
	case SET_EQ:
		return a == c;
	case SET_NE:
		return a != c;
	case SET_LT:
		return less;
	case SET_LE:
		return less || a == c;
	case SET_GT:
		return !less && a != c;
	default:
		return !less;
	}
}

bool is_never_null(struct body *b, const struct operand *o)
{
	const struct symbol *s;

	if (o->kind != OPERAND_ADDR ||
	    (o->path->root != ROOT_LOCAL && o->path->root != ROOT_GLOBAL))
		return false;
	for (uint32_t i = 0; i < o->path->nsteps; i++)
		if (o->path->steps[i].kind == STEP_DEREF)
			return false;
	if (o->path->root == ROOT_LOCAL)
		return true;
	s = map_get(&b->u->symbols, o->path->symbol, 0);
	return s && s->is_defined && !s->is_weak;
}

static void branch_values(struct body *b, CXCursor c, enum set_op op, struct value x,
			  struct value y, uint32_t yes, uint32_t no)
{
	if (is_plain_constant(&x) && is_plain_constant(&y)) {
		go_to(b, decide(op, &x, &y) ? yes : no);
		return;
	}
	if (is_plain_constant(&y) && !y.a.value && (op == SET_EQ || op == SET_NE) &&
	    is_never_null(b, &x.a)) {
		go_to(b, op == SET_NE ? yes : no);
		return;
	}
	high_bits(b, &op, &x, &y);
	if (x.type.is_bool && is_plain_constant(&y) && y.a.value == 1 &&
	    (op == SET_EQ || op == SET_NE)) {
		y.a.value = 0;
		op = op == SET_EQ ? SET_NE : SET_EQ;
	}
	two_ways(b, c, relation(op), x.a, y.a, yes, no);
}

void branch_comparison(struct body *b, CXCursor c, const struct kids *k, enum set_op op,
		       uint32_t yes, uint32_t no)
{
	struct value x, y;
	int64_t unused;
	bool field = (op == SET_EQ || op == SET_NE) && constant_of(k->v[1], &unused);

	if (field) {
		x = test_side(b, k->v[0], true);
		y = side(b, k->v[1]);
		shorten(b, &x, &y, true);
		if (is_plain_constant(&y) && x.a.kind == OPERAND_PATH)
			narrow(&y, x.type);
	} else {
		op = compare_operands(b, k->v[0], k->v[1], op, &x, &y);
	}
	branch_values(b, c, op, x, y, yes, no);
}

void branch_value(struct body *b, CXCursor c, uint32_t yes, uint32_t no)
{
	struct value x = test_side(b, c, true), y;

	if (!x.type.bits) {
		/* a floating-point number or the like */
		add_edge(b, b->cur, yes, NULL);
		add_edge(b, b->cur, no, NULL);
		end_block(b, c);
		return;
	}
	y = plain(const_operand(0, x.type));
	shorten(b, &x, &y, true);
	branch_values(b, c, SET_NE, x, y, yes, no);
}

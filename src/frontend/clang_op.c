// SPDX-License-Identifier: GPL-2.0-or-later
/* Operators. */
#include "clang_body.h"

#include "facts/constant.h"
#include "facts/relation.h"

enum set_op operator_of(enum CXBinaryOperatorKind k)
{
	switch (k) {
	case CXBinaryOperator_Add:
	case CXBinaryOperator_AddAssign:
		return SET_ADD;
	case CXBinaryOperator_Sub:
	case CXBinaryOperator_SubAssign:
		return SET_SUB;
	case CXBinaryOperator_Shl:
	case CXBinaryOperator_ShlAssign:
		return SET_SHL;
	case CXBinaryOperator_Shr:
	case CXBinaryOperator_ShrAssign:
		return SET_SHR;
	case CXBinaryOperator_And:
	case CXBinaryOperator_AndAssign:
		return SET_AND;
	case CXBinaryOperator_Or:
	case CXBinaryOperator_OrAssign:
		return SET_OR;
	case CXBinaryOperator_Xor:
	case CXBinaryOperator_XorAssign:
		return SET_XOR;
	default: /* products and what else facts do not tell */
		return SET_UNKNOWN;
	}
}

/* ---- arithmetic ---- */

static bool fold_product(enum CXBinaryOperatorKind k, const struct value *x, const struct value *y,
			 struct vtype t, int64_t *value)
{
	uint64_t a = (uint64_t)x->a.value, d = (uint64_t)y->a.value;

	if (x->op != SET_COPY || y->op != SET_COPY || x->a.kind != OPERAND_CONST ||
	    y->a.kind != OPERAND_CONST)
		return false;
	if (k == CXBinaryOperator_Mul) {
		*value = constant_wrap(a * d, t);
		return true;
	}
	if (!d || (k != CXBinaryOperator_Div && k != CXBinaryOperator_Rem) ||
	    (t.is_signed && (int64_t)d == -1))
		return false;
	if (t.is_signed)
		*value = k == CXBinaryOperator_Div ? (int64_t)a / (int64_t)d
						   : (int64_t)a % (int64_t)d;
	else
		*value = (int64_t)(k == CXBinaryOperator_Div ? a / d : a % d);
	return true;
}

/* Bits of numbers that were narrower are computed there: GCC's parser does so. */
static struct value bitwise(struct body *b, enum set_op op, struct value x, struct value y,
			    struct vtype t, CXCursor at)
{
	struct vtype nx, ny;
	bool cx, cy;

	y = plain(as_operand(b, y, at));
	cx = x.a.kind == OPERAND_CONST;
	cy = y.a.kind == OPERAND_CONST;
	if (!cx && !cy) {
		nx = natural_type(b, &x.a);
		ny = natural_type(b, &y.a);
	} else if (cx != cy) {
		nx = natural_type(b, cx ? &y.a : &x.a);
		ny = nx;
	} else {
		return operation(b, op, x, y, t, at);
	}
	if (x.a.mask || y.a.mask || nx.is_signed || nx.bits >= t.bits || !nx.bits ||
	    nx.bits != ny.bits || nx.is_signed != ny.is_signed || nx.is_bool != ny.is_bool ||
	    (cx && constant_wrap((uint64_t)x.a.value, nx) != x.a.value) ||
	    (cy && constant_wrap((uint64_t)y.a.value, nx) != y.a.value) ||
	    (nx.is_bool && (cx || cy)))
		return operation(b, op, x, y, t, at);
	nx.record = NULL;
	x.a.type = x.type = y.a.type = y.type = nx;
	return convert_value(b, operation(b, op, x, y, nx, at), t, at);
}

/* How far is an int, whatever it was computed in. */
static struct value shift_count(struct body *b, struct value y, CXCursor at)
{
	struct vtype t = {.bits = 32, .is_signed = !y.a.mask};

	return y.type.bits > t.bits ? convert_value(b, y, t, at) : y;
}

/* 1 << x % 64 cannot be meant for less than nothing: it shifts by the low bits. */
static struct value masked_rest(struct body *b, CXCursor count, struct value y, CXCursor at)
{
	struct kids k;
	int64_t n;

	for (;;) {
		count = strip_parens(b, count);
		if (clang_getCursorKind(count) != CXCursor_UnexposedExpr)
			break;
		k = kids_of(b, count);
		if (k.n != 1)
			return y;
		count = k.v[0];
	}
	if (clang_getCursorKind(count) != CXCursor_BinaryOperator ||
	    clang_getCursorBinaryOperatorKind(count) != CXBinaryOperator_Rem || y.op != SET_COPY ||
	    y.a.kind != OPERAND_LOCAL)
		return y;
	k = kids_of(b, count);
	if (k.n != 2 || !constant_of(k.v[1], &n) || n <= 0 || n & (n - 1) ||
	    !vtype_of(b->u, clang_getCursorType(count)).is_signed)
		return y;
	return operation(b, SET_AND, plain(operand_of(b, k.v[0])),
			 plain(const_operand(n - 1, vtype_of(b->u, clang_getCursorType(k.v[0])))),
			 vtype_of(b->u, clang_getCursorType(k.v[0])), at);
}

static bool is_number(const struct value *v, int64_t n)
{
	return v->op == SET_COPY && !v->is_cut && v->a.kind == OPERAND_CONST && v->a.value == n;
}

static struct value arithmetic(struct body *b, CXCursor c, const struct kids *k,
			       enum CXBinaryOperatorKind kind)
{
	struct vtype t = vtype_of(b->u, clang_getCursorType(c));
	bool p0 = !is_integer_type(clang_getCursorType(k->v[0])),
	     p1 = !is_integer_type(clang_getCursorType(k->v[1]));
	enum set_op op = operator_of(kind);
	struct value x, y;
	int64_t folded;

	if (t.is_pointer && (op == SET_ADD || op == SET_SUB))
		return pointer_sum(b, c, k, op == SET_SUB);
	if (op == SET_SUB && p0 && p1 && t.bits)
		return pointer_difference(b, c, k);
	both_values(b, k->v[0], k->v[1], may_swap(kind) && is_swapped(b, k->v[0], k->v[1]), &x, &y);
	if (op == SET_SHL || op == SET_SHR)
		y = shift_count(b, masked_rest(b, k->v[1], y, c), c);
	if (fold_product(kind, &x, &y, t, &folded))
		return plain(const_operand(folded, t));
	/* and of what is left of an unsigned number by a power of two the low bits */
	if (kind == CXBinaryOperator_Rem && !t.is_signed && t.bits && y.op == SET_COPY &&
	    !y.is_cut && y.a.kind == OPERAND_CONST && y.a.value > 0 &&
	    !(y.a.value & (y.a.value - 1)))
		return bitwise(b, SET_AND, x, plain(const_operand(y.a.value - 1, y.type)), t, c);
	if (kind == CXBinaryOperator_Mul && (is_number(&y, 1) || is_number(&x, 0)))
		return x;
	if (kind == CXBinaryOperator_Mul && (is_number(&x, 1) || is_number(&y, 0)))
		return y;
	if (op == SET_UNKNOWN || !t.bits) {
		as_operand(b, y, k->v[1]);
		return unknown_value(t);
	}
	/* GCC's parser makes a sum of a difference with a constant */
	if (op == SET_SUB && y.op == SET_COPY && !y.is_cut && y.a.kind == OPERAND_CONST) {
		op = SET_ADD;
		y = plain(const_operand((int64_t) - (uint64_t)y.a.value, y.type));
	}
	if (op == SET_AND || op == SET_OR || op == SET_XOR)
		return bitwise(b, op, x, y, t, c);
	return operation(b, op, x, y, t, c);
}

/* ---- truth ---- */

static struct value truth_value(struct body *b, CXCursor c, bool negate);

static struct value branch_truth(struct body *b, CXCursor c, bool negate, struct vtype t)
{
	uint32_t yes = new_block(b), no = new_block(b), join = new_block(b);
	struct moved outer = b->test;
	uint32_t local;

	/* the first test has the place of the whole */
	expression_place(b, c, &b->test.place, &b->test.chain);
	branch_on(b, c, negate ? no : yes, negate ? yes : no);
	b->test = outer;
	if (!b->blocks.v[yes].npreds != !b->blocks.v[no].npreds) {
		bool is = b->blocks.v[yes].npreds;

		start_block(b, is ? yes : no);
		return plain(const_operand(is, t));
	}
	local = new_variable(b, t);
	start_block(b, yes);
	set_local(b, local, plain(const_operand(1, t)), c);
	go_to(b, join);
	start_block(b, no);
	set_local(b, local, plain(const_operand(0, t)), c);
	go_to(b, join);
	start_block(b, join);
	return plain(local_operand(b, local));
}

static struct value compared(struct body *b, const struct kids *k, enum set_op op, bool negate,
			     CXCursor c)
{
	static const struct vtype truth = {.bits = 1, .is_bool = true};
	struct value x, y;

	op = compare_operands(b, k->v[0], k->v[1], op, &x, &y);
	if ((op == SET_EQ || op == SET_NE) && y.op == SET_COPY && y.a.kind == OPERAND_CONST &&
	    !y.a.value && is_never_null(b, &x.a))
		return plain(const_operand((op == SET_NE) != negate, truth));
	if (negate)
		op = op == SET_EQ   ? SET_NE
		     : op == SET_NE ? SET_EQ
		     : op == SET_LT ? SET_GE
		     : op == SET_GE ? SET_LT
		     : op == SET_LE ? SET_GT
				    : SET_LE;
	return operation(b, op, x, y, truth, c);
}

/* Is c not 0 (or is it)? */
static struct value truth_value(struct body *b, CXCursor c, bool negate)
{
	static const struct vtype truth = {.bits = 1, .is_bool = true};
	enum CXBinaryOperatorKind kind;
	struct kids k;
	struct value v, zero;
	enum set_op op;

	c = strip_parens(b, c);
	if (clang_getCursorKind(c) == CXCursor_UnaryOperator &&
	    clang_getCursorUnaryOperatorKind(c) == CXUnaryOperator_LNot) {
		k = kids_of(b, c);
		return truth_value(b, k.v[0], !negate);
	}
	if (clang_getCursorKind(c) == CXCursor_BinaryOperator) {
		kind = clang_getCursorBinaryOperatorKind(c);
		k = kids_of(b, c);
		if (is_comparison_kind(kind, &op) && k.n == 2)
			return compared(b, &k, op, negate, c);
		if (kind == CXBinaryOperator_LAnd || kind == CXBinaryOperator_LOr)
			return branch_truth(b, c, negate, vtype_of(b->u, clang_getCursorType(c)));
	}
	v = plain(operand_of(b, c));
	if (!v.type.bits)
		return unknown_value(truth);
	if (v.a.kind == OPERAND_LOCAL && !v.a.mask && natural_type(b, &v.a).is_bool) {
		v = plain(local_operand(b, v.a.local));
		return negate ? operation(b, SET_NOT, v, v, truth, c) : v;
	}
	op = negate ? SET_EQ : SET_NE;
	zero = plain(const_operand(0, v.type));
	high_bits(b, &op, &v, &zero);
	/* the lowest bit is a boolean */
	if (op == SET_NE && v.a.kind == OPERAND_LOCAL && v.a.mask == 1) {
		v.a.type = v.type = truth;
		return v;
	}
	return operation(b, op, v, zero, truth, c);
}

/* ---- all ---- */

struct value binary_value(struct body *b, CXCursor c, bool wanted)
{
	enum CXBinaryOperatorKind kind = clang_getCursorBinaryOperatorKind(c);
	struct vtype t = vtype_of(b->u, clang_getCursorType(c));
	struct kids k = kids_of(b, c);
	enum set_op op;

	if (k.n != 2)
		return unknown_value(t);
	if (kind == CXBinaryOperator_Assign)
		return assign_value(b, c, &k, wanted);
	if (kind >= CXBinaryOperator_MulAssign && kind <= CXBinaryOperator_OrAssign)
		return compound_value(b, c, &k, wanted);
	if (kind == CXBinaryOperator_Comma) {
		effect_of(b, k.v[0]);
		if (wanted)
			return value_of(b, k.v[1]);
		effect_of(b, k.v[1]);
		return unknown_value(t);
	}
	if (!wanted && kind != CXBinaryOperator_LAnd && kind != CXBinaryOperator_LOr) {
		effect_of(b, k.v[0]);
		effect_of(b, k.v[1]);
		return unknown_value(t);
	}
	if (!wanted) {
		uint32_t right = new_block(b), join = new_block(b);
		bool and = kind == CXBinaryOperator_LAnd;

		branch_on(b, k.v[0], and? right : join, and? join : right);
		start_block(b, right);
		effect_of(b, k.v[1]);
		go_to(b, join);
		start_block(b, join);
		return unknown_value(t);
	}
	if (is_comparison_kind(kind, &op) || kind == CXBinaryOperator_LAnd ||
	    kind == CXBinaryOperator_LOr)
		return convert_value(b, truth_value(b, c, false), t, c);
	return arithmetic(b, c, &k, kind);
}

static struct value address_value(struct body *b, CXCursor c, CXCursor of)
{
	struct vtype t = vtype_of(b->u, clang_getCursorType(c));
	CXCursor plain_of = strip_parens(b, of);

	if (clang_getCursorKind(plain_of) == CXCursor_DeclRefExpr &&
	    clang_getCursorKind(clang_getCursorReferenced(plain_of)) == CXCursor_FunctionDecl)
		return convert_value(b, value_of(b, plain_of), t, c);
	if (clang_getCursorKind(plain_of) == CXCursor_ArraySubscriptExpr) {
		struct kids k = kids_of(b, plain_of);

		if (k.n == 2 && is_sum_of_bytes(b, &k))
			return pointer_sum(b, c, &k, false);
	}
	return address_of(b, of, t);
}

static struct value deref_value(struct body *b, CXCursor c, CXCursor pointer)
{
	struct vtype t = vtype_of(b->u, clang_getCursorType(c));
	CXType to = pointee(clang_getCursorType(pointer));
	struct path *p;
	struct operand o;

	if (to.kind == CXType_FunctionProto || to.kind == CXType_FunctionNoProto)
		return value_of(b, pointer);
	p = path_of(b, c);
	if (!p)
		return plain(unknown_operand(t));
	if (!p->nsteps && p->root == ROOT_LOCAL && p->type.bits)
		return plain(local_operand(b, p->local));
	o = path_operand(OPERAND_PATH, p, p->type);
	return p->is_volatile ? plain(as_operand(b, plain(o), c)) : plain(o);
}

struct value unary_value(struct body *b, CXCursor c, bool wanted)
{
	enum CXUnaryOperatorKind kind = clang_getCursorUnaryOperatorKind(c);
	struct vtype t = vtype_of(b->u, clang_getCursorType(c));
	struct kids k = kids_of(b, c);
	struct value v;

	if (!k.n)
		return unknown_value(t);
	switch (kind) {
	case CXUnaryOperator_PostInc:
	case CXUnaryOperator_PostDec:
	case CXUnaryOperator_PreInc:
	case CXUnaryOperator_PreDec:
		return step_value(
			b, c, k.v[0],
			kind == CXUnaryOperator_PostDec || kind == CXUnaryOperator_PreDec,
			kind == CXUnaryOperator_PostInc || kind == CXUnaryOperator_PostDec, wanted);
	case CXUnaryOperator_AddrOf:
		return address_value(b, c, k.v[0]);
	case CXUnaryOperator_Deref:
		if (!wanted && !is_volatile_expression(c)) {
			effect_of(b, k.v[0]);
			return unknown_value(t);
		}
		return deref_value(b, c, k.v[0]);
	case CXUnaryOperator_LNot:
		if (!wanted) {
			effect_of(b, k.v[0]);
			return unknown_value(t);
		}
		return convert_value(b, truth_value(b, k.v[0], true), t, c);
	case CXUnaryOperator_Plus:
		return value_of(b, k.v[0]);
	case CXUnaryOperator_Minus:
	case CXUnaryOperator_Not:
		v = value_of(b, k.v[0]);
		if (!t.bits)
			return unknown_value(t);
		return operation(b, kind == CXUnaryOperator_Minus ? SET_NEG : SET_NOT, v,
				 plain(const_operand(0, t)), t, c);
	default:
		effect_of(b, k.v[0]);
		return unknown_value(t);
	}
}

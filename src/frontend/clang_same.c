// SPDX-License-Identifier: GPL-2.0-or-later
/* Expressions that say the same, as GCC's parser compares them. */
#include "clang_body.h"

static bool same_kids(struct body *b, CXCursor x, CXCursor y)
{
	struct kids k = kids_of(b, x), l = kids_of(b, y);

	if (k.n != l.n || !k.n)
		return false;
	for (size_t i = 0; i < k.n; i++)
		if (!same_expression(b, k.v[i], l.v[i]))
			return false;
	return true;
}

static CXCursor strip_all(struct body *b, CXCursor c)
{
	for (;;) {
		struct kids k;

		c = strip_parens(b, c);
		if (clang_getCursorKind(c) != CXCursor_UnexposedExpr)
			return c;
		k = kids_of(b, c);
		if (k.n != 1)
			return c;
		c = k.v[0];
	}
}

bool same_expression(struct body *b, CXCursor x, CXCursor y)
{
	enum CXCursorKind kind;
	int64_t m, n;

	x = strip_all(b, x);
	y = strip_all(b, y);
	kind = clang_getCursorKind(x);
	if (kind != clang_getCursorKind(y))
		return false;
	switch ((int)kind) {
	case CXCursor_DeclRefExpr:
		return decl_key(clang_getCursorReferenced(x)) ==
		       decl_key(clang_getCursorReferenced(y));
	case CXCursor_MemberRefExpr:
		return decl_key(clang_getCursorReferenced(x)) ==
			       decl_key(clang_getCursorReferenced(y)) &&
		       same_kids(b, x, y);
	case CXCursor_IntegerLiteral:
	case CXCursor_UnaryExpr:
		return constant_of(x, &m) && constant_of(y, &n) && m == n;
	case CXCursor_BinaryOperator:
		return clang_getCursorBinaryOperatorKind(x) ==
			       clang_getCursorBinaryOperatorKind(y) &&
		       clang_getCursorBinaryOperatorKind(x) < CXBinaryOperator_Assign &&
		       same_kids(b, x, y);
	case CXCursor_UnaryOperator:
		return clang_getCursorUnaryOperatorKind(x) == clang_getCursorUnaryOperatorKind(y) &&
		       clang_getCursorUnaryOperatorKind(x) >= CXUnaryOperator_AddrOf &&
		       same_kids(b, x, y);
	case CXCursor_CStyleCastExpr:
		return clang_equalTypes(clang_getCursorType(x), clang_getCursorType(y)) &&
		       same_kids(b, x, y);
	case CXCursor_ArraySubscriptExpr:
		return same_kids(b, x, y);
	default:
		return false;
	}
}

/* x < 0 ? -x : x */
static bool is_absolute(struct body *b, const struct kids *k, const struct kids *test,
			enum set_op op)
{
	CXCursor minus = strip_all(b, k->v[op == SET_LT || op == SET_LE ? 1 : 2]);
	CXCursor same = k->v[op == SET_LT || op == SET_LE ? 2 : 1];
	struct kids of;
	int64_t n;

	if (!constant_of(test->v[1], &n) || n ||
	    clang_getCursorKind(minus) != CXCursor_UnaryOperator ||
	    clang_getCursorUnaryOperatorKind(minus) != CXUnaryOperator_Minus)
		return false;
	of = kids_of(b, minus);
	return of.n == 1 && same_expression(b, of.v[0], same) &&
	       same_expression(b, test->v[0], same);
}

bool is_extremum(struct body *b, CXCursor c)
{
	struct kids k = kids_of(b, c), t;
	CXCursor test;
	enum set_op op;

	if (k.n != 3)
		return false;
	test = strip_all(b, k.v[0]);
	if (clang_getCursorKind(test) != CXCursor_BinaryOperator ||
	    !is_comparison_kind(clang_getCursorBinaryOperatorKind(test), &op) || op == SET_EQ ||
	    op == SET_NE || !is_integer_type(clang_getCursorType(c)))
		return false;
	t = kids_of(b, test);
	return t.n == 2 &&
	       (is_absolute(b, &k, &t, op) ||
		(same_expression(b, t.v[0], k.v[1]) && same_expression(b, t.v[1], k.v[2])) ||
		(same_expression(b, t.v[0], k.v[2]) && same_expression(b, t.v[1], k.v[1])));
}

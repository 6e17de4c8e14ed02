// SPDX-License-Identifier: GPL-2.0-or-later
/* Which side of an operator GCC's parser computes first. */
#include "clang_body.h"

/* A number that is made a pointer: GCC's parser adds to the number. */
bool is_from_number(struct body *b, CXCursor c)
{
	enum CXCursorKind kind = clang_getCursorKind(c);
	struct kids k;

	if (kind != CXCursor_CStyleCastExpr && kind != CXCursor_UnexposedExpr)
		return false;
	k = kids_of(b, c);
	return k.n && is_integer_type(clang_getCursorType(k.v[k.n - 1]));
}

static bool is_nop(CXType from, CXType to)
{
	bool is_number = is_integer_type(to) || is_pointer_type(to),
	     was_number = is_integer_type(from) || is_pointer_type(from);

	return is_number && was_number && clang_Type_getSizeOf(from) == clang_Type_getSizeOf(to) &&
	       (clang_getCanonicalType(from).kind == CXType_Bool) ==
		       (clang_getCanonicalType(to).kind == CXType_Bool);
}

CXCursor strip_nops(struct body *b, CXCursor c)
{
	CXCursor of;

	for (;; c = of) {
		c = strip_parens(b, c);
		if (!is_conversion(b, c, &of) ||
		    !is_nop(clang_getCursorType(of), clang_getCursorType(c)))
			return c;
	}
}

static bool is_variable(CXCursor c)
{
	enum CXCursorKind kind;

	if (clang_getCursorKind(c) != CXCursor_DeclRefExpr)
		return false;
	kind = clang_getCursorKind(clang_getCursorReferenced(c));
	return kind == CXCursor_VarDecl || kind == CXCursor_ParmDecl;
}

/* A variable stands right of what is none, and a constant right of all. */
bool is_swapped(struct body *b, CXCursor left, CXCursor right)
{
	int64_t unused;

	left = strip_nops(b, left);
	right = strip_nops(b, right);
	return is_variable(left) && !is_variable(right) && !constant_of(right, &unused) &&
	       !constant_of(left, &unused);
}

bool may_swap(enum CXBinaryOperatorKind k)
{
	return k == CXBinaryOperator_Add || k == CXBinaryOperator_Mul ||
	       k == CXBinaryOperator_And || k == CXBinaryOperator_Or || k == CXBinaryOperator_Xor;
}

static struct value side(struct body *b, CXCursor c)
{
	return plain(as_operand(b, value_of(b, c), c));
}

void both_values(struct body *b, CXCursor x, CXCursor y, bool right, struct value *a,
		 struct value *c)
{
	if (right)
		*c = side(b, y);
	*a = side(b, x);
	if (!right)
		*c = side(b, y);
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* Branches on what is put together of tests by && || ! and ?:, and where each has its place. */
#include "clang_body.h"

/* A conversion that loses nothing is 0 when its source is; so is a __builtin_expect(). */
static bool keeps_zero(struct body *b, CXCursor c, CXCursor *to)
{
	struct vtype t, was;
	CXCursor of;

	if (!is_conversion(b, c, &of))
		return false;
	t = vtype_of(b->u, clang_getCursorType(c));
	was = vtype_of(b->u, clang_getCursorType(of));
	if (!was.bits || (t.bits < was.bits && !t.is_bool) ||
	    is_array_type(clang_getCursorType(of)))
		return false;
	*to = of;
	return true;
}

static bool is_expect(struct body *b, CXCursor c, CXCursor *to)
{
	CXCursor f;
	CXString name;
	const char *s;
	bool is = false;

	(void)b;
	if (clang_getCursorKind(c) != CXCursor_CallExpr)
		return false;
	f = clang_getCursorReferenced(c);
	if (clang_getCursorKind(f) != CXCursor_FunctionDecl)
		return false;
	name = clang_getCursorSpelling(f);
	s = clang_getCString(name);
	if (s && s[0] == '_' && s[1] == '_' &&
	    (!__builtin_strcmp(s, "__builtin_expect") ||
	     !__builtin_strcmp(s, "__builtin_expect_with_probability"))) {
		*to = clang_Cursor_getArgument(c, 0);
		is = true;
	}
	clang_disposeString(name);
	return is;
}

/*
 * Where the second test of "a && b" has its place.  GCC's parser turns !(a && b)
 * into !a || !b at the "!", hands an expected value on to both without a place,
 * and leaves out what is known.
 */
struct operator_place {
	bool is_inner;	  /* of an && or || around */
	bool is_expected; /* none of its own: that of the test around */
	bool is_negated;
	CXCursor sign;
};

static void branch_in(struct body *b, CXCursor c, uint32_t yes, uint32_t no,
		      const struct operator_place *at);

static void branch_logical(struct body *b, CXCursor c, const struct kids *k, bool is_and,
			   uint32_t yes, uint32_t no, const struct operator_place *at)
{
	struct operator_place in = {.is_inner = true, .is_expected = at->is_expected};
	uint32_t middle = new_block(b);
	int64_t known;

	branch_in(b, k->v[0], is_and ? middle : yes, is_and ? no : middle, &in);
	start_block(b, middle);
	if (constant_of(k->v[0], &known)) { /* what is left stands in for the whole */
		in.is_negated = true;
		in.sign = at->is_negated ? at->sign : c;
	} else if (!at->is_expected) {
		expression_place(b, at->is_negated ? at->sign : c, &b->test.place, &b->test.chain);
	}
	branch_in(b, k->v[1], yes, no, &in);
}

static void branch_binary(struct body *b, CXCursor c, uint32_t yes, uint32_t no,
			  const struct operator_place *at)
{
	enum CXBinaryOperatorKind kind = clang_getCursorBinaryOperatorKind(c);
	struct kids k = kids_of(b, c);
	enum set_op op;
	int64_t bits;

	if (k.n == 2 && (kind == CXBinaryOperator_LAnd || kind == CXBinaryOperator_LOr)) {
		branch_logical(b, c, &k, kind == CXBinaryOperator_LAnd, yes, no, at);
	} else if (k.n == 2 && is_comparison_kind(kind, &op)) {
		branch_comparison(b, c, &k, op, yes, no);
	} else if (k.n == 2 && kind == CXBinaryOperator_Comma) {
		effect_of(b, k.v[0]);
		branch_on(b, k.v[1], yes, no);
	} else if (k.n == 2 && kind == CXBinaryOperator_Or &&
		   ((constant_of(k.v[1], &bits) && bits) || (constant_of(k.v[0], &bits) && bits))) {
		/* never 0, and the parser knows it */
		effect_of(b, k.v[0]);
		effect_of(b, k.v[1]);
		go_to(b, yes);
	} else {
		branch_value(b, c, yes, no);
	}
}

/* Alone it is a value for GCC's parser, which is tested then; in && and || it is tests. */
static void branch_choice(struct body *b, CXCursor c, uint32_t yes, uint32_t no, bool is_inner)
{
	struct kids k = kids_of(b, c);
	uint32_t first = new_block(b), second = new_block(b);
	struct moved outer = b->test;

	if (k.n != 3) {
		branch_value(b, c, yes, no);
		return;
	}
	if (!is_inner)
		expression_place(b, c, &b->test.place, &b->test.chain);
	branch_on(b, k.v[0], first, second);
	b->test = outer;
	start_block(b, first);
	branch_on(b, k.v[1], yes, no);
	start_block(b, second);
	branch_on(b, k.v[2], yes, no);
}

static void branch_any(struct body *b, CXCursor c, uint32_t yes, uint32_t no,
		       const struct operator_place *around)
{
	struct operator_place at = *around;
	struct kids k;

	for (;;) {
		c = strip_parens(b, c);
		if (clang_getCursorKind(c) == CXCursor_UnaryOperator &&
		    clang_getCursorUnaryOperatorKind(c) == CXUnaryOperator_LNot) {
			uint32_t swap = yes;

			k = kids_of(b, c);
			if (!at.is_negated)
				at.sign = c;
			at.is_negated = true;
			c = k.v[0];
			yes = no;
			no = swap;
		} else if (is_expect(b, c, &c)) {
			at.is_expected = true;
		} else if (!keeps_zero(b, c, &c)) {
			break;
		}
	}
	if (clang_getCursorKind(c) == CXCursor_BinaryOperator)
		branch_binary(b, c, yes, no, &at);
	else if (clang_getCursorKind(c) == CXCursor_ConditionalOperator)
		branch_choice(b, c, yes, no, at.is_inner);
	else
		branch_value(b, c, yes, no);
}

void branch_of_statement(struct body *b, CXCursor statement, CXCursor c, uint32_t yes, uint32_t no)
{
	struct moved outer = b->test;

	place_of(b->u, clang_getCursorLocation(statement), &b->test.place, &b->test.chain);
	branch_on(b, c, yes, no);
	b->test = outer;
}

static void branch_in(struct body *b, CXCursor c, uint32_t yes, uint32_t no,
		      const struct operator_place *at)
{
	struct moved outer = b->test;

	if (b->dead)
		return;
	if (enter(b, c))
		branch_any(b, c, yes, no, at);
	leave(b);
	b->test = outer;
}

void branch_on(struct body *b, CXCursor c, uint32_t yes, uint32_t no)
{
	const struct operator_place own = {};

	branch_in(b, c, yes, no, &own);
}

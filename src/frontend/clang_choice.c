// SPDX-License-Identifier: GPL-2.0-or-later
/* Choices: a ? b : c, and a ?: b. */
#include "clang_body.h"

static void choice_side(struct body *b, CXCursor c, uint32_t to, struct vtype t, uint32_t join,
			CXCursor at)
{
	struct value v = value_of(b, c);

	if (to != NO_LOCAL) {
		if (t.bits)
			v = convert_value(b, v, t, at);
		store_path(b, local_path(b, to), v, at);
	}
	go_to(b, join);
}

static uint32_t choice_local(struct body *b, struct vtype t)
{
	uint32_t local;

	if (!t.bits && !t.record)
		return NO_LOCAL;
	local = new_variable(b, t);
	if (!t.bits)
		b->variables.v[local].in_memory = b->locals.v[local].in_memory = true;
	return local;
}

static struct value local_value(struct body *b, uint32_t local, struct vtype t)
{
	if (local == NO_LOCAL)
		return unknown_value(t);
	if (!t.bits)
		return plain(path_operand(OPERAND_PATH, local_path(b, local), t));
	return plain(local_operand(b, local));
}

/*
 * "x & 4 ? 1 : 0" is that bit of x: GCC's parser shifts it down.  Anything else
 * is left a choice.
 */
static bool is_bit(struct body *b, const struct kids *k, struct vtype t, CXCursor at,
		   struct value *v)
{
	CXCursor test = strip_parens(b, k->v[0]);
	struct kids sides;
	struct value x;
	int64_t mask, one, zero;

	if (clang_getCursorKind(test) != CXCursor_BinaryOperator ||
	    clang_getCursorBinaryOperatorKind(test) != CXBinaryOperator_And ||
	    !constant_of(k->v[1], &one) || one != 1 || !constant_of(k->v[2], &zero) || zero)
		return false;
	sides = kids_of(b, test);
	if (sides.n != 2 || !constant_of(sides.v[1], &mask) || mask <= 1 || mask & (mask - 1) ||
	    constant_of(sides.v[0], &one))
		return false;
	x = plain(operand_of(b, sides.v[0]));
	x = operation(b, SET_SHR, x,
		      plain(const_operand(__builtin_ctzll((uint64_t)mask),
					  (struct vtype){.bits = 32, .is_signed = true})),
		      x.type, at);
	x = operation(b, SET_AND, x, plain(const_operand(1, x.type)), x.type, at);
	*v = convert_value(b, x, t, at);
	return true;
}

/* Both sides are promoted from one narrower type: so is the choice, once it is made. */
static bool is_promoted(struct body *b, const struct kids *k, const struct vtype *t,
			struct vtype *narrow)
{
	struct vtype other;
	int64_t n;

	if (k->n != 3 || constant_of(k->v[1], &n) || constant_of(k->v[2], &n))
		return false;
	*narrow = vtype_of(b->u, clang_getCursorType(strip_casts(b, k->v[1])));
	other = vtype_of(b->u, clang_getCursorType(strip_casts(b, k->v[2])));
	return narrow->bits && narrow->bits < t->bits && t->bits == 32 && !narrow->is_pointer &&
	       narrow->bits == other.bits && narrow->is_signed == other.is_signed &&
	       narrow->is_bool == other.is_bool;
}

struct value choice_value(struct body *b, CXCursor c, const struct vtype *as, bool wanted)
{
	struct kids k = kids_of(b, c);
	struct vtype t = as ? *as : vtype_of(b->u, clang_getCursorType(c));
	uint32_t yes = new_block(b), no = new_block(b), join = new_block(b);
	uint32_t local = wanted ? choice_local(b, t) : NO_LOCAL;
	struct moved test;
	struct value bit;
	struct vtype narrow;

	if (k.n != 3)
		return unknown_value(t);
	if (wanted && is_promoted(b, &k, &t, &narrow))
		return convert_value(b, choice_value(b, c, &narrow, true), t, c);
	if (wanted && is_extremum(b, c)) {
		struct value x = value_of(b, k.v[1]), y = value_of(b, k.v[2]);

		if (x.a.kind != OPERAND_CONST || y.a.kind != OPERAND_CONST)
			return unknown_value(t);
	}
	if (wanted && t.bits && !t.is_bool && is_bit(b, &k, t, c, &bit))
		return bit;
	test = b->test;
	if (wanted)
		expression_place(b, c, &b->test.place, &b->test.chain);
	branch_on(b, k.v[0], yes, no);
	b->test = test;
	/* what is decided at compile time is the one side: no variable stands between */
	if (!b->blocks.v[yes].npreds != !b->blocks.v[no].npreds) {
		CXCursor side = k.v[b->blocks.v[yes].npreds ? 1 : 2];
		struct value v;

		start_block(b, b->blocks.v[yes].npreds ? yes : no);
		if (!wanted) {
			effect_of(b, side);
			return unknown_value(t);
		}
		v = value_of(b, side);
		return t.bits ? convert_value(b, v, t, c) : v;
	}
	for (int side = 1; side <= 2; side++) {
		start_block(b, side == 1 ? yes : no);
		if (wanted)
			choice_side(b, k.v[side], local, t, join, c);
		else
			effect_of(b, k.v[side]);
		go_to(b, join);
	}
	start_block(b, join);
	return local_value(b, local, t);
}

struct value elvis_value(struct body *b, CXCursor c, const struct kids *k)
{
	struct vtype t = vtype_of(b->u, clang_getCursorType(c));
	uint32_t yes = new_block(b), no = new_block(b), join = new_block(b);
	uint32_t local = choice_local(b, t);
	struct operand first = as_operand(b, value_of(b, k->v[0]), c);
	struct guard *g[2];

	for (int i = 0; i < 2; i++) {
		g[i] = arena_new(&b->u->arena, struct guard);
		g[i]->rel = i ? GUARD_EQ : GUARD_NE;
		g[i]->a = first;
		g[i]->b = const_operand(0, first.type);
		add_edge(b, b->cur, i ? no : yes, g[i]);
	}
	end_block(b, k->v[0]);
	start_block(b, yes);
	if (local != NO_LOCAL)
		set_local(b, local, convert_value(b, plain(first), t, c), c);
	go_to(b, join);
	start_block(b, no);
	choice_side(b, k->v[3], local, t, join, c);
	start_block(b, join);
	return local_value(b, local, t);
}

// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Edges and their guards.  A condition is told in terms of what the source
 * tests: comparisons, negations, __builtin_expect() and "a & b" of booleans
 * (what GCC's parser makes of "a && b" when b costs little) are taken apart,
 * so that the same condition tested twice reads the same.
 */
#include "lower.h"

struct condition {
	enum tree_code code;
	tree lhs, rhs;
	gimple *at;
};

/* Where a branch leads: to the end of an edge of GCC's graph, or to a block made here. */
struct target {
	edge e;
	uint32_t block;
};

typedef auto_vec<eqs::edge> out_edges;

static void add_edge(lowering *l, out_edges *list, target to, eqs::guard *guard)
{
	eqs::edge e = {};

	e.guard = guard;
	e.to = to.block;
	if (to.e) {
		e.to = l->block_number[to.e->dest->index];
		phi_sets(l, to.e, &e);
	}
	list->safe_push(e);
}

static target target_of_edge(edge e)
{
	target t = {e, 0};

	return t;
}

static target new_block(lowering *l, uint32_t like)
{
	eqs::block b = {};
	target t = {NULL, l->blocks.length()};

	b.place = l->blocks[like].place;
	b.chain = l->blocks[like].chain;
	l->blocks.safe_push(b);
	return t;
}

static void set_edges(lowering *l, uint32_t block, const out_edges &edges)
{
	l->blocks[block].nedges = edges.length();
	l->blocks[block].edges = arena_list(l->b, edges);
}

/* ---- conditions ---- */

static bool is_one_bit(tree t)
{
	return TREE_CODE(TREE_TYPE(t)) == BOOLEAN_TYPE ||
	       (INTEGRAL_TYPE_P(TREE_TYPE(t)) && TYPE_PRECISION(TREE_TYPE(t)) == 1);
}

static bool is_scalar(tree t)
{
	return INTEGRAL_TYPE_P(TREE_TYPE(t)) || POINTER_TYPE_P(TREE_TYPE(t));
}

/* Is it a test of lhs for zero (EQ) or not zero (NE)?  Tests of a boolean for 1 are made one. */
static bool is_zero_test(condition *c)
{
	if ((c->code != EQ_EXPR && c->code != NE_EXPR) || !is_scalar(c->lhs))
		return false;
	if (integer_zerop(c->rhs))
		return true;
	if (!is_one_bit(c->lhs) || TREE_CODE(c->rhs) != INTEGER_CST)
		return false;
	c->code = c->code == EQ_EXPR ? NE_EXPR : EQ_EXPR;
	c->rhs = build_zero_cst(TREE_TYPE(c->lhs));
	return true;
}

static bool is_comparison(gimple *g)
{
	return is_gimple_assign(g) &&
	       TREE_CODE_CLASS(gimple_assign_rhs_code(g)) == tcc_comparison &&
	       is_scalar(gimple_assign_rhs1(g));
}

/* !a, of one bit */
static bool is_negation(gimple *g)
{
	if (!is_gimple_assign(g) || !is_one_bit(gimple_assign_lhs(g)))
		return false;
	if (gimple_assign_rhs_code(g) == BIT_NOT_EXPR ||
	    gimple_assign_rhs_code(g) == TRUTH_NOT_EXPR)
		return is_one_bit(gimple_assign_rhs1(g));
	return gimple_assign_rhs_code(g) == BIT_XOR_EXPR && integer_onep(gimple_assign_rhs2(g));
}

/* a && b, a || b */
static bool is_logic(gimple *g)
{
	return is_gimple_assign(g) &&
	       (gimple_assign_rhs_code(g) == BIT_AND_EXPR ||
		gimple_assign_rhs_code(g) == BIT_IOR_EXPR) &&
	       is_one_bit(gimple_assign_lhs(g)) && TREE_CODE(gimple_assign_rhs1(g)) == SSA_NAME &&
	       TREE_CODE(gimple_assign_rhs2(g)) == SSA_NAME;
}

/* A number that was made of a boolean. */
static bool was_one_bit(tree ssa)
{
	gimple *def = SSA_NAME_DEF_STMT(ssa);

	return is_conversion(def) && is_one_bit(gimple_assign_rhs1(def));
}

/* A conversion that loses nothing: it is zero when its source is. */
static bool keeps_zero(gimple *g)
{
	tree lhs, rhs;

	if (is_gimple_assign(g) && gimple_assign_ssa_name_copy_p(g))
		return true;
	if (!is_conversion(g))
		return false;
	lhs = gimple_assign_lhs(g);
	rhs = gimple_assign_rhs1(g);
	return TREE_CODE(rhs) == SSA_NAME && is_scalar(rhs) && is_scalar(lhs) &&
	       (TYPE_PRECISION(TREE_TYPE(lhs)) >= TYPE_PRECISION(TREE_TYPE(rhs)) ||
		was_one_bit(rhs));
}

static bool only_tested(lowering *l, tree ssa);

/* Does the statement use ssa in a condition, or pass it on to one? */
static bool is_test(lowering *l, gimple *g)
{
	condition c;

	if (gimple_code(g) == GIMPLE_COND) {
		c.code = gimple_cond_code(g);
		c.lhs = gimple_cond_lhs(g);
		c.rhs = gimple_cond_rhs(g);
		return is_zero_test(&c);
	}
	if (expected_value(g))
		return gimple_call_lhs(g) && only_tested(l, gimple_call_lhs(g));
	if (is_comparison(g)) {
		c.code = gimple_assign_rhs_code(g);
		c.lhs = gimple_assign_rhs1(g);
		c.rhs = gimple_assign_rhs2(g);
		return is_zero_test(&c) && only_tested(l, gimple_assign_lhs(g));
	}
	return (keeps_zero(g) || is_negation(g) || is_logic(g)) &&
	       TREE_CODE(gimple_assign_lhs(g)) == SSA_NAME && only_tested(l, gimple_assign_lhs(g));
}

/*
 * Is everything that becomes of ssa a test for zero?  Then its definition can
 * stand in the guards, and two tests of it still read the same; otherwise the
 * guard must name the local whose value goes elsewhere too.
 */
static bool only_tested(lowering *l, tree ssa)
{
	uint8_t *known = &l->only_tested[SSA_NAME_VERSION(ssa)];
	imm_use_iterator it;
	use_operand_p use;

	if (*known)
		return *known == 2;
	*known = 1;
	FOR_EACH_IMM_USE_FAST(use, it, ssa)
	{
		gimple *g = USE_STMT(use);

		if (!is_gimple_debug(g) && !is_test(l, g))
			return false;
	}
	*known = 2;
	return true;
}

/* One step from a test of a value to a test of what the value was made of. */
static bool unfold(lowering *l, condition *c)
{
	gimple *def;

	if (!is_zero_test(c) || TREE_CODE(c->lhs) != SSA_NAME)
		return false;
	def = SSA_NAME_DEF_STMT(c->lhs);
	if (SSA_NAME_IS_DEFAULT_DEF(c->lhs) || (is_named(c->lhs) && !only_tested(l, c->lhs)))
		return false;
	if (expected_value(def)) {
		c->lhs = expected_value(def);
		c->rhs = build_zero_cst(TREE_TYPE(c->lhs));
	} else if (keeps_zero(def)) {
		c->lhs = gimple_assign_rhs1(def);
		c->rhs = build_zero_cst(TREE_TYPE(c->lhs));
	} else if (!only_tested(l, c->lhs)) {
		return false;
	} else if (is_comparison(def)) {
		c->code = c->code == NE_EXPR
				  ? gimple_assign_rhs_code(def)
				  : invert_tree_comparison(gimple_assign_rhs_code(def), false);
		c->lhs = gimple_assign_rhs1(def);
		c->rhs = gimple_assign_rhs2(def);
	} else if (is_negation(def)) {
		c->code = c->code == EQ_EXPR ? NE_EXPR : EQ_EXPR;
		c->lhs = gimple_assign_rhs1(def);
	} else {
		return false;
	}
	return true;
}

static bool rel_of(enum tree_code code, eqs::guard_rel *rel)
{
	switch (code) {
	case EQ_EXPR:
		*rel = eqs::GUARD_EQ;
		return true;
	case NE_EXPR:
		*rel = eqs::GUARD_NE;
		return true;
	case LT_EXPR:
		*rel = eqs::GUARD_LT;
		return true;
	case LE_EXPR:
		*rel = eqs::GUARD_LE;
		return true;
	case GT_EXPR:
		*rel = eqs::GUARD_GT;
		return true;
	case GE_EXPR:
		*rel = eqs::GUARD_GE;
		return true;
	default:
		return false;
	}
}

static eqs::guard *guard_of(lowering *l, enum tree_code code, eqs::operand a, eqs::operand c)
{
	eqs::guard *g = arena_new(&l->b->arena, eqs::guard);

	rel_of(code, &g->rel);
	g->a = a;
	g->b = c;
	return g;
}

/* A single comparison: two edges, the second with the opposite guard. */
static void branch_leaf(lowering *l, out_edges *list, const condition *c, target yes, target no)
{
	eqs::guard_rel rel;
	eqs::operand a, b;

	if (!is_scalar(c->lhs) || !rel_of(c->code, &rel)) {
		add_edge(l, list, yes, NULL);
		add_edge(l, list, no, NULL);
		return;
	}
	a = operand_of(l, c->lhs, c->at);
	b = operand_of(l, c->rhs, c->at);
	add_edge(l, list, yes, guard_of(l, c->code, a, b));
	add_edge(l, list, no, guard_of(l, invert_tree_comparison(c->code, false), a, b));
}

/* All of the tests must hold; a block for each but the last. */
static void branch_bits(lowering *l, out_edges *list, uint32_t from,
			const auto_vec<bit_test> &tests, unsigned i, target yes, target no)
{
	const bit_test *t = &tests[i];
	target next = yes;

	if (i + 1 < tests.length()) {
		out_edges rest;

		next = new_block(l, from);
		branch_bits(l, &rest, from, tests, i + 1, yes, no);
		set_edges(l, next.block, rest);
	}
	add_edge(l, list, next, guard_of(l, EQ_EXPR, t->a, t->c));
	add_edge(l, list, no, guard_of(l, NE_EXPR, t->a, t->c));
}

static void branch(lowering *l, out_edges *list, uint32_t from, condition c, target yes, target no)
{
	auto_vec<bit_test> tests;
	condition left, right;
	out_edges rest;
	target middle;
	gimple *def;

	while (unfold(l, &c))
		;
	if (split_bit_test(l, &c.code, c.lhs, c.rhs, c.at, &tests)) {
		branch_bits(l, list, from, tests, 0, c.code == EQ_EXPR ? yes : no,
			    c.code == EQ_EXPR ? no : yes);
		return;
	}
	def = TREE_CODE(c.lhs) == SSA_NAME ? SSA_NAME_DEF_STMT(c.lhs) : NULL;
	if (!def || !is_logic(def) || !is_zero_test(&c) || !only_tested(l, c.lhs)) {
		branch_leaf(l, list, &c, yes, no);
		return;
	}
	left.code = right.code = NE_EXPR;
	left.lhs = gimple_assign_rhs1(def);
	right.lhs = gimple_assign_rhs2(def);
	left.rhs = right.rhs = build_zero_cst(TREE_TYPE(left.lhs));
	left.at = right.at = c.at;
	if (c.code == EQ_EXPR)
		std::swap(yes, no);
	middle = new_block(l, from);
	branch(l, &rest, from, right, yes, no);
	set_edges(l, middle.block, rest);
	if (gimple_assign_rhs_code(def) == BIT_AND_EXPR)
		branch(l, list, from, left, middle, no);
	else
		branch(l, list, from, left, yes, middle);
}

static void lower_cond(lowering *l, out_edges *list, uint32_t from, gcond *g)
{
	condition c = {gimple_cond_code(g), gimple_cond_lhs(g), gimple_cond_rhs(g), g};
	edge yes, no;

	extract_true_false_edges_from_block(gimple_bb(g), &yes, &no);
	branch(l, list, from, c, target_of_edge(yes), target_of_edge(no));
}

/* ---- switch, asm goto ---- */

/* The ranges whose labels lead to dest, or, for the default, to anywhere else. */
static void ranges_of(lowering *l, gswitch *g, basic_block dest, bool others, eqs::guard *guard)
{
	auto_vec<eqs::range> ranges;

	for (unsigned i = 1; i < gimple_switch_num_labels(g); i++) {
		tree label = gimple_switch_label(g, i);
		tree high = CASE_HIGH(label) ? CASE_HIGH(label) : CASE_LOW(label);
		tree type = TREE_TYPE(CASE_LOW(label));
		eqs::range r;

		if ((label_to_block(l->fun, CASE_LABEL(label)) == dest) == others)
			continue;
		r.lo = const_operand(l->b, TREE_INT_CST_LOW(CASE_LOW(label)), type).value;
		r.hi = const_operand(l->b, TREE_INT_CST_LOW(high), type).value;
		if (!ranges.is_empty() && (uint64_t)ranges.last().hi + 1 == (uint64_t)r.lo)
			ranges.last().hi = r.hi;
		else
			ranges.safe_push(r);
	}
	guard->nranges = ranges.length();
	guard->ranges = arena_list(l->b, ranges);
}

static void lower_switch(lowering *l, out_edges *list, gswitch *g)
{
	basic_block fallback = label_to_block(l->fun, CASE_LABEL(gimple_switch_default_label(g)));
	eqs::operand index = operand_of(l, gimple_switch_index(g), g);
	edge_iterator ei;
	edge e;

	FOR_EACH_EDGE(e, ei, gimple_bb(g)->succs)
	{
		bool is_default = e->dest == fallback;
		eqs::guard *guard = arena_new(&l->b->arena, eqs::guard);

		guard->rel = is_default ? eqs::GUARD_NOT_IN : eqs::GUARD_IN;
		guard->a = index;
		ranges_of(l, g, e->dest, is_default, guard);
		/* the default of a switch whose every label leads to the same */
		add_edge(l, list, target_of_edge(e), guard->nranges ? guard : NULL);
	}
}

static void lower_asm_goto(lowering *l, out_edges *list, gasm *g)
{
	basic_block bb = gimple_bb(g);
	edge e = find_fallthru_edge(bb->succs);

	for (unsigned i = 0; i <= gimple_asm_nlabels(g); i++) {
		eqs::guard *guard = arena_new(&l->b->arena, eqs::guard);

		if (i)
			e = find_edge(
				bb,
				label_to_block(l->fun, TREE_VALUE(gimple_asm_label_op(g, i - 1))));
		guard->rel = eqs::GUARD_LABEL;
		guard->label = i;
		if (e && l->block_number[e->dest->index] >= 0)
			add_edge(l, list, target_of_edge(e), guard);
	}
}

/* ---- all ---- */

bool is_followed(edge e)
{
	edge_iterator ei;
	edge other;

	if (e->dest->index < NUM_FIXED_BLOCKS)
		return false;
	if (!(e->flags & EDGE_COMPLEX))
		return true;
	/* An edge that no statement takes is followed only where there is no other. */
	FOR_EACH_EDGE(other, ei, e->src->succs)
	if (!(other->flags & EDGE_COMPLEX))
		return false;
	return true;
}

void lower_edges(lowering *l, basic_block bb, uint32_t number)
{
	gimple_stmt_iterator gsi = gsi_last_nondebug_bb(bb);
	gimple *last = gsi_end_p(gsi) ? NULL : gsi_stmt(gsi);
	out_edges list;
	edge_iterator ei;
	edge e;

	if (last)
		place_of(l->b, gimple_location(last), &l->blocks[number].place,
			 &l->blocks[number].chain);
	if (last && gimple_code(last) == GIMPLE_COND) {
		lower_cond(l, &list, number, as_a<gcond *>(last));
	} else if (last && gimple_code(last) == GIMPLE_SWITCH) {
		lower_switch(l, &list, as_a<gswitch *>(last));
	} else if (last && gimple_code(last) == GIMPLE_ASM &&
		   gimple_asm_nlabels(as_a<gasm *>(last))) {
		lower_asm_goto(l, &list, as_a<gasm *>(last));
	} else {
		FOR_EACH_EDGE(e, ei, bb->succs)
		if (is_followed(e))
			add_edge(l, &list, target_of_edge(e), NULL);
	}
	set_edges(l, number, list);
}

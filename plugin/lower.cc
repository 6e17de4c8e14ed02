// SPDX-License-Identifier: GPL-2.0-or-later
/* Statements. */
#include "lower.h"

void add_event(lowering *l, eqs::event e, gimple *g)
{
	place_of(l->b, gimple_location(g), &e.place, &e.chain);
	l->events.safe_push(e);
}

void add_set(lowering *l, gimple *g, tree lhs, eqs::set_op op, eqs::operand a, eqs::operand c)
{
	eqs::event e = {};

	if (TREE_CODE(lhs) == SSA_NAME && !is_needed(l, lhs) && !gimple_has_volatile_ops(g))
		return;
	e.kind = TREE_CODE(lhs) == SSA_NAME ? eqs::EVENT_SET : eqs::EVENT_STORE;
	e.set.op = op;
	e.set.dst = target_of(l, lhs, g);
	e.set.a = a;
	e.set.b = c;
	if (e.set.dst.kind == eqs::OPERAND_UNKNOWN)
		return; /* no name for what is stored to */
	if (op == eqs::SET_UNKNOWN || (op == eqs::SET_COPY && a.kind == eqs::OPERAND_UNKNOWN)) {
		e.set.op = eqs::SET_UNKNOWN;
		e.set.a = {};
		e.set.b = {};
	}
	add_event(l, e, g);
}

/* ---- assignments ---- */

static eqs::set_op set_op_of(enum tree_code code)
{
	switch (code) {
	case PLUS_EXPR:
	case POINTER_PLUS_EXPR:
		return eqs::SET_ADD;
	case MINUS_EXPR:
	case POINTER_DIFF_EXPR:
		return eqs::SET_SUB;
	case BIT_AND_EXPR:
		return eqs::SET_AND;
	case BIT_IOR_EXPR:
		return eqs::SET_OR;
	case BIT_XOR_EXPR:
		return eqs::SET_XOR;
	case LSHIFT_EXPR:
		return eqs::SET_SHL;
	case RSHIFT_EXPR:
		return eqs::SET_SHR;
	case BIT_NOT_EXPR:
	case TRUTH_NOT_EXPR:
		return eqs::SET_NOT;
	case NEGATE_EXPR:
		return eqs::SET_NEG;
	case EQ_EXPR:
		return eqs::SET_EQ;
	case NE_EXPR:
		return eqs::SET_NE;
	case LT_EXPR:
		return eqs::SET_LT;
	case LE_EXPR:
		return eqs::SET_LE;
	case GT_EXPR:
		return eqs::SET_GT;
	case GE_EXPR:
		return eqs::SET_GE;
	default:
		return eqs::SET_UNKNOWN;
	}
}

static bool is_scalar_type(tree type)
{
	return INTEGRAL_TYPE_P(type) || POINTER_TYPE_P(type);
}

/* An offset is an unsigned number of GCC, and goes back as often as forth. */
static eqs::operand offset_operand(lowering *l, gimple *g)
{
	eqs::operand o = operand_of(l, gimple_assign_rhs2(g), g);

	if (gimple_assign_rhs_code(g) == POINTER_PLUS_EXPR && o.kind == eqs::OPERAND_CONST) {
		o.type.is_signed = true;
		if (o.type.bits == 32)
			o.value = (int32_t)o.value;
	}
	return o;
}

/* What the assignment computes. */
static eqs::set_op computed(lowering *l, gimple *g, eqs::operand *a, eqs::operand *c)
{
	enum tree_code code = gimple_assign_rhs_code(g);
	auto_vec<bit_test> tests;
	eqs::set_op op;

	*a = *c = {};
	if (gimple_assign_single_p(g)) {
		*a = operand_of(l, gimple_assign_rhs1(g), g);
		return eqs::SET_COPY;
	}
	if (CONVERT_EXPR_CODE_P(code)) {
		*a = operand_of(l, gimple_assign_rhs1(g), g);
		convert_operand(l, a, TREE_TYPE(gimple_assign_lhs(g)));
		return eqs::SET_COPY;
	}
	op = set_op_of(code);
	if (op == eqs::SET_UNKNOWN || !is_scalar_type(TREE_TYPE(gimple_assign_rhs1(g))))
		return eqs::SET_UNKNOWN;
	if (TREE_CODE_CLASS(code) == tcc_comparison &&
	    split_bit_test(l, &code, gimple_assign_rhs1(g), gimple_assign_rhs2(g), g, &tests)) {
		*a = tests[0].a;
		*c = tests[0].c;
		return tests.length() == 1 ? set_op_of(code) : eqs::SET_UNKNOWN;
	}
	if (code == POINTER_PLUS_EXPR && is_element_address(g)) {
		a->path = path_of_pointer(l, gimple_assign_lhs(g), g);
		a->kind = eqs::OPERAND_ADDR;
		a->type = vtype_of(l->b, TREE_TYPE(gimple_assign_lhs(g)));
		if (a->path)
			return eqs::SET_COPY;
	}
	*a = operand_of(l, gimple_assign_rhs1(g), g);
	if (gimple_num_ops(g) > 2)
		*c = offset_operand(l, g);
	return op;
}

/* The definition of a temporary that nothing else uses, through conversions. */
static gimple *sole_definition(tree value)
{
	while (TREE_CODE(value) == SSA_NAME && !is_named(value) && has_single_use(value)) {
		gimple *def = SSA_NAME_DEF_STMT(value);

		if (!is_conversion(def))
			return is_gimple_assign(def) ? def : NULL;
		value = gimple_assign_rhs1(def);
	}
	return NULL;
}

/*
 * p->f |= 4 is three statements: a load, an or, a store to the same path with
 * no other store between.  Returns the operation when that is the shape.
 */
static gimple *read_modify_write(lowering *l, gimple *store, const eqs::path *to)
{
	gimple *op = sole_definition(gimple_assign_rhs1(store)), *load;
	enum tree_code code = op ? gimple_assign_rhs_code(op) : ERROR_MARK;
	eqs::path *from;

	if (code != PLUS_EXPR && code != MINUS_EXPR && code != BIT_AND_EXPR &&
	    code != BIT_IOR_EXPR && code != BIT_XOR_EXPR && code != POINTER_PLUS_EXPR)
		return NULL;
	load = sole_definition(gimple_assign_rhs1(op));
	if (!load || !gimple_assign_load_p(load) || gimple_vuse(load) != gimple_vuse(store))
		return NULL;
	from = path_of(l, gimple_assign_rhs1(load), load);
	return from && paths_equal(from, to) ? op : NULL;
}

/* What -ftrivial-auto-var-init gives a variable that the source does not: by name, see call.cc. */
static bool is_automatic(tree value)
{
	gimple *def = TREE_CODE(value) == SSA_NAME ? SSA_NAME_DEF_STMT(value) : NULL;

	return def && is_gimple_call(def) && gimple_call_internal_p(def) &&
	       !strcmp(internal_fn_name(gimple_call_internal_fn(def)), "DEFERRED_INIT");
}

static void lower_store(lowering *l, gimple *g)
{
	tree lhs = gimple_assign_lhs(g);
	eqs::operand to = target_of(l, lhs, g), a, c;
	gimple *op = to.kind == eqs::OPERAND_PATH ? read_modify_write(l, g, to.path) : NULL;

	if (is_automatic(gimple_assign_rhs1(g)))
		return;
	if (!op) {
		add_set(l, g, lhs, eqs::SET_COPY, operand_of(l, gimple_assign_rhs1(g), g), {});
		return;
	}
	a = to;
	c = offset_operand(l, op);
	add_set(l, g, lhs, set_op_of(gimple_assign_rhs_code(op)), a, c);
}

static void lower_assign(lowering *l, gimple *g)
{
	tree lhs = gimple_assign_lhs(g);
	eqs::operand a, c;
	eqs::set_op op;

	if (gimple_clobber_p(g))
		return;
	if (TREE_CODE(lhs) != SSA_NAME) {
		lower_store(l, g);
	} else if (is_needed(l, lhs) || gimple_has_volatile_ops(g)) {
		op = computed(l, g, &a, &c);
		add_set(l, g, lhs, op, a, c);
	}
}

static void lower_return(lowering *l, greturn *g)
{
	tree value = gimple_return_retval(g);
	eqs::event e = {};

	e.kind = eqs::EVENT_RETURN;
	if (value)
		e.ret.value = operand_of(l, value, g);
	add_event(l, e, g);
	/* Where several returns meet none of their places is left: the closing brace has to do. */
	if (!l->events.last().place.line)
		place_of(l->b, l->fun->function_end_locus, &l->events.last().place,
			 &l->events.last().chain);
}

static void lower_statement(lowering *l, gimple *g)
{
	switch (gimple_code(g)) {
	case GIMPLE_ASSIGN:
		lower_assign(l, g);
		break;
	case GIMPLE_CALL:
		lower_call(l, as_a<gcall *>(g));
		break;
	case GIMPLE_ASM:
		lower_asm(l, as_a<gasm *>(g));
		break;
	case GIMPLE_RETURN:
		lower_return(l, as_a<greturn *>(g));
		break;
	default:
		break;
	}
}

void lower_block(lowering *l, basic_block bb)
{
	uint32_t number = l->block_number[bb->index];
	eqs::event *events;
	unsigned n;

	l->events.truncate(0);
	lower_edges(l, bb, number);
	for (gimple_stmt_iterator gsi = gsi_last_bb(bb); !gsi_end_p(gsi); gsi_prev(&gsi))
		if (!is_gimple_debug(gsi_stmt(gsi)))
			lower_statement(l, gsi_stmt(gsi));
	n = l->events.length();
	events = n ? arena_array(&l->b->arena, eqs::event, n) : NULL;
	for (unsigned i = 0; i < n; i++)
		events[i] = l->events[n - 1 - i];
	l->blocks[number].nevents = n;
	l->blocks[number].events = events;
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* Operands: what a GIMPLE value is, seen through copies, conversions and temporaries. */
#include "lower.h"

bool is_named(tree ssa)
{
	tree var = SSA_NAME_VAR(ssa);

	return var && DECL_NAME(var) && !DECL_ARTIFICIAL(var);
}

bool is_conversion(gimple *g)
{
	return is_gimple_assign(g) && CONVERT_EXPR_CODE_P(gimple_assign_rhs_code(g)) &&
	       TREE_CODE(gimple_assign_lhs(g)) == SSA_NAME;
}

tree expected_value(gimple *g)
{
	if (!is_gimple_call(g))
		return NULL_TREE;
	if (gimple_call_internal_p(g, IFN_BUILTIN_EXPECT) ||
	    gimple_call_builtin_p(g, BUILT_IN_EXPECT) ||
	    gimple_call_builtin_p(g, BUILT_IN_EXPECT_WITH_PROBABILITY) ||
	    gimple_call_builtin_p(g, BUILT_IN_ASSUME_ALIGNED))
		return gimple_call_arg(g, 0);
	return NULL_TREE;
}

/* ---- locals ---- */

uint32_t new_local(lowering *l, eqs::vtype type)
{
	eqs::local n = {};

	n.type = type;
	l->locals.safe_push(n);
	return l->locals.length() - 1;
}

static uint32_t local_of_ssa(lowering *l, tree ssa)
{
	uint32_t *slot = &l->ssa_local[SSA_NAME_VERSION(ssa)];

	if (!*slot) {
		*slot = new_local(l, vtype_of(l->b, TREE_TYPE(ssa))) + 1;
		if (is_named(ssa))
			l->locals[*slot - 1].name =
				eqs::intern(IDENTIFIER_POINTER(DECL_NAME(SSA_NAME_VAR(ssa))));
	}
	return *slot - 1;
}

uint32_t local_of_decl(lowering *l, tree decl)
{
	uint32_t *known = l->decl_local.get(DECL_UID(decl)), n;

	if (known)
		return *known;
	n = new_local(l, vtype_of(l->b, TREE_TYPE(decl)));
	l->locals[n].in_memory = true;
	if (DECL_NAME(decl) && !DECL_ARTIFICIAL(decl))
		l->locals[n].name = eqs::intern(IDENTIFIER_POINTER(DECL_NAME(decl)));
	l->decl_local.put(DECL_UID(decl), n);
	return n;
}

bool is_needed(lowering *l, tree ssa)
{
	return l->ssa_local[SSA_NAME_VERSION(ssa)] != 0;
}

eqs::operand local_operand(lowering *l, tree ssa)
{
	eqs::operand o = {};

	o.kind = eqs::OPERAND_LOCAL;
	o.local = local_of_ssa(l, ssa);
	o.type = vtype_of(l->b, TREE_TYPE(ssa));
	return o;
}

/* ---- constants and conversions ---- */

static uint64_t low_bits(unsigned n)
{
	return n >= 64 ? UINT64_MAX : ((uint64_t)1 << n) - 1;
}

static int64_t wrap(uint64_t value, eqs::vtype t)
{
	if (!t.bits || t.bits >= 64)
		return value;
	value &= low_bits(t.bits);
	if (t.is_signed && value >> (t.bits - 1))
		value |= ~low_bits(t.bits);
	return value;
}

eqs::operand const_operand(builder *b, int64_t value, tree type)
{
	eqs::operand o = {};

	o.kind = eqs::OPERAND_CONST;
	o.type = vtype_of(b, type);
	o.value = wrap(value, o.type);
	return o;
}

/* The type of what an operand reads, before any conversion of it. */
static eqs::vtype natural_type(lowering *l, const eqs::operand *o)
{
	if (o->kind == eqs::OPERAND_LOCAL)
		return l->locals[o->local].type;
	if (o->kind == eqs::OPERAND_PATH)
		return o->path->type;
	return o->type;
}

/*
 * Makes the operand one of type t, as a conversion does; false when an operand
 * cannot say it: its type is that of the result, and only a mask is left to
 * say that bits were lost on the way.
 */
static bool convert(lowering *l, eqs::operand *o, eqs::vtype t)
{
	eqs::vtype was = natural_type(l, o);

	if (o->kind == eqs::OPERAND_CONST)
		o->value = wrap(o->value, t);
	if (o->kind != eqs::OPERAND_LOCAL && o->kind != eqs::OPERAND_PATH) {
		o->type = t;
		return true;
	}
	if (!t.bits || !o->type.bits)
		return false;
	if (t.bits > o->type.bits && o->mask && o->type.is_signed && o->mask >> (o->type.bits - 1))
		return false;
	if (t.bits > o->type.bits && !o->mask &&
	    (was.bits != o->type.bits || was.is_signed != o->type.is_signed)) {
		if (o->type.is_signed)
			return false;
		o->mask = low_bits(o->type.bits);
	}
	if (t.bits < o->type.bits && t.is_bool && !was.is_bool)
		o->mask = o->mask ? o->mask & 1 : 1;
	o->type = t;
	return true;
}

void convert_operand(lowering *l, eqs::operand *o, tree type)
{
	eqs::operand as_is = *o;

	/* The set's own local has the type: what cannot be said here is said there. */
	if (!convert(l, o, vtype_of(l->b, type)))
		*o = as_is;
}

/* Masks of a local or path are said in the operand; false for anything else. */
static bool apply_mask(eqs::operand *o, tree mask, eqs::vtype t)
{
	uint64_t m = TREE_INT_CST_LOW(mask) & low_bits(t.bits ? t.bits : 64);

	if (t.bits > 64 || (o->kind != eqs::OPERAND_LOCAL && o->kind != eqs::OPERAND_PATH))
		return false;
	m = o->mask ? o->mask & m : m;
	if (!m)
		return false;
	o->mask = m;
	o->type = t;
	return true;
}

/* ---- operands ---- */

static eqs::operand unknown(lowering *l, tree type)
{
	eqs::operand o = {};

	o.kind = eqs::OPERAND_UNKNOWN;
	o.type = vtype_of(l->b, type);
	return o;
}

static eqs::operand path_operand(lowering *l, eqs::operand_kind kind, eqs::path *p, tree type)
{
	eqs::operand o = unknown(l, type);

	if (p) {
		o.kind = kind;
		o.path = p;
	}
	return o;
}

static eqs::operand address_of(lowering *l, tree t, gimple *at)
{
	tree ref = TREE_OPERAND(t, 0), base = get_base_address(ref);
	eqs::operand o = unknown(l, TREE_TYPE(t));

	if (TREE_CODE(ref) == FUNCTION_DECL) {
		o.kind = eqs::OPERAND_FUNC;
		o.symbol = function_symbol(l->b, ref);
		return o;
	}
	if (!base || TREE_CODE(base) == STRING_CST || TREE_CODE(base) == LABEL_DECL ||
	    TREE_CODE(base) == CONST_DECL)
		return o;
	return path_operand(l, eqs::OPERAND_ADDR, path_of(l, ref, at), TREE_TYPE(t));
}

/* A temporary that an operation made: what it is made of, if an operand can say it. */
static bool see_through(lowering *l, tree ssa, gimple *def, gimple *at, eqs::operand *o)
{
	enum tree_code code = gimple_assign_rhs_code(def);
	tree rhs = gimple_assign_rhs1(def);
	eqs::vtype t = vtype_of(l->b, TREE_TYPE(ssa));

	if (code == SSA_NAME || code == INTEGER_CST || code == ADDR_EXPR) {
		*o = operand_of(l, rhs, at);
		return true;
	}
	if (code == POINTER_PLUS_EXPR && is_element_address(def)) {
		*o = path_operand(l, eqs::OPERAND_ADDR, path_of_pointer(l, ssa, at),
				  TREE_TYPE(ssa));
		return o->kind == eqs::OPERAND_ADDR;
	}
	if (TREE_CODE(rhs) != SSA_NAME)
		return false;
	if (code == NE_EXPR && integer_zerop(gimple_assign_rhs2(def))) {
		/* "b != 0" of a boolean is the boolean */
		*o = operand_of(l, rhs, at);
		return o->kind == eqs::OPERAND_LOCAL && natural_type(l, o).is_bool &&
		       convert(l, o, t);
	}
	if (CONVERT_EXPR_CODE_P(code)) {
		*o = operand_of(l, rhs, at);
		return convert(l, o, t);
	}
	if (code == BIT_AND_EXPR && TREE_CODE(gimple_assign_rhs2(def)) == INTEGER_CST &&
	    has_single_use(ssa)) {
		*o = operand_of(l, rhs, at);
		return apply_mask(o, gimple_assign_rhs2(def), t);
	}
	return false;
}

static eqs::operand ssa_operand(lowering *l, tree ssa, gimple *at)
{
	gimple *def = SSA_NAME_DEF_STMT(ssa);
	eqs::operand o;

	if (SSA_NAME_IS_DEFAULT_DEF(ssa)) {
		if (SSA_NAME_VAR(ssa) && TREE_CODE(SSA_NAME_VAR(ssa)) == PARM_DECL)
			return local_operand(l, ssa);
		return unknown(l, TREE_TYPE(ssa)); /* never set */
	}
	if (is_named(ssa))
		return local_operand(l, ssa);
	if (expected_value(def)) {
		o = operand_of(l, expected_value(def), at);
		if (convert(l, &o, vtype_of(l->b, TREE_TYPE(ssa))))
			return o;
	} else if (is_gimple_assign(def) && see_through(l, ssa, def, at, &o)) {
		return o;
	}
	return local_operand(l, ssa);
}

eqs::operand operand_of(lowering *l, tree t, gimple *at)
{
	switch (TREE_CODE(t)) {
	case SSA_NAME:
		return ssa_operand(l, t, at);
	case INTEGER_CST:
		return const_operand(l->b, TREE_INT_CST_LOW(t), TREE_TYPE(t));
	case ADDR_EXPR:
		return address_of(l, t, at);
	case CONSTRUCTOR:
		/* "= {}": all of it is 0 */
		if (!CONSTRUCTOR_NELTS(t))
			return const_operand(l->b, 0, TREE_TYPE(t));
		return unknown(l, TREE_TYPE(t));
	case VAR_DECL:
	case PARM_DECL:
	case RESULT_DECL:
	case COMPONENT_REF:
	case ARRAY_REF:
	case ARRAY_RANGE_REF:
	case MEM_REF:
	case TARGET_MEM_REF:
	case BIT_FIELD_REF:
	case REALPART_EXPR:
	case IMAGPART_EXPR:
	case VIEW_CONVERT_EXPR:
		return path_operand(l, eqs::OPERAND_PATH, path_of(l, t, at), TREE_TYPE(t));
	default:
		return unknown(l, TREE_TYPE(t));
	}
}

eqs::operand target_of(lowering *l, tree lhs, gimple *at)
{
	if (TREE_CODE(lhs) == SSA_NAME)
		return local_operand(l, lhs);
	return path_operand(l, eqs::OPERAND_PATH, path_of(l, lhs, at), TREE_TYPE(lhs));
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* Calls and assembly statements. */
#include "lower.h"

#include "facts/source.h"

/* ---- who is called ---- */

static bool ends_in_slot(const eqs::path *p)
{
	eqs::step_kind last;

	if (!p || !p->nsteps)
		return false;
	last = p->steps[p->nsteps - 1].kind;
	return last != eqs::STEP_DEREF;
}

/*
 * Where the pointer comes from: a function, a field or an element of an array
 * of functions, through copies and variables that were set once; a static
 * call is "_506 = __SCT__x; _506 ()".
 */
static void callee_of(lowering *l, tree fn, gimple *at, eqs::event *e)
{
	eqs::path *p;
	tree from = fn;

	while (TREE_CODE(from) == SSA_NAME && !SSA_NAME_IS_DEFAULT_DEF(from)) {
		gimple *def = SSA_NAME_DEF_STMT(from);

		if (!gimple_assign_single_p(def) && !is_conversion(def))
			break;
		at = def;
		from = gimple_assign_rhs1(def);
	}
	if (TREE_CODE(from) == ADDR_EXPR && TREE_CODE(TREE_OPERAND(from, 0)) == FUNCTION_DECL) {
		e->call.callee = eqs::CALLEE_SYMBOL;
		e->call.symbol = function_symbol(l->b, TREE_OPERAND(from, 0));
		return;
	}
	p = TREE_CODE(from) == SSA_NAME || CONSTANT_CLASS_P(from) || TREE_CODE(from) == ADDR_EXPR
		    ? NULL
		    : path_of(l, from, at);
	if (ends_in_slot(p)) {
		e->call.callee = eqs::CALLEE_SLOT;
		e->call.slot = p;
		return;
	}
	e->call.callee = eqs::CALLEE_POINTER;
	if (p && !is_named(fn)) {
		e->call.pointer.kind = eqs::OPERAND_PATH;
		e->call.pointer.path = p;
		e->call.pointer.type = vtype_of(l->b, TREE_TYPE(fn));
	} else {
		e->call.pointer = operand_of(l, fn, at);
	}
}

/* ---- built-in and internal functions ---- */

/* Built-in functions that are no event whatever they are given. */
static bool is_nothing(tree fndecl)
{
	if (!fndecl_built_in_p(fndecl, BUILT_IN_NORMAL))
		return false;
	switch (DECL_FUNCTION_CODE(fndecl)) {
	case BUILT_IN_STACK_SAVE:
	case BUILT_IN_STACK_RESTORE:
	case BUILT_IN_PREFETCH:
	case BUILT_IN_VA_START:
	case BUILT_IN_VA_END:
		return true;
	default:
		return false;
	}
}

/*
 * A result that only the compiler could tell: nothing is called.  What it gives
 * a variable that the source does not (by name: GCC 11 has no such function)
 * is no event.
 */
static void lower_internal(lowering *l, gcall *g)
{
	tree lhs = gimple_call_lhs(g);

	if (lhs && strcmp(internal_fn_name(gimple_call_internal_fn(g)), "DEFERRED_INIT"))
		add_set(l, g, lhs, eqs::SET_UNKNOWN, {}, {});
}

static bool is_wanted(lowering *l, tree lhs)
{
	return lhs && (TREE_CODE(lhs) != SSA_NAME || is_needed(l, lhs));
}

void lower_call(lowering *l, gcall *g)
{
	tree lhs = gimple_call_lhs(g), fndecl = gimple_call_fndecl(g);
	eqs::event e = {};

	if (expected_value(g)) {
		if (is_wanted(l, lhs))
			add_set(l, g, lhs, eqs::SET_COPY, operand_of(l, expected_value(g), g), {});
		return;
	}
	if (gimple_call_internal_p(g)) {
		lower_internal(l, g);
		return;
	}
	/* A built-in without side effects stands for its value. */
	if (fndecl && (is_nothing(fndecl) ||
		       (fndecl_built_in_p(fndecl, BUILT_IN_NORMAL) && !is_wanted(l, lhs) &&
			gimple_call_flags(g) & (ECF_CONST | ECF_PURE) &&
			!(gimple_call_flags(g) & ECF_NORETURN))))
		return;
	e.kind = eqs::EVENT_CALL;
	e.call.is_noreturn = gimple_call_flags(g) & ECF_NORETURN;
	if (fndecl)
		e.call.symbol = function_symbol(l->b, fndecl);
	else
		callee_of(l, gimple_call_fn(g), g, &e);
	e.call.nargs = gimple_call_num_args(g);
	if (e.call.nargs)
		e.call.args = arena_array(&l->b->arena, eqs::operand, e.call.nargs);
	for (unsigned i = 0; i < e.call.nargs; i++)
		e.call.args[i] = operand_of(l, gimple_call_arg(g, i), g);
	if (is_wanted(l, lhs))
		e.call.result = target_of(l, lhs, g);
	if (e.call.result.kind == eqs::OPERAND_UNKNOWN)
		e.call.result = {};
	add_event(l, e, g);
}

/* ---- assembly ---- */

/*
 * A template without text: a barrier, or a value that the compiler must not
 * see through (OPTIMIZER_HIDE_VAR, RELOC_HIDE), which is a copy all the same.
 */
static bool lower_empty_asm(lowering *l, gasm *g)
{
	unsigned outs = gimple_asm_noutputs(g), ins = gimple_asm_ninputs(g);
	tree in, out;

	if (gimple_asm_nlabels(g) || outs > 1)
		return false;
	if (!outs)
		return true;
	out = TREE_VALUE(gimple_asm_output_op(g, 0));
	in = ins == 1 ? TREE_VALUE(gimple_asm_input_op(g, 0)) : NULL_TREE;
	if (in)
		add_set(l, g, out, eqs::SET_COPY, operand_of(l, in, g), {});
	else
		add_set(l, g, out, eqs::SET_UNKNOWN, {}, {});
	return true;
}

void lower_asm(lowering *l, gasm *g)
{
	unsigned outs = gimple_asm_noutputs(g), ins = gimple_asm_ninputs(g);
	eqs::event e = {};

	e.kind = eqs::EVENT_ASM;
	e.as.text = source_asm(gimple_asm_string(g));
	if (!*e.as.text && lower_empty_asm(l, g))
		return;
	e.as.outs = outs ? arena_array(&l->b->arena, eqs::operand, outs) : NULL;
	e.as.ins = ins ? arena_array(&l->b->arena, eqs::operand, ins) : NULL;
	for (unsigned i = 0; i < outs; i++) {
		eqs::operand o = target_of(l, TREE_VALUE(gimple_asm_output_op(g, i)), g);

		if (o.kind != eqs::OPERAND_UNKNOWN)
			e.as.outs[e.as.nouts++] = o;
	}
	for (unsigned i = 0; i < ins; i++)
		e.as.ins[e.as.nins++] = operand_of(l, TREE_VALUE(gimple_asm_input_op(g, i)), g);
	add_event(l, e, g);
}

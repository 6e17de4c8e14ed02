// SPDX-License-Identifier: GPL-2.0-or-later
/* A function: its head, its locals and the order of its blocks. */
#include "lower.h"

static eqs::inline_kind inlining_of(tree fndecl)
{
	if (lookup_attribute("always_inline", DECL_ATTRIBUTES(fndecl)))
		return eqs::INLINE_ALWAYS;
	if (lookup_attribute("noinline", DECL_ATTRIBUTES(fndecl)))
		return eqs::INLINE_NEVER;
	return DECL_DECLARED_INLINE_P(fndecl) ? eqs::INLINE_HINT : eqs::INLINE_NONE;
}

eqs::function function_head(builder *b, tree fndecl)
{
	const eqs::chain *chain;
	eqs::function f = {};

	f.symbol = symbol_of(b, fndecl);
	place_of(b, DECL_SOURCE_LOCATION(fndecl), &f.place, &chain);
	f.linkage = DECL_WEAK(fndecl)	  ? eqs::LINKAGE_WEAK
		    : TREE_PUBLIC(fndecl) ? eqs::LINKAGE_GLOBAL
					  : eqs::LINKAGE_STATIC;
	f.inlining = inlining_of(fndecl);
	f.is_noreturn = TREE_THIS_VOLATILE(fndecl);
	f.section = DECL_SECTION_NAME(fndecl) ? eqs::intern(DECL_SECTION_NAME(fndecl)) : NULL;
	return f;
}

/* ---- blocks ---- */

/* The reached blocks, each before what it leads to (loops aside). */
static void order_blocks(lowering *l, auto_vec<basic_block> *order)
{
	struct visit {
		basic_block bb;
		unsigned next;
	};
	basic_block first = single_succ(ENTRY_BLOCK_PTR_FOR_FN(l->fun));
	auto_vec<visit> stack;
	visit v = {first, 0};

	l->block_number[first->index] = 0;
	stack.safe_push(v);
	while (!stack.is_empty()) {
		visit *top = &stack.last();
		edge e;

		if (top->next == EDGE_COUNT(top->bb->succs)) {
			order->safe_push(top->bb);
			stack.pop();
			continue;
		}
		/* From the last: what comes first in the source is then numbered first. */
		e = EDGE_SUCC(top->bb, EDGE_COUNT(top->bb->succs) - ++top->next);
		if (!is_followed(e) || l->block_number[e->dest->index] >= 0)
			continue;
		l->block_number[e->dest->index] = 0;
		v.bb = e->dest;
		stack.safe_push(v);
	}
	order->reverse();
}

static bool has_phis(basic_block bb)
{
	for (gphi_iterator pi = gsi_start_phis(bb); !gsi_end_p(pi); gsi_next(&pi))
		if (!virtual_operand_p(gimple_phi_result(pi.phi())))
			return true;
	return false;
}

static void lower_blocks(lowering *l)
{
	edge entry = single_succ_edge(ENTRY_BLOCK_PTR_FOR_FN(l->fun));
	/* A loop may start with the function: then what it starts with needs an edge. */
	bool own_entry = has_phis(entry->dest);
	auto_vec<basic_block> order;

	order_blocks(l, &order);
	l->blocks.safe_grow_cleared(order.length() + own_entry);
	for (unsigned i = 0; i < order.length(); i++)
		l->block_number[order[i]->index] = i + own_entry;
	for (unsigned i = order.length(); i--;)
		lower_block(l, order[i]);
	if (own_entry) {
		eqs::edge *e = arena_new(&l->b->arena, eqs::edge);

		e->to = l->block_number[entry->dest->index];
		phi_sets(l, entry, e);
		l->blocks[0].nedges = 1;
		l->blocks[0].edges = e;
	}
}

/* ---- locals, in the order in which they appear ---- */

struct renumber {
	lowering *l;
	auto_vec<uint32_t> number; /* new by old; UINT32_MAX while it has none */
	auto_vec<eqs::local> locals;
};

static void see_local(renumber *r, uint32_t local)
{
	if (r->number[local] != UINT32_MAX)
		return;
	r->number[local] = r->locals.length();
	r->locals.safe_push(r->l->locals[local]);
}

/* Paths may stand in several places, so they are only read here and changed once, at the end. */
static void see_path(renumber *r, const eqs::path *p)
{
	if (p->root == eqs::ROOT_LOCAL)
		see_local(r, p->local);
	for (unsigned i = 0; i < p->nsteps; i++)
		if (p->steps[i].kind == eqs::STEP_INDEX_LOCAL)
			see_local(r, p->steps[i].index);
}

static void see_operand(renumber *r, eqs::operand *o)
{
	if (o->kind == eqs::OPERAND_LOCAL) {
		see_local(r, o->local);
		o->local = r->number[o->local];
	} else if (o->kind == eqs::OPERAND_PATH || o->kind == eqs::OPERAND_ADDR) {
		see_path(r, o->path);
	}
}

static void see_operands(renumber *r, eqs::operand *o, unsigned n)
{
	for (unsigned i = 0; i < n; i++)
		see_operand(r, &o[i]);
}

static void see_event(renumber *r, eqs::event *e)
{
	switch (e->kind) {
	case eqs::EVENT_CALL:
		if (e->call.callee == eqs::CALLEE_SLOT)
			see_path(r, e->call.slot);
		else if (e->call.callee == eqs::CALLEE_POINTER)
			see_operand(r, &e->call.pointer);
		see_operands(r, e->call.args, e->call.nargs);
		see_operand(r, &e->call.result);
		break;
	case eqs::EVENT_ASM:
		see_operands(r, e->as.ins, e->as.nins);
		see_operands(r, e->as.outs, e->as.nouts);
		break;
	case eqs::EVENT_SET:
	case eqs::EVENT_STORE:
		see_operand(r, &e->set.a);
		see_operand(r, &e->set.b);
		see_operand(r, &e->set.dst);
		break;
	case eqs::EVENT_RETURN:
		see_operand(r, &e->ret.value);
		break;
	}
}

static void see_edge(renumber *r, eqs::edge *e)
{
	if (e->guard) {
		see_operand(r, &e->guard->a);
		see_operand(r, &e->guard->b);
	}
	for (unsigned i = 0; i < e->nsets; i++)
		see_event(r, &e->sets[i]);
}

/*
 * The walk from the end made locals as they came to be needed; here they get
 * the numbers in which a reader meets them, and those that only a folded
 * expression asked for are dropped.
 */
static void renumber_locals(lowering *l)
{
	renumber r;

	r.l = l;
	for (unsigned i = 0; i < l->locals.length(); i++)
		r.number.safe_push(UINT32_MAX);
	for (unsigned i = 0; i < l->nparams; i++)
		see_local(&r, i);
	for (unsigned i = 0; i < l->blocks.length(); i++) {
		eqs::block *b = &l->blocks[i];

		for (unsigned j = 0; j < b->nevents; j++)
			see_event(&r, &b->events[j]);
		for (unsigned j = 0; j < b->nedges; j++)
			see_edge(&r, &b->edges[j]);
	}
	for (unsigned i = 0; i < l->paths.length(); i++) {
		eqs::path *p = l->paths[i];

		if (p->root == eqs::ROOT_LOCAL)
			p->local = r.number[p->local];
		for (unsigned j = 0; j < p->nsteps; j++)
			if (p->steps[j].kind == eqs::STEP_INDEX_LOCAL)
				p->steps[j].index = r.number[p->steps[j].index];
	}
	l->locals.truncate(0);
	for (unsigned i = 0; i < r.locals.length(); i++)
		l->locals.safe_push(r.locals[i]);
}

/* ---- all ---- */

static void add_parameters(lowering *l)
{
	for (tree p = DECL_ARGUMENTS(l->fun->decl); p; p = DECL_CHAIN(p)) {
		tree ssa = is_gimple_reg(p) ? ssa_default_def(l->fun, p) : NULL_TREE;
		uint32_t n = new_local(l, vtype_of(l->b, TREE_TYPE(p)));

		l->locals[n].is_param = true;
		l->locals[n].in_memory = !is_gimple_reg(p);
		l->locals[n].name =
			DECL_NAME(p) ? eqs::intern(IDENTIFIER_POINTER(DECL_NAME(p))) : NULL;
		if (ssa)
			l->ssa_local[SSA_NAME_VERSION(ssa)] = n + 1;
		if (!is_gimple_reg(p))
			l->decl_local.put(DECL_UID(p), n);
	}
	l->nparams = l->locals.length();
}

void lower_function(builder *b, function *fun)
{
	unsigned names = SSANAMES(fun)->length(), blocks = last_basic_block_for_fn(fun);
	built_function done;
	lowering l(b, fun);

	l.ssa_local = XCNEWVEC(uint32_t, names);
	l.only_tested = XCNEWVEC(uint8_t, names);
	l.block_number = XNEWVEC(int, blocks);
	for (unsigned i = 0; i < blocks; i++)
		l.block_number[i] = -1;
	add_parameters(&l);
	lower_blocks(&l);
	renumber_locals(&l);
	done.order = cgraph_node::get(fun->decl)->order;
	done.f = function_head(b, fun->decl);
	done.f.nparams = l.nparams;
	done.f.nlocals = l.locals.length();
	done.f.locals = arena_list(b, l.locals);
	done.f.nblocks = l.blocks.length();
	done.f.blocks = arena_list(b, l.blocks);
	b->functions.safe_push(done);
	XDELETEVEC(l.ssa_local);
	XDELETEVEC(l.only_tested);
	XDELETEVEC(l.block_number);
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Lowering one function.  Its statements are walked from the last to the
 * first, so that a temporary's definition is met after all its uses: what no
 * event came to need (it was folded into a path, a guard or an operand, or is
 * dead) makes no event at all.
 */
#ifndef PLUGIN_LOWER_H
#define PLUGIN_LOWER_H

#include "build.h"

struct lowering {
	lowering(builder *to, function *from) : b(to), fun(from), nparams(0), phi_round(0)
	{
	}

	builder *b;
	function *fun;
	auto_vec<eqs::local> locals; /* parameters first */
	unsigned nparams;
	uint32_t *ssa_local;  /* by SSA version: its local + 1, 0 while nothing needs it */
	uint8_t *only_tested; /* by SSA version: see edge.cc */
	int *block_number;    /* by basic block's index; -1: not reached */
	hash_map<uid_hash, uint32_t> decl_local; /* by DECL_UID, of variables in memory */
	auto_vec<eqs::path *> paths;		 /* all of them, to renumber their locals */
	auto_vec<eqs::block> blocks;
	auto_vec<eqs::event> events;	 /* of the block that is walked, last first */
	auto_vec<uint32_t> phi_round_of; /* by local: the last round of phi_sets() that set it */
	uint32_t phi_round;
};

/* ---- value.cc ---- */

/* What t is worth at the statement. */
eqs::operand operand_of(lowering *l, tree t, gimple *at);
eqs::operand const_operand(builder *b, int64_t value, tree type);
eqs::operand local_operand(lowering *l, tree ssa);
/* Makes the operand what a conversion to the type gives, as far as an operand can say it. */
void convert_operand(lowering *l, eqs::operand *o, tree type);
/* What is written: a local for an SSA name, else a path. */
eqs::operand target_of(lowering *l, tree lhs, gimple *at);
/* Is anything that was met so far in need of this SSA name? */
bool is_needed(lowering *l, tree ssa);
/* A variable of the source, as opposed to a temporary. */
bool is_named(tree ssa);
/* The local that a variable in memory is. */
uint32_t local_of_decl(lowering *l, tree decl);
/* One more local that the source does not know. */
uint32_t new_local(lowering *l, eqs::vtype type);
/* The first argument of a __builtin_expect() and its like, which is its value; else NULL. */
tree expected_value(gimple *g);
bool is_conversion(gimple *g);

/* ---- path.cc ---- */

/* The path that ref names when the statement runs; NULL when there is no name for it. */
eqs::path *path_of(lowering *l, tree ref, gimple *at);
/* The path of what the pointer points to: of &path, folded; NULL as above. */
eqs::path *path_of_pointer(lowering *l, tree pointer, gimple *at);
bool paths_equal(const eqs::path *a, const eqs::path *b);
/* Would the load read the same at the statement? */
bool is_unchanged(gimple *load, gimple *at);
/* Is pointer a sum that can be told as an element's address? */
bool is_element_address(gimple *def);
/* ---- bits.cc ---- */

/* One of the tests that GCC merged into a test of the bytes around: a == c. */
struct bit_test {
	eqs::operand a, c;
};

/*
 * The tests that "lhs code rhs" was made of: all of them hold when the code,
 * which becomes EQ or NE, is EQ; false when it is no such test, or when the
 * fields may have changed before the statement that tests.
 */
bool split_bit_test(lowering *l, enum tree_code *code, tree lhs, tree rhs, gimple *at,
		    auto_vec<bit_test> *tests);

/* ---- phi.cc ---- */

/* What the edge sets, into out. */
void phi_sets(lowering *l, edge e, eqs::edge *out);

/* ---- edge.cc ---- */

/* Is the edge part of the facts: not to the exit, and no abnormal one beside others? */
bool is_followed(edge e);
/* The edges at the end of the basic block that is block number; adds blocks where a test has parts.
 */
void lower_edges(lowering *l, basic_block bb, uint32_t number);

/* ---- call.cc ---- */
void lower_call(lowering *l, gcall *g);
void lower_asm(lowering *l, gasm *g);

/* ---- lower.cc ---- */
/* The statements and edges of a basic block, into its block. */
void lower_block(lowering *l, basic_block bb);
void add_event(lowering *l, eqs::event e, gimple *g);
/* lhs := op a b, as a SET or a STORE. */
void add_set(lowering *l, gimple *g, tree lhs, eqs::set_op op, eqs::operand a, eqs::operand c);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lowering one function's body. */
#ifndef EQS_FRONTEND_CLANG_BODY_H
#define EQS_FRONTEND_CLANG_BODY_H

#include "clang_lower.h"

#define NO_BLOCK UINT32_MAX

VEC_TYPE(event_vec, struct event);
VEC_TYPE(edge_vec, struct edge);

struct iblock {
	struct event_vec events;
	struct edge_vec edges;
	struct place place;
	const struct chain *chain;
	uint32_t npreds; /* edges that lead here, so far */
};

/* What a local is, beside what the facts say of it. */
struct variable {
	bool is_named;	/* of the source: never folded into what reads it */
	bool is_many;	/* may be set more than once: versions are made of it */
	bool in_memory; /* its address is taken, or it is no number */
	bool is_volatile;
	bool is_unset; /* the version of a variable that has no value yet */
};

/* A scope with variables that clean up after themselves. */
struct cleanup {
	const char *function;
	uint32_t local;
	CXCursor decl;
};

/* __label__ name */
struct local_label {
	const char *name, *unique;
};

struct scope {
	uint32_t id;
	VEC(struct cleanup) cleanups;
	VEC(struct local_label) labels;
	struct map exits; /* (target block + 1) -> the block that cleans up and goes there, + 1 */
};

struct label {
	uint32_t block;
	const char *name;
	bool is_placed, is_taken;
	uint32_t nscopes, *scopes; /* that are open where it stands */
};

/* A goto forward out of scopes that may have to be cleaned up. */
struct pending_goto {
	const char *name;
	uint32_t from; /* an empty block, which waits for an edge */
	VEC(struct scope) scopes;
};

/* Where break and continue lead; NO_BLOCK when it is neither. */
struct jump {
	uint32_t on_break, on_continue;
	size_t depth; /* scopes that stay open */
};

struct case_label {
	struct range range;
	uint32_t block;
};

struct switch_ {
	VEC(struct case_label) cases;
	uint32_t fallback;   /* the default, or NO_BLOCK */
	struct vtype type;   /* promoted: labels are converted to it */
	struct vtype narrow; /* of what is compared: it is nothing else */
};

struct body_text;

/* An expression that has the place of another. */
struct moved {
	CXCursor whole, plain;
	struct place place;
	const struct chain *chain;
};

struct body {
	struct cunit *u;
	struct symbol *fn;
	CXCursor code; /* the compound statement */
	VEC(struct local) locals;
	VEC(struct variable) variables; /* by local */
	uint32_t nparams;
	VEC(struct iblock) blocks;
	uint32_t cur; /* the block that events go to */
	bool dead;    /* nothing leads here: then that is a block of its own, for nothing */
	uint32_t nowhere;
	struct map vars; /* (declaration) -> local + 1 */
	VEC(struct scope) scopes;
	uint32_t next_scope;
	VEC(struct label) labels;
	VEC(uint32_t) taken; /* blocks of labels whose address is taken */
	uint32_t dispatch;   /* all computed gotos meet there, as GCC has it; NO_BLOCK */
	VEC(struct pending_goto) gotos;
	VEC(struct jump) jumps;
	VEC(struct switch_) switches;
	uint32_t returns; /* the block that all returns lead to; NO_BLOCK while there is none */
	uint32_t nreturns;
	uint32_t result; /* the local that they set; NO_LOCAL */
	CXCursor last_return;
	CXType result_type;
	struct body_text *text; /* what clang prints of it, once something asks */
	struct moved moved;
	struct moved test; /* the statement that tests, whose place its first test has */
	unsigned int depth;
};

/*
 * A value before it is stored anywhere: one operation, as the right side of a
 * GIMPLE assignment.
 */
struct value {
	enum set_op op;
	struct operand a, b;
	struct vtype type;
	bool is_cut; /* a's conversion to the type is one that an operand cannot say */
};

/* ---- clang_body.c: events, blocks, locals ---- */
struct event *emit(struct body *b, CXCursor at, enum event_kind kind);
void expression_place(struct body *b, CXCursor c, struct place *place, const struct chain **chain);
uint32_t new_block(struct body *b);
void start_block(struct body *b, uint32_t block);
/* The same for a label: a way that leads to it may come later. */
void start_label(struct body *b, uint32_t block);
/* Ends the block that is written: it leads to the other. */
void go_to(struct body *b, uint32_t block);
/* Ends it in two ways; guards may be NULL. */
void add_edge(struct body *b, uint32_t from, uint32_t to, struct guard *guard);
void end_block(struct body *b, CXCursor at);
uint32_t new_temporary(struct body *b, struct vtype type);
/* One that is set in several places. */
uint32_t new_variable(struct body *b, struct vtype type);
uint32_t local_of(struct body *b, CXCursor decl);
/* Expressions and statements among the children. */
struct kids {
	CXCursor *v;
	size_t n;
	size_t total; /* with what is neither */
};
struct kids kids_of(struct body *b, CXCursor c);
struct kids all_kids(struct body *b, CXCursor c);
bool enter(struct body *b, CXCursor c);
void leave(struct body *b);

/* ---- clang_value.c: operands ---- */
struct operand const_operand(int64_t value, struct vtype type);
struct operand local_operand(struct body *b, uint32_t local);
struct operand unknown_operand(struct vtype type);
struct operand path_operand(enum operand_kind kind, struct path *p, struct vtype type);
struct value plain(struct operand a);
struct value unknown_value(struct vtype type);
struct vtype natural_type(struct body *b, const struct operand *o);
bool convert_operand(struct body *b, struct operand *o, struct vtype t);
/* Makes it what a conversion to the type gives. */
struct value convert_value(struct body *b, struct value v, struct vtype t, CXCursor at);
/* What a field of one bit keeps of it, whose type is t. */
struct value lowest_bit(struct body *b, struct value v, struct vtype t, CXCursor at);
/* The value in an operand, through a temporary where it takes one. */
struct operand as_operand(struct body *b, struct value v, CXCursor at);
/* What is read there. */
struct value path_value(struct body *b, struct path *p);
/* local := v */
void set_local(struct body *b, uint32_t local, struct value v, CXCursor at);
void store_path(struct body *b, struct path *p, struct value v, CXCursor at);
/* One operation, folded where both sides are constant. */
struct value operation(struct body *b, enum set_op op, struct value x, struct value y,
		       struct vtype type, CXCursor at);

/* ---- clang_expr.c: expressions ---- */
struct value value_of(struct body *b, CXCursor c);
struct operand operand_of(struct body *b, CXCursor c);
/* For its side effects only. */
void effect_of(struct body *b, CXCursor c);
CXCursor strip_parens(struct body *b, CXCursor c);
/* A cast, written or not: *of is what it converts. */
bool is_conversion(struct body *b, CXCursor c, CXCursor *of);
/* Which value a _Generic() is; false: nobody knows. */
bool choice_of_generic(struct body *b, CXCursor c, CXCursor *to);
/* Without casts between pointers, too. */
CXCursor strip_casts(struct body *b, CXCursor c);

/* ---- clang_choice.c ---- */
/* as: the type that the value is converted to, which GCC's parser does on either side; NULL. */
struct value choice_value(struct body *b, CXCursor c, const struct vtype *as, bool wanted);
/* a ?: b, of four parts. */
struct value elvis_value(struct body *b, CXCursor c, const struct kids *k);

/* ---- clang_assign.c: assignments; old: its value is what was there before ---- */
struct value assign_value(struct body *b, CXCursor c, const struct kids *k, bool wanted);
struct value compound_value(struct body *b, CXCursor c, const struct kids *k, bool wanted);
struct value step_value(struct body *b, CXCursor c, CXCursor lvalue, bool minus, bool old,
			bool wanted);

/* ---- clang_op.c: operators ---- */
enum set_op operator_of(enum CXBinaryOperatorKind k);
struct value binary_value(struct body *b, CXCursor c, bool wanted);
struct value unary_value(struct body *b, CXCursor c, bool wanted);

/* ---- clang_sum.c: sums of pointers ---- */
/* What a pointer of the type goes on by, in bytes. */
long long element_size(CXType pointer);
/* So many elements, less than none where minus, as bytes. */
struct operand bytes_of(struct body *b, struct operand index, long long size, bool minus,
			struct vtype pointer, CXCursor at);
/* What c is: of the two parts one is a pointer. */
struct value pointer_sum(struct body *b, CXCursor c, const struct kids *k, bool minus);
struct value pointer_difference(struct body *b, CXCursor c, const struct kids *k);
/* Is &base[index] no element of what base points to, but so many bytes further on? */
bool is_sum_of_bytes(struct body *b, const struct kids *k);

/* ---- clang_branch.c ---- */
/* Ends the block: to yes when c is not 0, else to no. */
void branch_on(struct body *b, CXCursor c, uint32_t yes, uint32_t no);
/* The same for the test of a statement. */
void branch_of_statement(struct body *b, CXCursor statement, CXCursor c, uint32_t yes, uint32_t no);

/* ---- clang_cond.c ---- */
/* For branch_on(): of one comparison, and of one value that is 0 or not. */
void branch_comparison(struct body *b, CXCursor c, const struct kids *k, enum set_op op,
		       uint32_t yes, uint32_t no);
void branch_value(struct body *b, CXCursor c, uint32_t yes, uint32_t no);
/* a op b of two expressions, in the type that GCC would compare them in. */
enum set_op compare_operands(struct body *b, CXCursor x, CXCursor y, enum set_op op,
			     struct value *a, struct value *c);
/* Are any of the highest bits set?  GCC's parser asks whether it is greater than the others. */
void high_bits(struct body *b, enum set_op *op, struct value *x, struct value *y);
/* The address of a variable, or of what the unit defines and nobody may define otherwise. */
bool is_never_null(struct body *b, const struct operand *o);
bool is_comparison_kind(enum CXBinaryOperatorKind k, enum set_op *op);

/* ---- clang_same.c ---- */
/* Have both the same value, without side effects?  When in doubt not. */
bool same_expression(struct body *b, CXCursor x, CXCursor y);
/* Is the choice the greater or the lesser of two, or what is left without a sign, which GCC's
 * parser makes one operation? */
bool is_extremum(struct body *b, CXCursor c);

/* ---- clang_path.c ---- */
/* In bytes; 0 of what has none: void, functions, what is not complete. */
long long size_of(CXType type);
struct path *path_of(struct body *b, CXCursor lvalue);
/* v as it stands in the lvalue when it is stored there; p is its path. */
struct value convert_stored(struct body *b, struct value v, const struct path *p, CXCursor lvalue,
			    CXCursor at);
/* The path of what the pointer points to. */
struct path *path_of_pointer(struct body *b, CXCursor pointer);

/* ---- clang_order.c: what GCC's parser computes first ---- */
/* A number that is made a pointer: GCC's parser adds to the number. */
bool is_from_number(struct body *b, CXCursor c);
/* Without conversions to types of the same size. */
CXCursor strip_nops(struct body *b, CXCursor c);
/* Does the right side of what may be turned about come first? */
bool is_swapped(struct body *b, CXCursor left, CXCursor right);
bool may_swap(enum CXBinaryOperatorKind k);
/* Both sides as operands, right: that one first. */
void both_values(struct body *b, CXCursor x, CXCursor y, bool right, struct value *a,
		 struct value *c);

/* ---- clang_member.c ---- */
/* The address of an lvalue. */
struct value address_of(struct body *b, CXCursor lvalue, struct vtype type);
/* Is the record what another begins with?  How many fields lead there, the first first. */
unsigned int first_members(CXType around, CXType record, CXCursor *way, unsigned int max);
/* The members without a name that lead to the record, the last first. */
unsigned int unnamed_members(CXType base, CXCursor record, CXCursor *way, unsigned int max);
struct path *local_path(struct body *b, uint32_t local);
struct path *path_with(struct body *b, const struct path *p, struct step step, struct vtype type);
bool paths_equal(const struct path *a, const struct path *b);

/* ---- clang_call.c ---- */
struct value call_value(struct body *b, CXCursor c, bool wanted);

/* ---- clang_asm.c ---- */
void lower_asm(struct body *b, CXCursor c);

/* ---- clang_text.c ---- */
void free_text(struct body *b);
/* The clauses that a for statement has: bits 1, 2, 4. */
unsigned int for_clauses(struct body *b, CXCursor c, const struct kids *k);

/* ---- clang_variable.c ---- */
void lower_variable(struct body *b, CXCursor decl);
/* What a compound literal or initialiser list puts into the path; assigned to, or made anew. */
void init_path(struct body *b, struct path *p, CXType type, CXCursor init, CXCursor at,
	       bool is_assigned);

/* ---- clang_flow.c ---- */
void lower_statement(struct body *b, CXCursor c);
/* The value of a statement expression. */
struct value statement_value(struct body *b, CXCursor c, bool wanted);

/* ---- clang_scope.c ---- */
void open_scope(struct body *b);
void close_scope(struct body *b);
/* The label of that name is this scope's own. */
void declare_label(struct body *b, const char *name);
void add_cleanup(struct body *b, CXCursor decl, uint32_t local, const char *function);
/* Leaves the scopes above depth and goes to the block. */
void leave_to(struct body *b, uint32_t block, size_t depth);
uint32_t label_block(struct body *b, const char *name);
/* Its address is taken: a computed goto may lead there. */
void label_taken(struct body *b, const char *name);
/* Of all labels whose address stands in the initialiser, a computed goto may lead to each. */
void take_labels(struct body *b, CXCursor init);
void place_label(struct body *b, const char *name);
void go_to_label(struct body *b, const char *name);
/* When all labels are known. */
void finish_gotos(struct body *b);

#endif

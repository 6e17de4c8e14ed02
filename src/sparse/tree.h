/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * sparse's trees, once types are evaluated, and how cursors look at them.
 * There member access is "*(address + offset)", an index is counted in bytes,
 * an array or function that decays has become its address: a cursor tells
 * these again as they were written.
 */
#ifndef EQS_FRONTEND_SPARSE_TREE_H
#define EQS_FRONTEND_SPARSE_TREE_H

#include <stdbool.h>
#include <stdint.h>

/* names that both have */
#define symbol sp_symbol
#define is_array_type sp_is_array_type
#define die sparse_die
#include <allocate.h>
#include <evaluate.h>
#include <expression.h>
#include <lib.h>
#include <parse.h>
#include <symbol.h>
#include <target.h>
#include <token.h>
#undef symbol
#undef is_array_type
#undef die

#include <clang-c/Index.h>

#include "base/vec.h"

/* How a cursor looks at what it points to. */
enum view {
	VIEW_PLAIN,   /* data[0], an expression, statement or declaration, as it is */
	VIEW_OBJECT,  /* data[0] is an address: what lies there; data[1] its member, if it is one */
	VIEW_FIRST,   /* data[0] is the address of an array: what its first element is */
	VIEW_SUM,     /* data[0] is an address in an array of arrays: a pointer to the inner one */
	VIEW_INDEX,   /* data[0] is a number of bytes: how many elements of data[1] bytes */
	VIEW_SYMBOLS, /* data[0] is a list of declarations */
	VIEW_LABEL,   /* data[0] is a label */
	VIEW_NAME,    /* data[0] is the address of a string that is the function's name */
};

/* ---- cursor.c ---- */
CXCursor cursor_of_expression(struct expression *e);
CXCursor cursor_of_statement(struct statement *s);
CXCursor cursor_of_symbol(struct sp_symbol *s);
CXCursor cursor_of_field(struct sp_symbol *member, struct sp_symbol *record);
/* The function that is lowered: __func__ is a string with its name. */
void cursor_function(struct sp_symbol *fn);
const char *cursor_function_name(void);

/* ---- member.c ---- */
/* Is it the address of a record's member, as member access made it? */
bool is_member_address(struct expression *e);
/*
 * Which member: name or target (what the address points to) tell of several at
 * one place; either may be NULL.
 */
struct sp_symbol *member_at(struct expression *address, struct ident *name,
			    struct sp_symbol *target, struct sp_symbol **record);
/* Of a record without a name, the one that it is a member of; NULL: not known. */
struct sp_symbol *record_around(struct sp_symbol *record);
/* What the address points to. */
struct sp_symbol *target_of(struct expression *address);

/* ---- constant.c ---- */
bool expression_constant(struct expression *e, int64_t *value);

/* ---- record.c ---- */
/* Without nodes, typeof and bit-fields: what the type is. */
struct sp_symbol *strip_type(struct sp_symbol *t);
struct sp_symbol *record_type(struct sp_symbol *t); /* NULL when it is none */
CXType type_of_symbol(struct sp_symbol *t, unsigned long modifiers);
/* The declaration that all of one object or function are known by. */
const void *symbol_key(struct sp_symbol *s);
bool is_function_symbol(const struct sp_symbol *s);
bool is_local_symbol(const struct sp_symbol *s);
struct position start_of(struct expression *e);

/* ---- attribute.c ---- */
enum mark_kind {
	MARK_SECTION,
	MARK_ALIAS,
	MARK_WEAK,
	MARK_USED,
	MARK_ALWAYS_INLINE,
	MARK_NOINLINE,
	MARK_CLEANUP,
	MARKS,
};

/* Has sparse's parser tell of the attributes that it skips.  After sparse_initialize(). */
void attributes_watch(void);
/* Is the record what stands for a vector?  Facts give such no type. */
bool is_vector(const struct sp_symbol *record);
/* Before types are evaluated: __builtin_constant_p() is no number where only an optimiser knows. */
void attributes_watch_constants(void);
/* What stands in the attribute: a string's or name's text, "" where it has none; NULL: no such. */
const char *attribute_of(const struct sp_symbol *s, enum mark_kind kind);
/* What is declared to be another's alias, while the unit is in scope. */
VEC_TYPE(sp_symbol_vec, struct sp_symbol *);
void attributes_aliases(struct sp_symbol_vec *found);

#endif

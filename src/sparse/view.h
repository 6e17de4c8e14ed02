/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files that make and read cursors share. */
#ifndef EQS_SPARSE_VIEW_H
#define EQS_SPARSE_VIEW_H

#include "tree.h"

static inline CXCursor make(enum CXCursorKind kind, enum view view, const void *a, const void *b,
			    const void *c)
{
	return (CXCursor){.kind = kind, .xdata = view, .data = {a, b, c}};
}

static inline struct expression *expression_in(CXCursor c)
{
	return (struct expression *)c.data[0];
}

static inline struct statement *statement_in(CXCursor c)
{
	return (struct statement *)c.data[0];
}

static inline struct sp_symbol *symbol_in(CXCursor c)
{
	return (struct sp_symbol *)c.data[0];
}

/* Is it "!= 0", as a conversion to bool became? */
static inline bool is_truth_of(const struct expression *e)
{
	return e->type == EXPR_COMPARE && e->op == SPECIAL_NOTEQUAL && e->ctype &&
	       is_bool_type(e->ctype);
}

static inline bool is_pointer(struct sp_symbol *t)
{
	if (t == &lazy_ptr_ctype)
		return true;
	t = strip_type(t);
	return t && t->type == SYM_PTR;
}

/* Is it the address of an array's first element, where the array is an element itself? */
static inline bool is_decayed_element(struct expression *e)
{
	struct sp_symbol *around, *own;

	if (e->type != EXPR_BINOP || e->ctype == &lazy_ptr_ctype || !is_pointer(e->ctype))
		return false;
	around = strip_type(target_of(e->left));
	own = strip_type(target_of(e));
	return around && around->type == SYM_ARRAY && own != around;
}

/*
 * What lies at the address; e: the expression that reads it, whose type and
 * place it has, or NULL.
 */
CXCursor cursor_of_object(struct expression *address, struct expression *e);
/* Is the string at the address the name of the function that is lowered? */
bool is_function_name(const struct expression *address);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Initialisers: lists in braces, with what designators and missing braces mean told apart. */
#ifndef EQS_FRONTEND_CLANG_INIT_H
#define EQS_FRONTEND_CLANG_INIT_H

#include "clang_lower.h"

struct init_node;

struct init_child {
	CXCursor field; /* of a record */
	int64_t lo, hi; /* of an array: "[lo ... hi]" */
	struct init_node *node;
	bool is_rest; /* of a range that something was taken out of: others share the node */
};

struct init_node {
	CXType type;
	bool is_list;	/* a record or an array whose members are told one by one */
	CXCursor value; /* else */
	size_t members; /* that it has; SIZE_MAX: not known */
	VEC(struct init_child) children;
	int64_t end; /* of an array: nothing is said of this element or one behind it */
};

/* The tree of an initialiser, in u->scratch; init_free() it. */
struct init_node *init_tree(struct cunit *u, CXType type, CXCursor init);
void init_free(struct init_node *n);

/* Puts members in their own order, whatever the order in which they were written. */
void init_sort(struct init_node *n);

/* What is said of the elements lo to hi of an array takes the place of what was said before. */
void init_override(struct init_node *n, int64_t lo, int64_t hi);

/* Without brackets and implicit steps. */
CXCursor init_strip(CXCursor c);

#endif

// SPDX-License-Identifier: GPL-2.0-or-later
#include "clang_init.h"

#include <stdlib.h>

/* An element that "[a ... b] = f" gives many times is told one by one up to here. */
#define MAX_RANGE 512

struct list {
	VEC(CXCursor) v;
	bool all;
	bool has_gaps;
};

static enum CXChildVisitResult gather(CXCursor c, CXCursor parent, CXClientData data)
{
	struct list *l = data;

	(void)parent;
	if (clang_isExpression(clang_getCursorKind(c)) ||
	    (l->all && clang_getCursorKind(c) == CXCursor_MemberRef))
		vec_push(&l->v, c);
	return CXChildVisit_Continue;
}

static struct list parts_of(CXCursor c, bool all)
{
	struct list l = {.all = all};

	clang_visitChildren(c, gather, &l);
	return l;
}

CXCursor init_strip(CXCursor c)
{
	for (;;) {
		enum CXCursorKind kind = clang_getCursorKind(c);
		struct list l;

		if (kind != CXCursor_ParenExpr && kind != CXCursor_UnexposedExpr)
			return c;
		l = parts_of(c, true);
		if (l.v.n != 1 || !clang_isExpression(clang_getCursorKind(l.v.v[0]))) {
			vec_free(&l.v);
			return c;
		}
		c = l.v.v[0];
		vec_free(&l.v);
	}
}

/* ---- members ---- */

static enum CXVisitorResult add_field(CXCursor c, CXClientData data)
{
	struct list *l = data;
	CXString s = clang_getCursorSpelling(c);
	const char *name = clang_getCString(s);

	/* a bit-field without a name only fills */
	if (!clang_Cursor_isBitField(c) || (name && *name))
		vec_push(&l->v, c);
	else
		l->has_gaps = true;
	clang_disposeString(s);
	return CXVisit_Continue;
}

static struct list fields_of(CXType record)
{
	struct list l = {};

	clang_Type_visitFields(clang_getCanonicalType(record), add_field, &l);
	return l;
}

static bool is_aggregate(CXType t)
{
	return is_record_type(t) || is_array_type(t);
}

static bool is_union(CXType t)
{
	return clang_getCursorKind(clang_getTypeDeclaration(clang_getCanonicalType(t))) ==
	       CXCursor_UnionDecl;
}

static struct init_node *new_node(struct cunit *u, CXType type)
{
	struct init_node *n = arena_new(&u->scratch, struct init_node);
	struct list l;

	n->type = clang_getCanonicalType(type);
	n->members = SIZE_MAX;
	if (is_array_type(n->type)) {
		long long size = clang_getArraySize(n->type);

		n->members = size >= 0 ? (size_t)size : SIZE_MAX;
	} else if (is_record_type(n->type)) {
		l = fields_of(n->type);
		n->members = l.has_gaps ? SIZE_MAX : is_union(n->type) ? 1 : l.v.n;
		vec_free(&l.v);
	}
	return n;
}

static struct init_node *child_of_field(struct cunit *u, struct init_node *n, CXCursor field)
{
	struct init_child *c;

	vec_for_each (c, &n->children)
		if (clang_equalCursors(c->field, field))
			return c->node;
	/* another member of a union takes its place */
	if (is_union(n->type))
		n->children.n = 0;
	vec_push(&n->children,
		 (struct init_child){.field = field,
				     .node = new_node(u, clang_getCursorType(field))});
	return n->children.v[n->children.n - 1].node;
}

static struct init_node *child_at(struct cunit *u, struct init_node *n, int64_t lo, int64_t hi)
{
	struct init_child *c;

	if (lo < n->end) {
		vec_for_each (c, &n->children)
			if (c->lo == lo && c->hi == hi && !c->is_rest)
				return c->node;
		init_override(n, lo, hi);
	}
	n->end = hi < n->end ? n->end : hi + 1;
	vec_push(&n->children, (struct init_child){.field = clang_getNullCursor(),
						   .lo = lo,
						   .hi = hi,
						   .node = new_node(u, pointee(n->type))});
	return n->children.v[n->children.n - 1].node;
}

/* ---- building ---- */

static void fill(struct cunit *u, struct init_node *n, CXCursor init);

/* The way to a field through members without a name; false when it is not there. */
static bool descend(struct cunit *u, struct init_node **n, CXCursor field)
{
	struct list l = fields_of((*n)->type);
	bool found = false;

	(*n)->is_list = true;
	for (size_t i = 0; i < l.v.n && !found; i++) {
		struct init_node *inner;

		if (clang_equalCursors(l.v.v[i], field)) {
			*n = child_of_field(u, *n, field);
			found = true;
			break;
		}
		if (!field_of(u, l.v.v[i])->is_unnamed)
			continue;
		inner = new_node(u, clang_getCursorType(l.v.v[i]));
		if (descend(u, &inner, field)) {
			inner = child_of_field(u, *n, l.v.v[i]);
			descend(u, &inner, field);
			*n = inner;
			found = true;
		}
	}
	vec_free(&l.v);
	return found;
}

static bool is_designated(CXCursor c, const struct list *parts)
{
	if (clang_getCursorKind(c) != CXCursor_UnexposedExpr || parts->v.n < 2)
		return false;
	return clang_getCanonicalType(clang_getCursorType(c)).kind == CXType_Void;
}

struct position {
	struct init_node *node; /* of the list */
	int64_t index;		/* of the next member */
};

static void after_field(struct position *p, CXCursor field)
{
	struct list l = fields_of(p->node->type);

	for (size_t i = 0; i < l.v.n; i++)
		if (clang_equalCursors(l.v.v[i], field))
			p->index = (int64_t)i + 1;
	vec_free(&l.v);
}

static void fill_designated(struct cunit *u, struct position *p, const struct list *parts)
{
	struct init_node *n = p->node;
	size_t last = parts->v.n - 1;

	for (size_t i = 0; i < last; i++) {
		CXCursor d = parts->v.v[i];
		int64_t lo, hi;

		n->is_list = true;
		if (clang_getCursorKind(d) == CXCursor_MemberRef) {
			CXCursor field = clang_getCursorReferenced(d);

			if (!is_record_type(n->type) || !descend(u, &n, field))
				return;
			if (!i)
				after_field(p, field);
			continue;
		}
		if (!is_array_type(n->type) || !constant_of(d, &lo))
			return;
		hi = lo;
		/* two numbers for an array of no arrays are a range */
		if (i + 1 < last && clang_isExpression(clang_getCursorKind(parts->v.v[i + 1])) &&
		    !is_array_type(pointee(n->type)) && constant_of(parts->v.v[i + 1], &hi))
			d = parts->v.v[++i];
		if (n == p->node)
			p->index = hi + 1;
		n = child_at(u, n, lo, hi);
	}
	fill(u, n, parts->v.v[last]);
}

/* The next member in order; NULL when there is none. */
static struct init_node *next_member(struct cunit *u, struct position *p)
{
	struct init_node *n = p->node;
	struct list l;
	CXCursor field;
	bool there;

	n->is_list = true;
	if (is_array_type(n->type)) {
		n = child_at(u, n, p->index, p->index);
		p->index++;
		return n;
	}
	l = fields_of(n->type);
	there = p->index < (int64_t)l.v.n && (!p->index || !is_union(n->type));
	if (there)
		field = l.v.v[p->index++];
	vec_free(&l.v);
	return there ? child_of_field(u, n, field) : NULL;
}

static bool is_string(CXCursor c)
{
	return clang_getCursorKind(init_strip(c)) == CXCursor_StringLiteral;
}

/* Values for the members of an aggregate that has no braces of its own. */
static void fill_flat(struct cunit *u, struct init_node *n, const struct list *list, size_t *i)
{
	struct position p = {.node = n};
	size_t limit = n->members == SIZE_MAX ? list->v.n : n->members;

	for (size_t member = 0; member < limit && *i < list->v.n; member++) {
		struct init_node *to = next_member(u, &p);
		CXCursor value = list->v.v[*i];

		if (!to)
			return;
		if (is_aggregate(to->type) && !is_string(value) &&
		    clang_getCursorKind(value) != CXCursor_InitListExpr &&
		    !is_same_type(to->type, clang_getCursorType(value))) {
			fill_flat(u, to, list, i);
			continue;
		}
		fill(u, to, value);
		(*i)++;
	}
}

static void fill_list(struct cunit *u, struct init_node *n, CXCursor init)
{
	struct list list = parts_of(init, false);
	struct position p = {.node = n};

	n->is_list = true;
	for (size_t i = 0; i < list.v.n;) {
		struct list parts = parts_of(list.v.v[i], true);
		struct init_node *to;

		if (is_designated(list.v.v[i], &parts)) {
			fill_designated(u, &p, &parts);
			vec_free(&parts.v);
			i++;
			continue;
		}
		vec_free(&parts.v);
		to = next_member(u, &p);
		if (!to)
			break;
		if (is_aggregate(to->type) && !is_string(list.v.v[i]) &&
		    clang_getCursorKind(init_strip(list.v.v[i])) != CXCursor_InitListExpr &&
		    clang_getCursorKind(init_strip(list.v.v[i])) != CXCursor_CompoundLiteralExpr &&
		    !is_same_type(to->type, clang_getCursorType(list.v.v[i]))) {
			fill_flat(u, to, &list, &i);
			continue;
		}
		fill(u, to, list.v.v[i]);
		i++;
	}
	vec_free(&list.v);
}

static void fill(struct cunit *u, struct init_node *n, CXCursor init)
{
	CXCursor plain = init_strip(init);

	if (clang_getCursorKind(plain) == CXCursor_CompoundLiteralExpr && is_aggregate(n->type)) {
		struct list l = parts_of(plain, false);

		if (l.v.n)
			plain = l.v.v[l.v.n - 1];
		vec_free(&l.v);
	}
	if (clang_getCursorKind(plain) != CXCursor_InitListExpr) {
		n->value = init;
		n->is_list = false;
		return;
	}
	if (is_aggregate(n->type)) {
		fill_list(u, n, plain);
	} else { /* a number in braces */
		struct list l = parts_of(plain, false);

		n->value = l.v.n ? l.v.v[0] : plain;
		vec_free(&l.v);
	}
}

struct init_node *init_tree(struct cunit *u, CXType type, CXCursor init)
{
	struct init_node *n = new_node(u, type);

	fill(u, n, init);
	init_sort(n);
	return n;
}

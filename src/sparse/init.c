// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Initialisers.  sparse has told apart what designators and missing braces
 * mean: each element says how many bytes from the start of what is around it
 * lies, and of which type it is.
 */
#include "tree.h"

#include "frontend/clang_init.h"

#include <stdlib.h>

struct only {
	CXCursor first;
	unsigned int n;
};

static enum CXChildVisitResult count(CXCursor c, CXCursor parent, CXClientData data)
{
	struct only *o = data;

	(void)parent;
	if (!o->n++)
		o->first = c;
	return CXChildVisit_Continue;
}

CXCursor init_strip(CXCursor c)
{
	while (c.kind == CXCursor_UnexposedExpr) {
		struct only o = {};

		clang_visitChildren(c, count, &o);
		if (o.n != 1)
			break;
		c = o.first;
	}
	return c;
}

static bool is_aggregate(CXType t)
{
	return t.kind == CXType_Record || t.kind == CXType_ConstantArray;
}

static bool is_union(CXType t)
{
	struct sp_symbol *r = record_type(t.symbol);

	return r && r->type == SYM_UNION;
}

/* A bit-field without a name only fills. */
static bool is_filler(struct sp_symbol *m)
{
	return !m->ident && is_bitfield_type(m);
}

static size_t count_members(CXType t)
{
	struct sp_symbol *r = record_type(t.symbol), *m;
	long long size = clang_getArraySize(t);
	size_t n = 0;

	if (t.kind == CXType_ConstantArray)
		return size >= 0 ? (size_t)size : SIZE_MAX;
	if (!r)
		return SIZE_MAX;
	if (r->type == SYM_UNION)
		return 1;
	FOR_EACH_PTR(r->symbol_list, m)
	{
		if (is_filler(m))
			return SIZE_MAX;
		n++;
	}
	END_FOR_EACH_PTR(m);
	return n;
}

static struct init_node *new_node(struct cunit *u, CXType type)
{
	struct init_node *n = arena_new(&u->scratch, struct init_node);

	n->type = type;
	n->members = is_aggregate(type) ? count_members(type) : SIZE_MAX;
	return n;
}

static struct init_node *child_of_field(struct cunit *u, struct init_node *n,
					struct sp_symbol *member)
{
	struct init_child c = {.field = cursor_of_field(member, record_type(n->type.symbol))};
	struct init_child *k;

	vec_for_each (k, &n->children)
		if (clang_equalCursors(k->field, c.field))
			return k->node;
	/* another member of a union takes its place */
	if (is_union(n->type))
		n->children.n = 0;
	c.node = new_node(u, type_of_symbol(member, 0));
	vec_push(&n->children, c);
	return c.node;
}

static struct init_node *child_at(struct cunit *u, struct init_node *n, int64_t lo, int64_t hi)
{
	struct init_child c = {.lo = lo, .hi = hi}, *k;
	struct sp_symbol *a = strip_type(n->type.symbol);

	if (lo < n->end) {
		vec_for_each (k, &n->children)
			if (k->lo == lo && k->hi == hi && !k->is_rest)
				return k->node;
		init_override(n, lo, hi);
	}
	n->end = hi < n->end ? n->end : hi + 1;
	c.node = new_node(u, type_of_symbol(a->ctype.base_type, 0));
	vec_push(&n->children, c);
	return c.node;
}

/* The way to a field through members without a name; NULL when it is not there. */
static struct init_node *descend(struct cunit *u, struct init_node *n, struct sp_symbol *field)
{
	struct sp_symbol *r = record_type(n->type.symbol), *m;

	FOR_EACH_PTR(r->symbol_list, m)
	{
		struct sp_symbol *inner = m->ident ? NULL : record_type(m);
		struct init_node *probe;

		if (m == field) {
			n->is_list = true;
			return child_of_field(u, n, m);
		}
		if (!inner)
			continue;
		probe = new_node(u, type_of_symbol(m, 0));
		if (!descend(u, probe, field))
			continue;
		n->is_list = true;
		return descend(u, child_of_field(u, n, m), field);
	}
	END_FOR_EACH_PTR(m);
	return NULL;
}

static void fill(struct cunit *u, struct init_node *n, struct expression *e);

static void fill_position(struct cunit *u, struct init_node *n, struct expression *e)
{
	struct sp_symbol *element;
	struct init_node *to = NULL;
	int64_t size, lo;

	n->is_list = true;
	if (n->type.kind == CXType_ConstantArray) {
		element = strip_type(n->type.symbol)->ctype.base_type;
		size = element->bit_size > 0 ? element->bit_size / bits_in_char : 1;
		lo = e->init_offset / size;
		to = child_at(u, n, lo, lo + e->init_nr - 1);
	} else if (n->type.kind == CXType_Record && e->ctype) {
		to = descend(u, n, e->ctype);
	}
	if (to)
		fill(u, to, e->init_expr);
}

static struct sp_symbol *first_named(struct sp_symbol *record)
{
	struct sp_symbol *m;

	FOR_EACH_PTR(record->symbol_list, m)
	{
		if (!is_filler(m))
			return m;
	}
	END_FOR_EACH_PTR(m);
	return NULL;
}

/* { 0 }, of which sparse keeps the braces alone, is a value for the first member. */
static void fill_zero(struct cunit *u, struct init_node *n, struct expression *e)
{
	struct init_node *to = NULL;
	struct sp_symbol *first;

	n->is_list = true;
	if (n->type.kind == CXType_ConstantArray) {
		to = child_at(u, n, 0, 0);
	} else {
		first = first_named(record_type(n->type.symbol));
		if (first)
			to = child_of_field(u, n, first);
	}
	if (to && is_aggregate(to->type))
		fill_zero(u, to, e);
	else if (to)
		to->value = cursor_of_expression(alloc_const_expression(e->pos, 0));
}

static void fill(struct cunit *u, struct init_node *n, struct expression *e)
{
	struct expression *element;

	if (!e)
		return;
	/* (struct s){ ... } */
	if (e->type == EXPR_PREOP && e->op == '*' && e->unop->type == EXPR_SYMBOL &&
	    !e->unop->sp_symbol->ident && !e->unop->sp_symbol->string &&
	    e->unop->sp_symbol->initializer && is_aggregate(n->type))
		e = e->unop->sp_symbol->initializer;
	if (e->type == EXPR_POS) {
		fill_position(u, n, e);
		return;
	}
	if (e->type != EXPR_INITIALIZER) {
		n->value = cursor_of_expression(e);
		n->is_list = false;
		return;
	}
	n->is_list = is_aggregate(n->type);
	if (e->zero_init && n->is_list)
		fill_zero(u, n, e);
	FOR_EACH_PTR(e->expr_list, element)
	{
		fill(u, n, element);
	}
	END_FOR_EACH_PTR(element);
}

struct init_node *init_tree(struct cunit *u, CXType type, CXCursor init)
{
	struct init_node *n = new_node(u, type);
	/* of what is read, the expression that reads it */
	struct expression *e =
		(struct expression *)
			init.data[init.xdata == VIEW_OBJECT || init.xdata == VIEW_FIRST ? 2 : 0];

	if (e)
		fill(u, n, e);
	if (!n->is_list && clang_Cursor_isNull(n->value))
		n->value = init;
	init_sort(n);
	return n;
}

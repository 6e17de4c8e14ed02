// SPDX-License-Identifier: GPL-2.0-or-later
/* Tables: the initialisers of objects that hold addresses of functions or objects. */
#include "clang_init.h"

#include <stdlib.h>

#include "base/intern.h"

#define MAX_RANGE 512
#define MAX_STEPS 32

struct table {
	struct cunit *u;
	struct symbol *object;
	struct place place;
	struct buf within; /* the way from the object to what is walked */
	VEC(struct cell) cells;
};

/* ---- values ---- */

struct parts {
	CXCursor v[4];
	unsigned int n;
};

static enum CXChildVisitResult gather(CXCursor c, CXCursor parent, CXClientData data)
{
	struct parts *p = data;

	(void)parent;
	if (clang_isExpression(clang_getCursorKind(c)) && p->n < 4)
		p->v[p->n++] = c;
	return CXChildVisit_Continue;
}

static struct parts parts_of(CXCursor c)
{
	struct parts p = {};

	clang_visitChildren(c, gather, &p);
	return p;
}

/* Without casts of any kind, and of a choice that is known the chosen side. */
static CXCursor strip(CXCursor c)
{
	for (;;) {
		struct parts p;
		int64_t which;

		c = init_strip(c);
		p = parts_of(c);
		if (clang_getCursorKind(c) == CXCursor_CStyleCastExpr && p.n)
			c = p.v[p.n - 1];
		else if (p.n == 3 &&
			 (clang_getCursorKind(c) == CXCursor_ConditionalOperator ||
			  clang_getCursorKind(c) == CXCursor_UnexposedExpr) &&
			 constant_of(p.v[0], &which))
			c = p.v[which ? 1 : 2];
		else
			return c;
	}
}

static bool object_steps(struct cunit *u, CXCursor c, struct path *p, struct step *steps);

static bool add_step(struct path *p, struct step *steps, struct step s)
{
	if (p->nsteps == MAX_STEPS)
		return false;
	steps[p->nsteps++] = s;
	return true;
}

/* What "array + number" points to: so sparse has "&array[number]" too. */
static bool sum_steps(struct cunit *u, CXCursor c, struct path *p, struct step *steps)
{
	struct step s = {.kind = STEP_INDEX};
	struct parts k;
	CXCursor array;

	c = strip(c);
	k = parts_of(c);
	if (clang_getCursorKind(c) != CXCursor_BinaryOperator ||
	    clang_getCursorBinaryOperatorKind(c) != CXBinaryOperator_Add || k.n != 2)
		return false;
	array = strip(k.v[0]);
	return is_array_type(clang_getCursorType(array)) && object_steps(u, array, p, steps) &&
	       constant_of(k.v[1], &s.index) && add_step(p, steps, s);
}

static bool object_steps(struct cunit *u, CXCursor c, struct path *p, struct step *steps)
{
	const struct field_name *f;
	struct step s = {.kind = STEP_INDEX};
	struct parts k;
	CXCursor decl;
	const struct symbol *literal;

	c = strip(c);
	k = parts_of(c);
	switch ((int)clang_getCursorKind(c)) {
	case CXCursor_DeclRefExpr:
		decl = clang_getCursorReferenced(c);
		if (clang_getCursorKind(decl) != CXCursor_VarDecl)
			return false;
		p->root = ROOT_GLOBAL;
		p->symbol = symbol_of(u, decl)->name;
		return true;
	case CXCursor_CompoundLiteralExpr:
		literal = literal_symbol(u, c);
		if (!literal)
			return false;
		p->root = ROOT_GLOBAL;
		p->symbol = literal->name;
		return true;
	case CXCursor_MemberRefExpr:
		if (!k.n || !(is_pointer_type(clang_getCursorType(k.v[0]))
				      ? sum_steps(u, k.v[0], p, steps)
				      : object_steps(u, k.v[0], p, steps)))
			return false;
		f = field_of(u, clang_getCursorReferenced(c));
		if (!f->field)
			return true;
		s = (struct step){.kind = STEP_FIELD, .record = f->record, .field = f->field};
		break;
	case CXCursor_ArraySubscriptExpr:
		if (k.n != 2 || !is_array_type(clang_getCursorType(strip(k.v[0]))) ||
		    !object_steps(u, k.v[0], p, steps) || !constant_of(k.v[1], &s.index))
			return false;
		break;
	default:
		return false;
	}
	return add_step(p, steps, s);
}

/* Of the object c, or of what the sum c points to. */
static struct path *object_path(struct cunit *u, CXCursor c)
{
	bool is_sum = clang_getCursorKind(c) == CXCursor_BinaryOperator;
	struct step steps[MAX_STEPS];
	struct path *p = arena_new(&u->arena, struct path);

	if (!(is_sum ? sum_steps(u, c, p, steps) : object_steps(u, c, p, steps)))
		return NULL;
	p->type = vtype_of(u, is_sum ? pointee(clang_getCursorType(c)) : clang_getCursorType(c));
	p->steps = arena_copy(&u->arena, steps, p->nsteps * sizeof(*steps));
	return p;
}

/* Fills in what the initialiser's value is; false when rows do not say it. */
static bool cell_value(struct cunit *u, CXCursor c, CXType type, struct operand *o)
{
	CXCursor to = strip(c), decl;
	struct parts k;

	*o = (struct operand){.type = vtype_of(u, type)};
	if (clang_getCursorKind(to) == CXCursor_BinaryOperator &&
	    is_pointer_type(clang_getCursorType(to))) {
		o->kind = OPERAND_ADDR;
		o->path = object_path(u, to);
		return o->path != NULL;
	}
	if (clang_getCursorKind(to) == CXCursor_UnaryOperator &&
	    clang_getCursorUnaryOperatorKind(to) == CXUnaryOperator_AddrOf) {
		k = parts_of(to);
		to = k.n ? strip(k.v[0]) : to;
	} else if (!is_array_type(clang_getCursorType(to)) &&
		   clang_getCursorKind(clang_getCursorReferenced(to)) != CXCursor_FunctionDecl) {
		o->kind = OPERAND_CONST;
		if (!constant_of(c, &o->value))
			return false;
		return o->value != 0;
	}
	decl = clang_getCursorReferenced(to);
	if (clang_getCursorKind(to) == CXCursor_DeclRefExpr &&
	    clang_getCursorKind(decl) == CXCursor_FunctionDecl) {
		o->kind = OPERAND_FUNC;
		o->symbol = symbol_of(u, decl)->name;
		return true;
	}
	o->kind = OPERAND_ADDR;
	o->path = object_path(u, to);
	return o->path != NULL;
}

/* ---- rows ---- */

static void walk(struct table *t, const struct init_node *n, int64_t index);

static void add_row(struct table *t, const char *record, int64_t index, size_t first)
{
	struct row r = {.object = t->object->name,
			.within = t->within.n ? intern(t->within.s) : NULL,
			.record = record,
			.index = index,
			.place = t->place,
			.is_static = t->object->is_static};

	r.ncells = (uint32_t)(t->cells.n - first);
	r.cells = arena_copy(&t->u->arena, t->cells.v + first, r.ncells * sizeof(*r.cells));
	for (uint32_t i = 0; i < r.ncells; i++)
		need_operand(t->u, &r.cells[i].value);
	vec_push(&t->u->rows, r);
}

static void cut(struct buf *b, size_t n)
{
	b->n = n;
	if (b->s)
		b->s[n] = 0;
}

/* The cells of a record: its own fields, and those of members without a name. */
static bool add_cells(struct table *t, const struct init_node *n)
{
	const struct init_child *m;
	bool has_address = false;

	vec_for_each (m, &n->children) {
		const struct field_name *f = field_of(t->u, m->field);
		struct cell c = {.record = f->record, .field = f->field};

		if (m->node->is_list) {
			if (f->is_unnamed)
				has_address |= add_cells(t, m->node);
			continue;
		}
		if (!f->field || !cell_value(t->u, m->node->value, m->node->type, &c.value))
			continue;
		if (f->is_bitfield)
			c.value.type = f->type;
		vec_push(&t->cells, c);
		has_address |= c.value.kind != OPERAND_CONST;
	}
	return has_address;
}

/* What lies deeper in a record: each record and array of its own. */
static void walk_members(struct table *t, const struct init_node *n)
{
	const struct init_child *m;
	size_t here = t->within.n;

	vec_for_each (m, &n->children) {
		const char *name;

		if (!m->node->is_list)
			continue;
		if (field_of(t->u, m->field)->is_unnamed) {
			walk_members(t, m->node);
			continue;
		}
		name = take_string(clang_getCursorSpelling(m->field));
		if (name)
			buf_printf(&t->within, ".%s", name);
		walk(t, m->node, -1);
		cut(&t->within, here);
	}
}

static void walk_record(struct table *t, const struct init_node *n, int64_t index)
{
	size_t first = t->cells.n;
	const char *record = record_name(t->u, n->type);

	if (add_cells(t, n))
		add_row(t, record, index, first);
	t->cells.n = first;
	walk_members(t, n);
}

/* One element of an array of functions, or a pointer that stands alone. */
static void walk_pointer(struct table *t, const struct init_node *n, int64_t index)
{
	size_t first = t->cells.n;
	struct cell c = {};

	if (!is_pointer_type(n->type) || !cell_value(t->u, n->value, n->type, &c.value))
		return;
	need_operand(t->u, &c.value);
	if (c.value.kind != OPERAND_FUNC)
		return;
	vec_push(&t->cells, c);
	add_row(t, NULL, index, first);
	t->cells.n = first;
}

static void walk_array(struct table *t, const struct init_node *n)
{
	const struct init_child *m;
	size_t here = t->within.n;

	vec_for_each (m, &n->children) {
		int64_t last = m->hi < m->lo + MAX_RANGE - 1 ? m->hi : m->lo + MAX_RANGE - 1;

		for (int64_t i = m->lo; i <= last; i++) {
			buf_printf(&t->within, "[%lld]", (long long)i);
			walk(t, m->node, i);
			cut(&t->within, here);
		}
	}
}

static void walk(struct table *t, const struct init_node *n, int64_t index)
{
	CXType element;

	if (!n->is_list) {
		walk_pointer(t, n, index);
	} else if (is_array_type(n->type)) {
		element = pointee(n->type);
		/* Tables of numbers may be large, and say nothing here. */
		if (is_pointer_type(element) || is_array_type(element) || is_record_type(element))
			walk_array(t, n);
	} else {
		walk_record(t, n, index);
	}
}

void add_rows(struct cunit *u, struct symbol *object)
{
	struct table t = {.u = u, .object = object};
	bool is_literal = clang_getCursorKind(object->decl) == CXCursor_CompoundLiteralExpr;
	CXCursor init = is_literal ? literal_list(object->decl)
				   : clang_Cursor_getVarDeclInitializer(object->decl);
	CXType type = clang_getCursorType(object->decl), element = type;
	const struct chain *chain;
	struct init_node *n;

	if (clang_Cursor_isNull(init))
		return;
	while (is_array_type(element))
		element = pointee(element);
	if (!is_pointer_type(element) && !is_record_type(element))
		return;
	place_of(u, clang_getCursorLocation(is_literal ? init : object->decl), &t.place, &chain);
	n = init_tree(u, type, init);
	walk(&t, n, -1);
	init_free(n);
	vec_free(&t.cells);
	buf_free(&t.within);
}

static int by_position(const void *a, const void *b)
{
	const struct init_child *x = a, *y = b;
	long long m, n;

	if (clang_Cursor_isNull(x->field))
		return x->lo < y->lo ? -1 : x->lo > y->lo;
	m = clang_Cursor_getOffsetOfField(x->field);
	n = clang_Cursor_getOffsetOfField(y->field);
	return m < n ? -1 : m > n;
}

void init_sort(struct init_node *n)
{
	struct init_child *c;

	if (n->children.n > 1)
		qsort(n->children.v, n->children.n, sizeof(*n->children.v), by_position);
	vec_for_each (c, &n->children)
		init_sort(c->node);
}

void init_override(struct init_node *n, int64_t lo, int64_t hi)
{
	size_t all = n->children.n, kept = 0;

	for (size_t i = 0; i < all; i++) {
		struct init_child c = n->children.v[i], above = c;

		if (c.hi < lo || c.lo > hi) {
			n->children.v[kept++] = c;
			continue;
		}
		c.is_rest = above.is_rest = true;
		if (c.lo < lo) {
			c.hi = lo - 1;
			n->children.v[kept++] = c;
		}
		if (above.hi > hi) {
			above.lo = hi + 1;
			vec_push(&n->children, above);
		}
	}
	while (all < n->children.n)
		n->children.v[kept++] = n->children.v[all++];
	n->children.n = kept;
}

void init_free(struct init_node *n)
{
	struct init_child *c;

	vec_for_each (c, &n->children)
		init_free(c->node);
	vec_free(&n->children);
}

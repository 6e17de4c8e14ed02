// SPDX-License-Identifier: GPL-2.0-or-later
/* Tables: the initialisers of objects that hold addresses of functions or objects. */
#include "build.h"

/* An element that "[a ... b] = f" gives many times is one row each, up to here. */
#define MAX_RANGE 512

struct table {
	builder *b;
	tree object;
	eqs::place place;
	eqs::buf within; /* the way from the object to what is walked */
};

static void walk_value(table *t, tree value, int64_t index);

/* ---- values ---- */

static eqs::path *object_path(builder *b, tree ref)
{
	auto_vec<eqs::step> steps;
	eqs::path *p = arena_new(&b->arena, eqs::path);

	p->type = vtype_of(b, TREE_TYPE(ref));
	for (; handled_component_p(ref); ref = TREE_OPERAND(ref, 0)) {
		eqs::step s = {};

		if (TREE_CODE(ref) == COMPONENT_REF) {
			field_name f = field_of(b, TREE_OPERAND(ref, 1));

			if (!f.field)
				continue;
			s.kind = eqs::STEP_FIELD;
			s.record = f.record;
			s.field = f.field;
		} else if (TREE_CODE(ref) == ARRAY_REF && tree_fits_shwi_p(TREE_OPERAND(ref, 1))) {
			s.kind = eqs::STEP_INDEX;
			s.index = tree_to_shwi(TREE_OPERAND(ref, 1));
		} else {
			s.kind = eqs::STEP_INDEX_ANY;
		}
		steps.safe_push(s);
	}
	if (!VAR_P(ref) || !is_global_var(ref))
		return NULL;
	steps.reverse();
	p->root = eqs::ROOT_GLOBAL;
	p->symbol = symbol_of(b, ref);
	p->nsteps = steps.length();
	p->steps = arena_list(b, steps);
	return p;
}

/* Fills in what the initialiser's value is; false when rows do not say it. */
static bool cell_value(builder *b, tree value, eqs::operand *o)
{
	tree type = TREE_TYPE(value);

	STRIP_NOPS(value);
	*o = {};
	o->type = vtype_of(b, type);
	if (TREE_CODE(value) == INTEGER_CST) {
		o->kind = eqs::OPERAND_CONST;
		o->value = tree_fits_shwi_p(value) ? tree_to_shwi(value)
						   : (int64_t)TREE_INT_CST_LOW(value);
		return o->value != 0;
	}
	if (TREE_CODE(value) != ADDR_EXPR)
		return false;
	if (TREE_CODE(TREE_OPERAND(value, 0)) == FUNCTION_DECL) {
		o->kind = eqs::OPERAND_FUNC;
		o->symbol = function_symbol(b, TREE_OPERAND(value, 0));
		return true;
	}
	o->kind = eqs::OPERAND_ADDR;
	o->path = object_path(b, TREE_OPERAND(value, 0));
	return o->path != NULL;
}

/* ---- rows ---- */

static void add_row(table *t, tree record, int64_t index, unsigned first_cell)
{
	builder *b = t->b;
	unsigned n = b->cells.length() - first_cell;
	eqs::row r = {};

	r.object = symbol_of(b, t->object);
	r.within = t->within.n ? eqs::intern(t->within.s) : NULL;
	r.record = record ? record_name(b, record) : NULL;
	r.index = index;
	r.place = t->place;
	r.is_static = !TREE_PUBLIC(t->object);
	r.ncells = n;
	r.cells = (eqs::cell *)eqs::arena_copy(&b->arena, b->cells.begin() + first_cell,
					       n * sizeof(eqs::cell));
	b->rows.safe_push(r);
}

static void cut(eqs::buf *b, size_t n)
{
	b->n = n;
	if (b->s)
		b->s[n] = 0;
}

static bool is_unnamed_member(tree field)
{
	return !DECL_NAME(field) && RECORD_OR_UNION_TYPE_P(TREE_TYPE(field));
}

/* The cells of a record: its own fields, and those of members without a name. */
static bool add_cells(table *t, tree ctor)
{
	bool has_address = false;
	unsigned i;
	tree field, value;

	FOR_EACH_CONSTRUCTOR_ELT(CONSTRUCTOR_ELTS(ctor), i, field, value)
	{
		eqs::cell c = {};
		field_name name;

		if (TREE_CODE(field) != FIELD_DECL)
			continue;
		if (TREE_CODE(value) == CONSTRUCTOR) {
			if (is_unnamed_member(field))
				has_address |= add_cells(t, value);
			continue;
		}
		name = field_of(t->b, field);
		if (!name.field || !cell_value(t->b, value, &c.value))
			continue;
		c.record = name.record;
		c.field = name.field;
		t->b->cells.safe_push(c);
		has_address |= c.value.kind != eqs::OPERAND_CONST;
	}
	return has_address;
}

/* What lies deeper in a record: each record and array of its own. */
static void walk_members(table *t, tree ctor)
{
	size_t here = t->within.n;
	unsigned i;
	tree field, value;

	FOR_EACH_CONSTRUCTOR_ELT(CONSTRUCTOR_ELTS(ctor), i, field, value)
	{
		if (TREE_CODE(field) != FIELD_DECL || TREE_CODE(value) != CONSTRUCTOR)
			continue;
		if (is_unnamed_member(field)) {
			walk_members(t, value);
			continue;
		}
		if (DECL_NAME(field))
			eqs::buf_printf(&t->within, ".%s", IDENTIFIER_POINTER(DECL_NAME(field)));
		walk_value(t, value, -1);
		cut(&t->within, here);
	}
}

static void walk_record(table *t, tree ctor, int64_t index)
{
	unsigned first = t->b->cells.length();

	record_name(t->b, TREE_TYPE(ctor)); /* names the unnamed ones inside */
	if (add_cells(t, ctor))
		add_row(t, TREE_TYPE(ctor), index, first);
	t->b->cells.truncate(first);
	walk_members(t, ctor);
}

/* One element of an array of functions, or a pointer that stands alone. */
static void walk_pointer(table *t, tree value, int64_t index)
{
	unsigned first = t->b->cells.length();
	eqs::cell c = {};

	if (!cell_value(t->b, value, &c.value) || c.value.kind != eqs::OPERAND_FUNC)
		return;
	t->b->cells.safe_push(c);
	add_row(t, NULL_TREE, index, first);
	t->b->cells.truncate(first);
}

static void walk_array(table *t, tree ctor)
{
	size_t here = t->within.n;
	unsigned i;
	tree index, value;

	FOR_EACH_CONSTRUCTOR_ELT(CONSTRUCTOR_ELTS(ctor), i, index, value)
	{
		int64_t first = i, last = i;

		if (index && TREE_CODE(index) == RANGE_EXPR) {
			first = tree_to_shwi(TREE_OPERAND(index, 0));
			last = tree_to_shwi(TREE_OPERAND(index, 1));
		} else if (index && tree_fits_shwi_p(index)) {
			first = last = tree_to_shwi(index);
		}
		for (last = MIN(last, first + MAX_RANGE - 1); first <= last; first++) {
			eqs::buf_printf(&t->within, "[%lld]", (long long)first);
			walk_value(t, value, first);
			cut(&t->within, here);
		}
	}
}

static void walk_value(table *t, tree value, int64_t index)
{
	if (TREE_CODE(value) != CONSTRUCTOR) {
		walk_pointer(t, value, index);
	} else if (TREE_CODE(TREE_TYPE(value)) == ARRAY_TYPE) {
		tree element = TREE_TYPE(TREE_TYPE(value));

		/* Tables of numbers may be large, and say nothing here. */
		if (POINTER_TYPE_P(element) || AGGREGATE_TYPE_P(element))
			walk_array(t, value);
	} else if (RECORD_OR_UNION_TYPE_P(TREE_TYPE(value))) {
		walk_record(t, value, index);
	}
}

static int by_order(const void *a, const void *b)
{
	const varpool_node *x = *(varpool_node *const *)a, *y = *(varpool_node *const *)b;

	return x->order < y->order ? -1 : x->order > y->order;
}

void add_rows(builder *b)
{
	auto_vec<varpool_node *> nodes;
	varpool_node *n;
	table t = {};

	FOR_EACH_VARIABLE(n)
	if (!n->alias && DECL_INITIAL(n->decl) && DECL_INITIAL(n->decl) != error_mark_node &&
	    !DECL_EXTERNAL(n->decl))
		nodes.safe_push(n);
	nodes.qsort(by_order);
	t.b = b;
	for (unsigned i = 0; i < nodes.length(); i++) {
		const eqs::chain *chain;

		t.object = nodes[i]->decl;
		place_of(b, DECL_SOURCE_LOCATION(t.object), &t.place, &chain);
		walk_value(&t, DECL_INITIAL(t.object), -1);
	}
	eqs::buf_free(&t.within);
}

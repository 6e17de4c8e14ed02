// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Access paths.  GIMPLE takes p->a->b apart into one load for each pointer;
 * here the temporaries between are folded back, so that the same text gives
 * the same path.  A variable of the source is never folded.
 */
#include "lower.h"

#define MAX_STEPS 32
#define MAX_LOADS 8 /* pointers that one path goes through */
#define NEAR 32	    /* statements between a load and the use that it is folded into */

struct walk {
	lowering *l;
	gimple *at;
	eqs::path p;
	eqs::step step[MAX_STEPS]; /* the last first */
	unsigned n, loads;
	bool failed;
};

static void push(walk *w, eqs::step_kind kind, int64_t index)
{
	eqs::step s = {};

	s.kind = kind;
	s.index = index;
	if (w->n == MAX_STEPS)
		w->failed = true;
	else
		w->step[w->n++] = s;
}

static void push_field(walk *w, tree field)
{
	field_name name = field_of(w->l->b, field);

	/* A member without a name adds nothing, but for a union's: that is where its members meet.
	 */
	if (!name.field)
		return;
	push(w, eqs::STEP_FIELD, 0);
	if (w->failed)
		return;
	w->step[w->n - 1].record = name.record;
	w->step[w->n - 1].field = name.field;
}

static void push_index(walk *w, tree index)
{
	eqs::operand o = operand_of(w->l, index, w->at);

	if (o.kind == eqs::OPERAND_CONST && !o.mask)
		push(w, eqs::STEP_INDEX, o.value);
	else if (o.kind == eqs::OPERAND_LOCAL && !o.mask)
		push(w, eqs::STEP_INDEX_LOCAL, o.local);
	else
		push(w, eqs::STEP_INDEX_ANY, 0);
}

/* ---- offsets in bytes, back to fields ---- */

static tree field_at(tree record, HOST_WIDE_INT off)
{
	for (tree f = TYPE_FIELDS(record); f; f = DECL_CHAIN(f)) {
		HOST_WIDE_INT at, size;

		if (TREE_CODE(f) != FIELD_DECL || DECL_BIT_FIELD(f) ||
		    !tree_fits_shwi_p(DECL_FIELD_OFFSET(f)) || !DECL_SIZE_UNIT(f) ||
		    !tree_fits_shwi_p(DECL_SIZE_UNIT(f)))
			continue;
		at = int_byte_position(f);
		size = tree_to_shwi(DECL_SIZE_UNIT(f));
		if (at <= off && off < at + size)
			return f;
	}
	return NULL_TREE;
}

static HOST_WIDE_INT size_of(tree type)
{
	tree size = TYPE_SIZE_UNIT(type);

	return size && tree_fits_shwi_p(size) ? tree_to_shwi(size) : 0;
}

/* Steps to what lies off bytes into type and is as large as want; ANY when types do not tell. */
static void push_offset(walk *w, tree type, HOST_WIDE_INT off, tree want)
{
	tree fields[MAX_LOADS];
	HOST_WIDE_INT index[MAX_LOADS], size;
	unsigned n = 0;

	while (off || (size_of(type) != size_of(want) && AGGREGATE_TYPE_P(type))) {
		fields[n] = NULL_TREE;
		if (n == MAX_LOADS - 1 || off < 0) {
			break;
		} else if (RECORD_OR_UNION_TYPE_P(type)) {
			fields[n] = field_at(type, off);
			if (!fields[n])
				break;
			off -= int_byte_position(fields[n]);
			type = TREE_TYPE(fields[n++]);
		} else if (TREE_CODE(type) == ARRAY_TYPE && (size = size_of(TREE_TYPE(type))) > 0) {
			index[n++] = off / size;
			off %= size;
			type = TREE_TYPE(type);
		} else {
			break;
		}
	}
	if (off || (size_of(type) != size_of(want) && AGGREGATE_TYPE_P(type))) {
		push(w, eqs::STEP_INDEX_ANY, 0);
		return;
	}
	while (n--) {
		if (fields[n])
			push_field(w, fields[n]);
		else
			push(w, eqs::STEP_INDEX, index[n]);
	}
}

/* ---- pointers ---- */

/*
 * What pointer + offset counts: the size of what it points to, 0 when that has none.
 * Of an array without a length GIMPLE keeps the array's address, and counts elements.
 */
static HOST_WIDE_INT element_size(tree pointer)
{
	tree to = TREE_TYPE(TREE_TYPE(pointer));

	if (VOID_TYPE_P(to) || TREE_CODE(to) == FUNCTION_TYPE)
		return 0;
	if (TREE_CODE(to) == ARRAY_TYPE && !TYPE_SIZE_UNIT(to))
		to = TREE_TYPE(to);
	return size_of(to);
}

/* The i of i * size, or of a sum of bytes; NULL when it is neither. */
static tree scaled_index(tree off, HOST_WIDE_INT size)
{
	gimple *def;

	while (TREE_CODE(off) == SSA_NAME && !is_named(off)) {
		def = SSA_NAME_DEF_STMT(off);
		if (is_conversion(def)) {
			off = gimple_assign_rhs1(def);
			continue;
		}
		if (is_gimple_assign(def) && gimple_assign_rhs_code(def) == MULT_EXPR &&
		    tree_fits_shwi_p(gimple_assign_rhs2(def)) &&
		    tree_to_shwi(gimple_assign_rhs2(def)) == size)
			return gimple_assign_rhs1(def);
		break;
	}
	return size == 1 ? off : NULL_TREE;
}

static HOST_WIDE_INT signed_offset(tree off)
{
	return wi::sext(wi::to_wide(off), TYPE_PRECISION(TREE_TYPE(off))).to_shwi();
}

bool is_element_address(gimple *def)
{
	HOST_WIDE_INT size = element_size(gimple_assign_rhs1(def));
	tree off = gimple_assign_rhs2(def);

	if (!size || TREE_CODE(gimple_assign_rhs1(def)) != SSA_NAME)
		return false;
	if (TREE_CODE(off) == INTEGER_CST)
		return signed_offset(off) % size == 0;
	return scaled_index(off, size) != NULL_TREE;
}

/* a + n + 1, of an array, is folded to a + (n + 1): it is the element behind the one at n. */
static tree push_constant(walk *w, tree index)
{
	gimple *def;

	if (TREE_CODE(index) != SSA_NAME || is_named(index) || TREE_TYPE(index) != sizetype)
		return index;
	def = SSA_NAME_DEF_STMT(index);
	if (!is_gimple_assign(def) || gimple_assign_rhs_code(def) != PLUS_EXPR ||
	    TREE_CODE(gimple_assign_rhs2(def)) != INTEGER_CST ||
	    TREE_CODE(gimple_assign_rhs1(def)) != SSA_NAME)
		return index;
	push(w, eqs::STEP_INDEX, signed_offset(gimple_assign_rhs2(def)));
	return gimple_assign_rhs1(def);
}

static void push_sum(walk *w, gimple *def)
{
	tree base = gimple_assign_rhs1(def), off = gimple_assign_rhs2(def), index;
	HOST_WIDE_INT size = element_size(base), bytes;

	if (TREE_CODE(off) != INTEGER_CST) {
		index = size ? scaled_index(off, size) : NULL_TREE;
		if (index)
			push_index(w, push_constant(w, index));
		else
			push(w, eqs::STEP_INDEX_ANY, 0);
		return;
	}
	bytes = signed_offset(off);
	if (size && bytes % size == 0)
		push(w, eqs::STEP_INDEX, bytes / size);
	else if (size)
		push_offset(w, TREE_TYPE(TREE_TYPE(base)), bytes,
			    TREE_TYPE(TREE_TYPE(gimple_assign_lhs(def))));
	else
		push(w, eqs::STEP_INDEX_ANY, 0);
}

/* Does the memory that a load read still hold the same when the statement runs? */
static bool still_loaded(gimple *load, gimple *at)
{
	gimple_stmt_iterator gsi;

	if (!at)
		return false;
	if (gimple_vuse(at) && gimple_vuse(at) == gimple_vuse(load))
		return true;
	if (gimple_bb(at) != gimple_bb(load))
		return false;
	gsi = gsi_for_stmt(at);
	gsi_prev(&gsi);
	for (unsigned i = 0; i < NEAR && !gsi_end_p(gsi); i++, gsi_prev(&gsi)) {
		gimple *g = gsi_stmt(gsi);

		if (g == load)
			return true;
		/* p->n++->x: the pointer itself is stored to in between */
		if (gimple_store_p(g) && !is_gimple_call(g) &&
		    operand_equal_p(gimple_get_lhs(g), gimple_assign_rhs1(load), 0))
			return false;
	}
	return false;
}

bool is_unchanged(gimple *load, gimple *at)
{
	gimple_stmt_iterator gsi;

	if (gimple_bb(at) != gimple_bb(load))
		return false;
	gsi = gsi_for_stmt(at);
	for (unsigned i = 0; i < NEAR && !gsi_end_p(gsi); i++, gsi_prev(&gsi)) {
		if (gsi_stmt(gsi) == load)
			return true;
		if (gsi_stmt(gsi) != at && gimple_vdef(gsi_stmt(gsi)))
			return false;
	}
	return false;
}

static bool is_pointer_load(walk *w, gimple *def)
{
	return gimple_assign_load_p(def) && !gimple_has_volatile_ops(def) && w->loads < MAX_LOADS &&
	       still_loaded(def, w->at);
}

static void walk_ref(walk *w, tree ref);

static void root_local(walk *w, uint32_t local)
{
	w->p.root = eqs::ROOT_LOCAL;
	w->p.local = local;
}

/* The steps of *&ref; after a sum the element was counted from ref's own first. */
static void walk_address(walk *w, tree ref, bool summed)
{
	if (summed && w->n && w->step[w->n - 1].kind != eqs::STEP_FIELD &&
	    TREE_CODE(ref) == ARRAY_REF && integer_zerop(TREE_OPERAND(ref, 1)))
		ref = TREE_OPERAND(ref, 0);
	walk_ref(w, ref);
}

/* The steps and the root of what the pointer points to. */
static void walk_pointer(walk *w, tree pointer)
{
	bool summed = false;

	for (;;) {
		gimple *def;

		if (TREE_CODE(pointer) == ADDR_EXPR) {
			walk_address(w, TREE_OPERAND(pointer, 0), summed);
			return;
		}
		if (TREE_CODE(pointer) != SSA_NAME) {
			/* A number that is used as an address: any object of its type. */
			w->p.root = eqs::ROOT_TYPE;
			return;
		}
		def = SSA_NAME_DEF_STMT(pointer);
		/* "p += n" sets p by what it was: only the one that is being set is looked into. */
		if ((is_named(pointer) && def != w->at) || !is_gimple_assign(def))
			break;
		if (gimple_assign_rhs_code(def) == POINTER_PLUS_EXPR) {
			push_sum(w, def);
			summed = true;
			pointer = gimple_assign_rhs1(def);
		} else if (is_conversion(def) || gimple_assign_ssa_name_copy_p(def) ||
			   gimple_assign_rhs_code(def) == ADDR_EXPR) {
			if (TYPE_PRECISION(TREE_TYPE(pointer)) !=
			    TYPE_PRECISION(TREE_TYPE(gimple_assign_rhs1(def))))
				break;
			pointer = gimple_assign_rhs1(def);
		} else if (is_pointer_load(w, def)) {
			push(w, eqs::STEP_DEREF, 0);
			w->loads++;
			w->at = def;
			walk_ref(w, gimple_assign_rhs1(def));
			return;
		} else {
			break;
		}
	}
	push(w, eqs::STEP_DEREF, 0);
	if (SSA_NAME_IS_DEFAULT_DEF(pointer) &&
	    (!SSA_NAME_VAR(pointer) || TREE_CODE(SSA_NAME_VAR(pointer)) != PARM_DECL))
		w->p.root = eqs::ROOT_TYPE;
	else
		root_local(w, local_operand(w->l, pointer).local);
}

static void walk_mem_ref(walk *w, tree ref)
{
	tree pointer = TREE_OPERAND(ref, 0), off = TREE_OPERAND(ref, 1);
	tree to = TREE_TYPE(TREE_TYPE(pointer));
	HOST_WIDE_INT bytes = TREE_CODE(off) == INTEGER_CST ? signed_offset(off) : 0;

	/* MEM[&p->f] of another type than f has reads f all the same, if it is as large. */
	if (bytes || (AGGREGATE_TYPE_P(to) && size_of(to) != size_of(TREE_TYPE(ref)))) {
		HOST_WIDE_INT size = size_of(to);

		if (size > 0 && bytes % size == 0 && size == size_of(TREE_TYPE(ref)) &&
		    TREE_CODE(pointer) == SSA_NAME)
			push(w, eqs::STEP_INDEX, bytes / size);
		else
			push_offset(w, to, bytes, TREE_TYPE(ref));
	}
	walk_pointer(w, pointer);
}

static void walk_ref(walk *w, tree ref)
{
	for (; handled_component_p(ref); ref = TREE_OPERAND(ref, 0)) {
		switch (TREE_CODE(ref)) {
		case COMPONENT_REF:
			name_records_around(w->l->b, ref);
			push_field(w, TREE_OPERAND(ref, 1));
			break;
		case ARRAY_REF:
			push_index(w, TREE_OPERAND(ref, 1));
			break;
		case ARRAY_RANGE_REF:
		case BIT_FIELD_REF:
			push(w, eqs::STEP_INDEX_ANY, 0);
			break;
		default:
			break;
		}
	}
	switch (TREE_CODE(ref)) {
	case MEM_REF:
		walk_mem_ref(w, ref);
		break;
	case VAR_DECL:
	case PARM_DECL:
	case RESULT_DECL:
		if (is_global_var(ref)) {
			w->p.root = eqs::ROOT_GLOBAL;
			w->p.symbol = symbol_of(w->l->b, ref);
		} else {
			root_local(w, local_of_decl(w->l, ref));
		}
		break;
	default: /* a constant, or a part of a complex number or a vector */
		w->failed = true;
	}
}

static eqs::path *finish(walk *w, tree type, bool is_volatile)
{
	eqs::path *p;

	/* Without a root only a field can come first. */
	while (w->p.root == eqs::ROOT_TYPE && w->n && w->step[w->n - 1].kind != eqs::STEP_FIELD)
		w->n--;
	if (w->failed || (w->p.root == eqs::ROOT_TYPE && !w->n))
		return NULL;
	p = arena_new(&w->l->b->arena, eqs::path);
	*p = w->p;
	p->is_volatile = is_volatile;
	p->type = vtype_of(w->l->b, type);
	p->nsteps = w->n;
	p->steps = w->n ? arena_array(&w->l->b->arena, eqs::step, w->n) : NULL;
	for (unsigned i = 0; i < w->n; i++)
		p->steps[i] = w->step[w->n - 1 - i];
	w->l->paths.safe_push(p);
	return p;
}

static void start(walk *w, lowering *l, gimple *at)
{
	w->l = l;
	w->at = at;
	w->p = {};
	w->n = w->loads = 0;
	w->failed = false;
}

eqs::path *path_of(lowering *l, tree ref, gimple *at)
{
	walk w;

	start(&w, l, at);
	walk_ref(&w, ref);
	return finish(&w, TREE_TYPE(ref), TREE_THIS_VOLATILE(ref));
}

eqs::path *path_of_pointer(lowering *l, tree pointer, gimple *at)
{
	walk w;

	start(&w, l, at);
	walk_pointer(&w, pointer);
	return finish(&w, TREE_TYPE(TREE_TYPE(pointer)), false);
}

bool paths_equal(const eqs::path *a, const eqs::path *b)
{
	if (a->root != b->root || a->nsteps != b->nsteps || a->symbol != b->symbol ||
	    a->local != b->local || a->is_volatile || b->is_volatile)
		return false;
	for (unsigned i = 0; i < a->nsteps; i++)
		if (a->steps[i].kind != b->steps[i].kind ||
		    a->steps[i].record != b->steps[i].record ||
		    a->steps[i].field != b->steps[i].field ||
		    a->steps[i].index != b->steps[i].index ||
		    a->steps[i].kind == eqs::STEP_INDEX_ANY)
			return false;
	return true;
}

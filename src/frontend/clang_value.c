// SPDX-License-Identifier: GPL-2.0-or-later
/* Operands and values, and what becomes of them when they are converted or stored. */
#include "clang_body.h"

#include "facts/constant.h"
#include "facts/relation.h"

/* ---- operands ---- */

struct operand const_operand(int64_t value, struct vtype type)
{
	return (struct operand){
		.kind = OPERAND_CONST, .type = type, .value = constant_wrap((uint64_t)value, type)};
}

struct operand local_operand(struct body *b, uint32_t local)
{
	return (struct operand){
		.kind = OPERAND_LOCAL, .type = b->locals.v[local].type, .local = local};
}

struct operand unknown_operand(struct vtype type)
{
	return (struct operand){.kind = OPERAND_UNKNOWN, .type = type};
}

struct operand path_operand(enum operand_kind kind, struct path *p, struct vtype type)
{
	if (!p)
		return unknown_operand(type);
	return (struct operand){.kind = kind, .type = type, .path = p};
}

struct value path_value(struct body *b, struct path *p)
{
	if (!p->nsteps && p->root == ROOT_LOCAL)
		return plain(local_operand(b, p->local));
	return plain(path_operand(OPERAND_PATH, p, p->type));
}

struct vtype natural_type(struct body *b, const struct operand *o)
{
	if (o->kind == OPERAND_LOCAL)
		return b->locals.v[o->local].type;
	if (o->kind == OPERAND_PATH)
		return o->path->type;
	return o->type;
}

/*
 * Makes the operand one of type t, as a conversion does; false when an operand
 * cannot say it: its type is that of the result, and only a mask is left to
 * say that bits were lost on the way.
 */
bool convert_operand(struct body *b, struct operand *o, struct vtype t)
{
	struct vtype was = natural_type(b, o);

	if (o->kind == OPERAND_CONST)
		o->value = constant_wrap((uint64_t)o->value, t);
	if (o->kind != OPERAND_LOCAL && o->kind != OPERAND_PATH) {
		o->type = t;
		return true;
	}
	if (!t.bits || !o->type.bits)
		return false;
	if (t.bits > o->type.bits && o->mask && o->type.is_signed && o->mask >> (o->type.bits - 1))
		return false;
	if (t.bits > o->type.bits && !o->mask &&
	    (was.bits != o->type.bits || was.is_signed != o->type.is_signed)) {
		if (o->type.is_signed)
			return false;
		o->mask = low_bits(o->type.bits);
	}
	if (t.bits < o->type.bits && t.is_bool && !was.is_bool)
		o->mask = o->mask ? o->mask & 1 : 1;
	o->type = t;
	return true;
}

/* Masks of a local or path are said in the operand; false for anything else. */
static bool apply_mask(struct operand *o, uint64_t mask, struct vtype t)
{
	uint64_t m = mask & low_bits(t.bits ? t.bits : 64);

	if (t.bits > 64 || (o->kind != OPERAND_LOCAL && o->kind != OPERAND_PATH))
		return false;
	m = o->mask ? o->mask & m : m;
	if (!m)
		return false;
	o->mask = m;
	o->type = t;
	return true;
}

/* Between pointers GCC sees no conversion. */
static bool is_no_conversion(struct vtype from, struct vtype to)
{
	if (from.is_pointer && to.is_pointer)
		return true;
	return from.bits == to.bits && from.is_bool == to.is_bool &&
	       from.is_signed == to.is_signed && from.is_pointer == to.is_pointer;
}

/* ---- values ---- */

struct value plain(struct operand a)
{
	return (struct value){.op = SET_COPY, .a = a, .type = a.type};
}

struct value unknown_value(struct vtype type)
{
	return (struct value){.op = SET_UNKNOWN, .type = type};
}

static bool is_load(struct body *b, const struct operand *o)
{
	return o->kind == OPERAND_PATH ||
	       (o->kind == OPERAND_LOCAL && b->variables.v[o->local].is_many);
}

static struct operand in_temporary(struct body *b, struct value v, CXCursor at)
{
	uint32_t t = new_temporary(b, v.type);

	set_local(b, t, v, at);
	return local_operand(b, t);
}

/* The type that a load gives, before it is converted. */
static struct operand loaded(struct body *b, struct operand a, CXCursor at)
{
	struct vtype t = a.type;
	struct operand o;

	if (!is_load(b, &a))
		return a;
	a.type = natural_type(b, &a);
	o = in_temporary(b, plain(a), at);
	o.type = t;
	return o;
}

/* "b != 0" of a boolean is the boolean. */
static bool is_itself(struct body *b, const struct value *v)
{
	return v->op == SET_NE && v->b.kind == OPERAND_CONST && !v->b.value &&
	       v->a.kind == OPERAND_LOCAL && natural_type(b, &v->a).is_bool;
}

struct operand as_operand(struct body *b, struct value v, CXCursor at)
{
	struct operand o;

	if (v.op == SET_UNKNOWN || v.is_cut)
		return in_temporary(b, v, at);
	o = v.a;
	if (v.op == SET_COPY)
		return loaded(b, o, at);
	if (v.op == SET_AND && v.b.kind == OPERAND_CONST && o.kind == OPERAND_LOCAL) {
		o = loaded(b, o, at);
		if (apply_mask(&o, (uint64_t)v.b.value, v.type))
			return o;
	}
	if (is_itself(b, &v) && convert_operand(b, &o, v.type))
		return o;
	return in_temporary(b, v, at);
}

/* Of a sum only the low bits are wanted: GCC's parser adds no more. */
static bool narrow_operation(struct body *b, struct value *v, struct vtype t, CXCursor at)
{
	struct vtype narrow = t;
	struct value to = *v;

	if (v->op < SET_ADD || v->op > SET_XOR || v->is_cut || t.bits >= v->type.bits ||
	    t.is_bool || t.is_pointer || v->type.is_pointer)
		return false;
	/* without a sign nothing overflows; with a constant no bit goes to another */
	narrow.is_signed =
		t.is_signed && to.b.kind == OPERAND_CONST && to.op != SET_ADD && to.op != SET_SUB;
	if (!convert_operand(b, &to.a, narrow) || !convert_operand(b, &to.b, narrow))
		return false;
	to.type = narrow;
	if (to.op == SET_AND && to.b.kind == OPERAND_CONST &&
	    ((uint64_t)to.b.value & low_bits(t.bits)) == low_bits(t.bits)) {
		to = plain(to.a);
		to.type = narrow;
	}
	*v = t.is_signed != narrow.is_signed ? convert_value(b, to, t, at) : to;
	return true;
}

/* A conversion of what was made wider is one of what it was, if that is the same number. */
static void skip_widening(struct body *b, struct operand *o)
{
	struct vtype was = natural_type(b, o);

	if (o->kind == OPERAND_LOCAL && !o->mask && was.bits && !was.is_pointer &&
	    !o->type.is_pointer && was.bits <= o->type.bits &&
	    ((!was.is_signed && was.bits < o->type.bits) || (was.is_signed && o->type.is_signed)))
		o->type = was;
}

struct value convert_value(struct body *b, struct value v, struct vtype t, CXCursor at)
{
	struct operand o;

	if (v.op == SET_COPY && v.a.kind == OPERAND_CONST) {
		convert_operand(b, &v.a, t);
		v.type = t;
		return v;
	}
	if (is_no_conversion(v.type, t)) {
		if (v.type.is_pointer && !v.type.record)
			v.type.record = t.record;
		return v;
	}
	if (!t.bits)
		return unknown_value(t);
	if (t.is_bool && v.op == SET_COPY && v.a.kind == OPERAND_LOCAL && !v.a.mask && !v.is_cut &&
	    natural_type(b, &v.a).is_bool)
		return plain(local_operand(b, v.a.local));
	if (narrow_operation(b, &v, t, at))
		return v;
	/* (bool)(x & 1) is a bit of x, any other (bool)x is x != 0 */
	if (t.is_bool && v.op == SET_AND && v.b.kind == OPERAND_CONST && v.b.value == 1)
		v = plain(as_operand(b, v, at));
	if (t.is_bool && v.op == SET_COPY && v.a.kind == OPERAND_LOCAL && v.a.mask == 1) {
		v.a.type = v.type = t;
		return v;
	}
	if (t.is_bool && t.bits == 1 && !v.type.is_bool && v.type.bits)
		return operation(b, SET_NE, v, plain(const_operand(0, v.type)), t, at);
	o = as_operand(b, v, at);
	skip_widening(b, &o);
	v = plain(o);
	if (v.a.mask && t.bits < o.type.bits && (v.a.mask & low_bits(t.bits)) == low_bits(t.bits))
		v.a.mask = 0;
	/* a pointer that was a number for a while */
	if (t.is_pointer && o.kind == OPERAND_LOCAL && !o.mask && natural_type(b, &o).is_pointer &&
	    natural_type(b, &o).bits == o.type.bits)
		return plain(local_operand(b, o.local));
	if (convert_operand(b, &v.a, t)) {
		v.type = t;
		return v;
	}
	v.a = o;
	v.type = t;
	v.is_cut = true;
	return v;
}

static bool is_constant(const struct value *v)
{
	return v->op == SET_COPY && !v->is_cut && v->a.kind == OPERAND_CONST;
}

/* Of a boolean and a comparison there is no other bit. */
static bool has_one_bit(struct body *b, const struct value *v)
{
	if (v->type.bits == 1 || (v->op >= SET_EQ && v->op <= SET_GE))
		return true;
	return v->op == SET_COPY && v->a.kind == OPERAND_LOCAL && !v->is_cut &&
	       natural_type(b, &v->a).bits == 1;
}

struct value lowest_bit(struct body *b, struct value v, struct vtype t, CXCursor at)
{
	static const struct vtype byte = {.bits = 8}; /* what GCC computes it in */
	struct value one;

	if (!v.type.bits || is_constant(&v) || has_one_bit(b, &v))
		return convert_value(b, v, t, at);
	if (v.op == SET_AND && v.b.kind == OPERAND_CONST) {
		v.b.value &= 1;
		if (!v.b.value)
			return plain(const_operand(0, t));
	} else {
		if (v.type.bits > byte.bits)
			narrow_operation(b, &v, byte, at);
		one = plain(const_operand(1, v.type));
		v = operation(b, SET_AND, v, one, v.type, at);
	}
	return convert_value(b, v, t, at);
}

static void fill_set(struct event *e, struct operand dst, const struct value *v)
{
	e->set.dst = dst;
	e->set.op = v->op;
	if (v->op == SET_UNKNOWN || (v->op == SET_COPY && v->a.kind == OPERAND_UNKNOWN)) {
		e->set.op = SET_UNKNOWN;
		return;
	}
	e->set.a = v->a;
	e->set.b = v->b;
}

/* What is stored is a value of its own first: memory goes to memory by records only. */
static struct value storable(struct body *b, struct value v, struct vtype to, CXCursor at)
{
	struct operand o;

	/* what is no number is copied, but a vector is loaded and stored */
	if (!to.bits && (to.record || v.op != SET_COPY || v.a.kind != OPERAND_PATH))
		return v;
	o = as_operand(b, v, at);
	return plain(o);
}

/*
 * A temporary that was set just now, for this, needs not be one: the event sets
 * the variable itself.
 */
static bool retarget(struct body *b, uint32_t local, const struct value *v)
{
	struct iblock *k = &b->blocks.v[b->cur];
	struct event *e = k->events.n ? &k->events.v[k->events.n - 1] : NULL;
	struct operand *dst;

	if (!e || v->op != SET_COPY || v->is_cut || v->a.kind != OPERAND_LOCAL || v->a.mask ||
	    b->variables.v[v->a.local].is_many || !is_no_conversion(v->a.type, v->type) ||
	    b->locals.v[local].type.bits != b->locals.v[v->a.local].type.bits ||
	    v->a.type.bits != b->locals.v[local].type.bits ||
	    !is_no_conversion(v->a.type, b->locals.v[v->a.local].type) ||
	    !is_no_conversion(b->locals.v[v->a.local].type, b->locals.v[local].type))
		return false;
	if (e->kind != EVENT_CALL && e->kind != EVENT_SET)
		return false;
	dst = e->kind == EVENT_CALL ? &e->call.result : &e->set.dst;
	if (dst->kind != OPERAND_LOCAL || dst->local != v->a.local)
		return false;
	*dst = local_operand(b, local);
	return true;
}

void set_local(struct body *b, uint32_t local, struct value v, CXCursor at)
{
	/* of a variable that the source does not know what is copied is seen through */
	if (!b->variables.v[local].is_named && v.op == SET_AND && b->variables.v[local].is_many)
		v = plain(as_operand(b, v, at));
	if (retarget(b, local, &v))
		return;
	if (b->variables.v[local].is_many)
		v = b->variables.v[local].in_memory ? storable(b, v, b->locals.v[local].type, at)
						    : v;
	/* a load that is converted is loaded first */
	if (v.op == SET_COPY && !v.is_cut && v.a.kind == OPERAND_PATH &&
	    !type_equal(&v.a.type, &v.a.path->type))
		v.a = loaded(b, v.a, at);
	fill_set(emit(b, at, EVENT_SET), local_operand(b, local), &v);
}

/*
 * p->f = p->f | 4 is a load, an or and a store to the same path with no other
 * store between: one event.
 */
static bool store_modified(struct body *b, struct path *p, const struct value *v, CXCursor at)
{
	const struct iblock *k = &b->blocks.v[b->cur];
	struct event *e;

	if (v->op < SET_ADD || v->op > SET_XOR || v->is_cut || v->a.kind != OPERAND_LOCAL ||
	    v->a.mask || p->is_volatile)
		return false;
	for (size_t i = k->events.n; i--;) {
		const struct event *load = &k->events.v[i];

		if (load->kind != EVENT_SET)
			return false;
		if (load->set.dst.local != v->a.local)
			continue;
		if (load->set.op != SET_COPY || load->set.a.kind != OPERAND_PATH ||
		    !paths_equal(load->set.a.path, p))
			return false;
		e = emit(b, at, EVENT_STORE);
		e->set.op = v->op;
		e->set.dst = e->set.a = path_operand(OPERAND_PATH, p, p->type);
		e->set.b = v->b;
		return true;
	}
	return false;
}

/* A record that a call just gave goes to where it is stored. */
static bool retarget_record(struct body *b, struct path *p, const struct value *v)
{
	struct iblock *k = &b->blocks.v[b->cur];
	struct event *e = k->events.n ? &k->events.v[k->events.n - 1] : NULL;

	if (!e || e->kind != EVENT_CALL || p->type.bits || v->op != SET_COPY ||
	    v->a.kind != OPERAND_PATH || e->call.result.kind != OPERAND_PATH ||
	    e->call.result.path != v->a.path)
		return false;
	e->call.result = path_operand(OPERAND_PATH, p, p->type);
	return true;
}

void store_path(struct body *b, struct path *p, struct value v, CXCursor at)
{
	if (!p) {
		as_operand(b, v, at);
		return;
	}
	if (!p->nsteps && p->root == ROOT_LOCAL && b->locals.v[p->local].type.bits) {
		set_local(b, p->local, v, at);
		return;
	}
	if (store_modified(b, p, &v, at) || retarget_record(b, p, &v))
		return;
	v = storable(b, v, p->type, at);
	fill_set(emit(b, at, EVENT_STORE), path_operand(OPERAND_PATH, p, p->type), &v);
}

/* ---- operations ---- */

/* x & 0, x | 0, x + 0 and their like, which GCC's parser folds. */
static bool fold_neutral(enum set_op op, const struct value *x, const struct value *y)
{
	if (!is_constant(y) || y->a.value || x->type.is_pointer != y->type.is_pointer)
		return is_constant(y) && !y->a.value && x->type.is_pointer &&
		       (op == SET_ADD || op == SET_SUB);
	return op == SET_ADD || op == SET_SUB || op == SET_OR || op == SET_XOR || op == SET_SHL ||
	       op == SET_SHR;
}

struct value operation(struct body *b, enum set_op op, struct value x, struct value y,
		       struct vtype type, CXCursor at)
{
	bool unary = op == SET_NOT || op == SET_NEG;
	struct value v = {.op = op, .type = type};
	int64_t folded;

	if (is_constant(&x) && (unary || is_constant(&y)) &&
	    constant_fold(op, x.a.value, y.a.value, x.type, type, &folded))
		return plain(const_operand(folded, type));
	if (!unary && fold_neutral(op, &x, &y))
		return convert_value(b, x, type, at);
	v.a = as_operand(b, x, at);
	if (!unary)
		v.b = as_operand(b, y, at);
	/* the constant stands right */
	if (!unary && v.a.kind == OPERAND_CONST && v.b.kind != OPERAND_CONST &&
	    (is_comparison(op) || op == SET_ADD || op == SET_AND || op == SET_OR ||
	     op == SET_XOR)) {
		struct operand swap = v.a;

		v.a = v.b;
		v.b = swap;
		if (op == SET_LT || op == SET_GT)
			v.op = op == SET_LT ? SET_GT : SET_LT;
		else if (op == SET_LE || op == SET_GE)
			v.op = op == SET_LE ? SET_GE : SET_LE;
	}
	return v;
}

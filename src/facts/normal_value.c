// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Arithmetic: what is the same number is written one way.  A difference with a
 * constant is a sum, constants that are added one after the other are one, bits
 * that are masked are a mask where the value is read, behind a shift rather than
 * before it, and only as many bits are computed as something reads.
 */
#include "normal.h"

#include <string.h>

#include "base/vec.h"
#include "constant.h"
#include "relation.h"

struct use {
	struct operand *o;
	uint32_t next; /* of the same local, from 1; 0: none */
};

struct valuer {
	struct normal *n;
	VEC(struct use) uses;
	uint32_t *first; /* by local, from 1 */
	bool *is_opaque; /* by local: a path leads through it, or an element of its number */
	bool changed;
};

static const struct vtype *own_type(const struct valuer *v, uint32_t local)
{
	return &v->n->f->locals[local].type;
}

static bool is_number(const struct vtype *t)
{
	return t->bits && t->bits <= 64;
}

/* ---- what reads a local ---- */

static void note_opaque(void *ctx, uint32_t *local)
{
	((struct valuer *)ctx)->is_opaque[*local] = true;
}

static void note_use(void *ctx, struct operand *o)
{
	struct valuer *v = ctx;

	if (o->kind != OPERAND_LOCAL) {
		normal_operand_locals(o, note_opaque, v);
		return;
	}
	vec_push(&v->uses, (struct use){o, v->first[o->local]});
	v->first[o->local] = (uint32_t)v->uses.n;
}

static void note_event(void *ctx, struct event *e)
{
	normal_event_uses(e, note_use, ctx);
}

static void find_uses(struct valuer *v)
{
	struct function *f = v->n->f;

	v->first = arena_array(v->n->arena, uint32_t, f->nlocals + 1);
	v->is_opaque = arena_array(v->n->arena, bool, f->nlocals + 1);
	normal_events(f, note_event, v);
	for (struct block *b = f->blocks; b < f->blocks + f->nblocks; b++)
		for (uint32_t i = 0; i < b->nedges; i++)
			if (b->edges[i].guard)
				normal_guard_uses(b->edges[i].guard, note_use, v);
}

/* ---- one operation ---- */

static void become_copy(struct valuer *v, struct event *e, struct operand a)
{
	e->set.op = SET_COPY;
	e->set.a = a;
	memset(&e->set.b, 0, sizeof(e->set.b));
	v->changed = true;
}

static bool is_plain_local(const struct operand *o)
{
	return o->kind == OPERAND_LOCAL && !o->mask;
}

/* Is the operand, of which the bits of t are wanted, read as no more than it is? */
static bool is_no_wider(const struct valuer *v, const struct operand *o, const struct vtype *t)
{
	return is_plain_local(o) && o->type.bits >= t->bits &&
	       own_type(v, o->local)->bits >= o->type.bits;
}

static bool is_commutative(enum set_op op)
{
	return op == SET_ADD || op == SET_AND || op == SET_OR || op == SET_XOR || op == SET_EQ ||
	       op == SET_NE;
}

/* Of two sides that may change places which stands right?  A constant does. */
static bool are_turned(struct valuer *v, const struct operand *a, const struct operand *b)
{
	uint64_t x, y;

	if (a->kind != OPERAND_LOCAL || b->kind != OPERAND_LOCAL)
		return a->kind == OPERAND_CONST && b->kind != OPERAND_CONST;
	x = normal_hash(v->n, a, 0);
	y = normal_hash(v->n, b, 0);
	return x != y ? x > y : v->n->at[a->local] > v->n->at[b->local];
}

/* x - 3 is x + -3. */
static void turn_sum(struct valuer *v, struct event *e)
{
	struct operand swap = e->set.a;

	if (e->set.op == SET_SUB && e->set.b.kind == OPERAND_CONST) {
		e->set.op = SET_ADD;
		e->set.b.value = (int64_t) - (uint64_t)normal_constant(&e->set.b);
		e->set.b.value = constant_wrap((uint64_t)e->set.b.value, e->set.b.type);
		e->set.b.mask = 0;
		v->changed = true;
	}
	if (!is_commutative(e->set.op) || !are_turned(v, &e->set.a, &e->set.b))
		return;
	e->set.a = e->set.b;
	e->set.b = swap;
	v->changed = true;
}

/* (x + 1) + 2 */
static void add_constants(struct valuer *v, struct event *e, const struct vtype *t)
{
	const struct event *inner;
	struct operand a;

	if (e->set.op != SET_ADD || e->set.b.kind != OPERAND_CONST || !is_no_wider(v, &e->set.a, t))
		return;
	inner = normal_only_set(v->n, e->set.a.local);
	if (!inner || inner == e || inner->set.op != SET_ADD ||
	    inner->set.b.kind != OPERAND_CONST || inner->set.a.kind != OPERAND_LOCAL ||
	    !normal_can_move(v->n, &inner->set.a) || inner->set.a.local == e->set.a.local)
		return;
	a = inner->set.a;
	/* what was made wider on the way is another number */
	if (a.type.bits < own_type(v, e->set.a.local)->bits && !is_no_wider(v, &a, t))
		return;
	e->set.b.value = (int64_t)((uint64_t)normal_constant(&e->set.b) +
				   (uint64_t)normal_constant(&inner->set.b));
	e->set.b.value = constant_wrap((uint64_t)e->set.b.value, e->set.b.type);
	e->set.b.mask = 0;
	e->set.a = a;
	v->changed = true;
}

/* What sets the operand, which is read whole, if it may be done again here; NULL. */
static const struct event *inner_of(const struct valuer *v, const struct event *e,
				    const struct operand *o, const struct vtype *t)
{
	const struct event *inner;

	if (!is_plain_local(o) || o->type.bits != t->bits || own_type(v, o->local)->bits != t->bits)
		return NULL;
	inner = normal_only_set(v->n, o->local);
	if (!inner || inner == e || inner->set.a.mask || inner->set.b.mask ||
	    (inner->set.a.kind == OPERAND_LOCAL &&
	     (inner->set.a.local == o->local || inner->set.a.type.bits != t->bits)) ||
	    (inner->set.b.kind == OPERAND_LOCAL &&
	     (inner->set.b.local == o->local || inner->set.b.type.bits != t->bits)) ||
	    !normal_can_move(v->n, &inner->set.a) ||
	    (inner->set.b.kind != OPERAND_NONE && !normal_can_move(v->n, &inner->set.b)))
		return NULL;
	return inner;
}

static void become(struct valuer *v, struct event *e, enum set_op op, struct operand a,
		   struct operand b)
{
	e->set.op = op;
	e->set.a = a;
	e->set.b = b;
	v->changed = true;
}

static struct operand number(int64_t value, const struct vtype *t)
{
	struct vtype s = {.bits = t->bits, .is_signed = true};

	return (struct operand){
		.kind = OPERAND_CONST, .type = s, .value = constant_wrap((uint64_t)value, s)};
}

static bool is_sum_with(const struct event *e, int64_t *c)
{
	if (!e || e->set.op != SET_ADD || e->set.b.kind != OPERAND_CONST)
		return false;
	*c = normal_constant(&e->set.b);
	return true;
}

/* 3 - (x + 1), (3 - x) + 1, -(x + 1) and ~(x - 1) are differences; 0 - x is -x. */
static void turn_difference(struct valuer *v, struct event *e, const struct vtype *t)
{
	const struct event *a = inner_of(v, e, &e->set.a, t), *b = inner_of(v, e, &e->set.b, t);
	const struct operand none = {};
	int64_t c;

	if (e->set.op == SET_SUB && e->set.a.kind == OPERAND_CONST) {
		if (is_sum_with(b, &c))
			become(v, e, SET_SUB,
			       number((int64_t)((uint64_t)normal_constant(&e->set.a) - (uint64_t)c),
				      t),
			       b->set.a);
		else if (!normal_constant(&e->set.a))
			become(v, e, SET_NEG, e->set.b, none);
	} else if (e->set.op == SET_SUB && b && b->set.op == SET_NEG) {
		become(v, e, SET_ADD, e->set.a, b->set.a);
	} else if (e->set.op == SET_ADD && e->set.b.kind == OPERAND_CONST && a &&
		   a->set.op == SET_SUB && a->set.a.kind == OPERAND_CONST) {
		become(v, e, SET_SUB,
		       number((int64_t)((uint64_t)normal_constant(&e->set.b) +
					(uint64_t)normal_constant(&a->set.a)),
			      t),
		       a->set.b);
	} else if (e->set.op == SET_ADD && b && b->set.op == SET_NEG) {
		become(v, e, SET_SUB, e->set.a, b->set.a);
	} else if (e->set.op == SET_ADD && a && a->set.op == SET_NEG &&
		   e->set.b.kind == OPERAND_LOCAL) {
		become(v, e, SET_SUB, e->set.b, a->set.a);
	} else if (e->set.op == SET_NEG && is_sum_with(a, &c)) {
		become(v, e, SET_SUB, number((int64_t) - (uint64_t)c, t), a->set.a);
	} else if (e->set.op == SET_NOT && is_sum_with(a, &c) && c == -1) {
		become(v, e, SET_NEG, a->set.a, none);
	}
}

/* (x >> 1) >> 2 */
static void add_shifts(struct valuer *v, struct event *e, const struct vtype *t)
{
	const struct event *inner;
	uint64_t count = (uint64_t)e->set.b.value;

	if ((e->set.op != SET_SHR && e->set.op != SET_SHL) || e->set.b.kind != OPERAND_CONST ||
	    e->set.b.mask || !is_plain_local(&e->set.a) || e->set.a.type.bits != t->bits ||
	    own_type(v, e->set.a.local)->bits != t->bits)
		return;
	inner = normal_only_set(v->n, e->set.a.local);
	if (!inner || inner == e || inner->set.op != e->set.op || inner->set.b.mask ||
	    inner->set.b.kind != OPERAND_CONST || !is_plain_local(&inner->set.a) ||
	    inner->set.a.local == e->set.a.local || inner->set.a.type.bits != t->bits ||
	    !normal_can_move(v->n, &inner->set.a) ||
	    (e->set.op == SET_SHR && e->set.a.type.is_signed != inner->set.a.type.is_signed) ||
	    count >= t->bits || count + (uint64_t)inner->set.b.value >= t->bits)
		return;
	e->set.b.value = (int64_t)count + inner->set.b.value;
	e->set.a = inner->set.a;
	v->changed = true;
}

/* x & 12 is x, of which those bits are read. */
static void mask_constant(struct valuer *v, struct event *e, const struct vtype *t)
{
	struct operand a = e->set.a;
	uint64_t mask;

	if (e->set.op != SET_AND || e->set.b.kind != OPERAND_CONST || a.kind != OPERAND_LOCAL ||
	    !is_number(&a.type) || t->is_bool || a.type.bits < t->bits)
		return;
	mask = (uint64_t)normal_constant(&e->set.b) & low_bits(t->bits);
	if (a.mask)
		mask &= a.mask;
	a.type = (struct vtype){.bits = t->bits};
	a.mask = mask == low_bits(t->bits) ? 0 : mask;
	if (!mask)
		a = (struct operand){.kind = OPERAND_CONST, .type = *t};
	become_copy(v, e, a);
}

/* x ^ (x & 3) and x - (x & 3) are x & ~3. */
static void clear_bits(struct valuer *v, struct event *e, const struct vtype *t)
{
	struct operand a = e->set.a, b = e->set.b;

	if ((e->set.op != SET_XOR && e->set.op != SET_SUB) || !is_plain_local(&a) ||
	    b.kind != OPERAND_LOCAL || a.local != b.local || !b.mask || a.type.bits != t->bits ||
	    own_type(v, a.local)->bits != t->bits)
		return;
	a.type = (struct vtype){.bits = t->bits};
	a.mask = ~b.mask & low_bits(t->bits);
	if (a.mask)
		become_copy(v, e, a);
}

static void drop_neutral(struct valuer *v, struct event *e, const struct vtype *t)
{
	uint64_t c = (uint64_t)normal_constant(&e->set.b);

	if (e->set.b.kind != OPERAND_CONST || t->is_bool || e->set.a.kind != OPERAND_LOCAL)
		return;
	if (c ? e->set.op == SET_AND && (c & low_bits(t->bits)) == low_bits(t->bits) &&
			    e->set.a.type.bits >= t->bits
	      : e->set.op == SET_ADD || e->set.op == SET_OR || e->set.op == SET_XOR ||
			    e->set.op == SET_SHL || e->set.op == SET_SHR)
		become_copy(v, e, e->set.a);
}

/* The lowest bit is a boolean, and so is whether a boolean is not 0. */
static void test_of_bit(struct valuer *v, struct event *e)
{
	struct operand a = e->set.a;
	const struct vtype *own;

	if ((e->set.op != SET_NE && e->set.op != SET_EQ) || a.kind != OPERAND_LOCAL ||
	    e->set.b.kind != OPERAND_CONST || normal_constant(&e->set.b))
		return;
	own = own_type(v, a.local);
	if (own->is_bool && !a.mask && e->set.op == SET_EQ && e->set.dst.type.is_bool) {
		e->set.op = SET_NOT;
		e->set.a.type = *own;
		memset(&e->set.b, 0, sizeof(e->set.b));
		v->changed = true;
	} else if (e->set.op == SET_NE && ((own->is_bool && !a.mask) || a.mask == 1)) {
		become_copy(v, e, a);
	}
}

/* ---- shifts ---- */

static bool are_maskable(const struct valuer *v, uint32_t local)
{
	const struct local *l = &v->n->f->locals[local];

	if (v->is_opaque[local] || l->is_param || l->in_memory || !v->first[local])
		return false;
	for (uint32_t i = v->first[local]; i; i = v->uses.v[i - 1].next)
		if (!is_number(&v->uses.v[i - 1].o->type))
			return false;
	return true;
}

static void mask_uses(struct valuer *v, uint32_t local, uint64_t mask)
{
	for (uint32_t i = v->first[local]; i; i = v->uses.v[i - 1].next) {
		struct operand *o = v->uses.v[i - 1].o;

		o->mask = (o->mask ? o->mask : UINT64_MAX) & mask & low_bits(o->type.bits);
		if (!o->mask)
			*o = (struct operand){.kind = OPERAND_CONST, .type = o->type};
	}
	v->changed = true;
}

/* The bits that are masked before a shift are those that are read behind it. */
static void mask_behind(struct valuer *v, struct event *e, const struct vtype *t)
{
	struct operand *a = &e->set.a;
	uint64_t mask, count = (uint64_t)e->set.b.value;

	if ((e->set.op != SET_SHL && e->set.op != SET_SHR) || e->kind != EVENT_SET ||
	    e->set.b.kind != OPERAND_CONST || e->set.b.mask || count >= t->bits ||
	    a->kind != OPERAND_LOCAL || !a->mask || a->local == e->set.dst.local ||
	    !is_number(&a->type) || own_type(v, a->local)->bits < a->type.bits ||
	    normal_only_set(v->n, e->set.dst.local) != e || !are_maskable(v, e->set.dst.local))
		return;
	mask = a->mask & low_bits(a->type.bits);
	if (a->type.is_signed && mask >> (a->type.bits - 1))
		return;
	mask = (e->set.op == SET_SHL ? mask << count : mask >> count) & low_bits(t->bits);
	if (!mask || (t->is_signed && mask >> (t->bits - 1)) ||
	    (e->set.op == SET_SHL && a->type.bits < t->bits))
		return;
	a->mask = 0;
	a->type = (struct vtype){.bits = a->type.bits};
	mask_uses(v, e->set.dst.local, mask);
}

/* (x & 12) & y */
static void mask_behind_and(struct valuer *v, struct event *e, const struct vtype *t)
{
	struct operand *a = &e->set.a, *b = &e->set.b;
	uint64_t mask = low_bits(t->bits);

	if (e->set.op != SET_AND || e->kind != EVENT_SET || a->kind != OPERAND_LOCAL ||
	    b->kind != OPERAND_LOCAL || (!a->mask && !b->mask) || a->local == e->set.dst.local ||
	    b->local == e->set.dst.local || own_type(v, a->local)->bits != t->bits ||
	    own_type(v, b->local)->bits != t->bits || a->type.bits != t->bits ||
	    b->type.bits != t->bits || normal_only_set(v->n, e->set.dst.local) != e ||
	    !are_maskable(v, e->set.dst.local))
		return;
	mask &= (a->mask ? a->mask : mask) & (b->mask ? b->mask : mask);
	if (!mask || (t->is_signed && mask >> (t->bits - 1)))
		return;
	a->mask = b->mask = 0;
	mask_uses(v, e->set.dst.local, mask);
}

/* ---- how many bits are read ---- */

static unsigned int bits_read(const struct operand *o)
{
	uint64_t mask = o->mask & low_bits(o->type.bits);

	return mask ? 64 - (unsigned int)__builtin_clzll(mask) : o->type.bits;
}

/* A sum of which only the low bits are read is computed in those. */
static void narrow(struct valuer *v, struct event *e)
{
	struct local *l = &v->n->f->locals[e->set.dst.local];
	unsigned int read = 0, bits = 8;

	if (((e->set.op < SET_ADD || e->set.op > SET_NEG) && e->set.op != SET_UNKNOWN) ||
	    e->set.op == SET_SHR || e->kind != EVENT_SET || l->type.is_bool || l->type.is_pointer ||
	    e->set.a.type.is_bool || !are_maskable(v, e->set.dst.local) ||
	    normal_only_set(v->n, e->set.dst.local) != e)
		return;
	for (uint32_t i = v->first[e->set.dst.local]; i; i = v->uses.v[i - 1].next)
		if (bits_read(v->uses.v[i - 1].o) > read)
			read = bits_read(v->uses.v[i - 1].o);
	if (read == 1 && e->set.op == SET_UNKNOWN) {
		l->type = e->set.dst.type = (struct vtype){.bits = 1, .is_bool = true};
		for (uint32_t i = v->first[e->set.dst.local]; i; i = v->uses.v[i - 1].next) {
			v->uses.v[i - 1].o->type = l->type;
			v->uses.v[i - 1].o->mask = 0;
		}
		v->changed = true;
		return;
	}
	while (bits < read)
		bits *= 2;
	if (bits >= l->type.bits || (e->set.op == SET_SHL && (e->set.b.kind != OPERAND_CONST ||
							      (uint64_t)e->set.b.value >= bits)))
		return;
	l->type = e->set.dst.type = (struct vtype){.bits = (uint8_t)bits};
	v->changed = true;
}

/* ---- what is not known ---- */

/* A value that nobody knows and that is read once is not known there. */
static void lose_unknown(void *ctx, struct operand *o)
{
	struct valuer *v = ctx;
	const struct event *e;

	if (o->kind == OPERAND_UNKNOWN) {
		o->type.is_signed = false;
		o->type.record = NULL;
	}
	if (o->kind != OPERAND_LOCAL || v->is_opaque[o->local] ||
	    v->uses.v[v->first[o->local] - 1].next)
		return;
	e = normal_only_set(v->n, o->local);
	if (!e || e->set.op != SET_UNKNOWN || v->n->unresolved[o->local])
		return;
	o->kind = OPERAND_UNKNOWN;
	o->mask = 0;
	o->value = 0;
	v->changed = true;
}

static bool is_lost(struct valuer *v, struct operand o)
{
	bool before = v->changed;

	if (o.kind == OPERAND_LOCAL)
		lose_unknown(v, &o);
	v->changed = before;
	return o.kind == OPERAND_UNKNOWN;
}

/* Made of that and of constants alone it is not known either. */
static void spread_unknown(struct valuer *v, struct event *e)
{
	if (e->kind != EVENT_SET || e->set.op < SET_ADD || e->set.op > SET_NEG ||
	    e->set.dst.type.is_bool)
		return;
	if ((is_lost(v, e->set.a) &&
	     (e->set.b.kind == OPERAND_CONST || e->set.b.kind == OPERAND_NONE)) ||
	    (is_lost(v, e->set.b) && e->set.a.kind == OPERAND_CONST)) {
		e->set.op = SET_UNKNOWN;
		memset(&e->set.a, 0, sizeof(e->set.a));
		memset(&e->set.b, 0, sizeof(e->set.b));
		v->changed = true;
	}
}

static void lose_unknowns(struct valuer *v, struct event *e)
{
	if (e->kind == EVENT_SET)
		spread_unknown(v, e);
	switch (e->kind) {
	case EVENT_CALL:
		for (uint32_t i = 0; i < e->call.nargs; i++)
			lose_unknown(v, &e->call.args[i]);
		break;
	case EVENT_RETURN:
		lose_unknown(v, &e->ret.value);
		break;
	case EVENT_SET:
	case EVENT_STORE:
		if (e->set.op == SET_COPY)
			lose_unknown(v, &e->set.a);
		if (e->set.op == SET_COPY && e->set.a.kind == OPERAND_UNKNOWN) {
			e->set.op = SET_UNKNOWN;
			memset(&e->set.a, 0, sizeof(e->set.a));
		}
		break;
	case EVENT_ASM:
		break;
	}
}

/* Whether one bit is set is that bit, shifted down. */
static void shift_bit(struct valuer *v, struct event *e)
{
	struct operand *a = &e->set.a;
	struct local *l;

	if (e->kind != EVENT_SET || e->set.op != SET_NE || a->kind != OPERAND_LOCAL ||
	    a->mask < 2 || a->mask & (a->mask - 1) || e->set.b.kind != OPERAND_CONST ||
	    normal_constant(&e->set.b) || !is_number(own_type(v, a->local)) ||
	    a->mask & ~low_bits(own_type(v, a->local)->bits) || a->local == e->set.dst.local ||
	    normal_only_set(v->n, e->set.dst.local) != e || !are_maskable(v, e->set.dst.local))
		return;
	l = &v->n->f->locals[e->set.dst.local];
	e->set.op = SET_SHR;
	e->set.b = number(__builtin_ctzll(a->mask), &(struct vtype){.bits = 32});
	a->mask = 0;
	a->type = l->type = e->set.dst.type = (struct vtype){.bits = own_type(v, a->local)->bits};
	mask_uses(v, e->set.dst.local, 1);
}

static void value_event(void *ctx, struct event *e)
{
	struct valuer *v = ctx;
	const struct vtype *t;

	lose_unknowns(v, e);
	if ((e->kind != EVENT_SET && e->kind != EVENT_STORE) || e->set.dst.mask)
		return;
	t = e->kind == EVENT_SET ? own_type(v, e->set.dst.local) : &e->set.dst.path->type;
	if (!is_number(t) || e->set.op == SET_COPY)
		return;
	if (e->set.op == SET_UNKNOWN) {
		narrow(v, e);
		return;
	}
	turn_sum(v, e);
	test_of_bit(v, e);
	shift_bit(v, e);
	if (e->kind == EVENT_STORE || is_comparison(e->set.op) || e->set.op == SET_COPY)
		return;
	drop_neutral(v, e, t);
	add_constants(v, e, t);
	add_shifts(v, e, t);
	if (!t->is_bool)
		turn_difference(v, e, t);
	mask_constant(v, e, t);
	clear_bits(v, e, t);
	mask_behind(v, e, t);
	mask_behind_and(v, e, t);
	narrow(v, e);
}

static void turn_guard(struct valuer *v, struct guard *g)
{
	struct operand swap = g->a;

	if ((g->rel != GUARD_EQ && g->rel != GUARD_NE) || !are_turned(v, &g->a, &g->b))
		return;
	g->a = g->b;
	g->b = swap;
	v->changed = true;
}

bool normal_value(struct normal *n)
{
	struct valuer v = {.n = n};

	normal_define(n);
	find_uses(&v);
	normal_events(n->f, value_event, &v);
	for (struct block *b = n->f->blocks; b < n->f->blocks + n->f->nblocks; b++)
		for (uint32_t i = 0; i < b->nedges; i++)
			if (b->edges[i].guard)
				turn_guard(&v, b->edges[i].guard);
	vec_free(&v.uses);
	return v.changed;
}

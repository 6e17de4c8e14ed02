// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Bits: those that are masked are a mask where the value is read, behind a shift
 * rather than before it, and only as many are computed as something reads.
 */
#include "normal_type.h"
#include "normal_value.h"

#include <string.h>

#include "constant.h"

/* x & 12 is x, of which those bits are read. */
static void mask_constant(struct valuer *v, struct event *e, const struct vtype *t)
{
	struct operand a = e->set.a;
	uint64_t mask;

	if (e->set.op != SET_AND || e->set.b.kind != OPERAND_CONST || a.kind != OPERAND_LOCAL ||
	    !num_is_number(&a.type) || t->is_bool || a.type.bits < t->bits)
		return;
	mask = (uint64_t)normal_constant(&e->set.b) & low_bits(t->bits);
	if (a.mask)
		mask &= a.mask;
	a.type = (struct vtype){.bits = t->bits};
	a.mask = mask == low_bits(t->bits) ? 0 : mask;
	if (!mask)
		a = (struct operand){.kind = OPERAND_CONST, .type = *t};
	num_copies(v, e, a);
}

/* x ^ (x & 3) and x - (x & 3) are x & ~3. */
static void clear_bits(struct valuer *v, struct event *e, const struct vtype *t)
{
	struct operand a = e->set.a, b = e->set.b;

	if ((e->set.op != SET_XOR && e->set.op != SET_SUB) || !num_is_local(&a) ||
	    b.kind != OPERAND_LOCAL || a.local != b.local || !b.mask || a.type.bits != t->bits ||
	    num_own(v, a.local)->bits != t->bits)
		return;
	a.type = (struct vtype){.bits = t->bits};
	a.mask = ~b.mask & low_bits(t->bits);
	if (a.mask)
		num_copies(v, e, a);
}

/* The lowest bit is a boolean, and so is whether a boolean is not 0. */
static void test_of_bit(struct valuer *v, struct event *e)
{
	struct operand a = e->set.a;
	const struct vtype *own;

	if (e->set.op == SET_NE && a.kind == OPERAND_PATH && a.type.is_bool && !a.mask &&
	    e->set.b.kind == OPERAND_CONST && !normal_constant(&e->set.b))
		num_copies(v, e, a);
	if ((e->set.op != SET_NE && e->set.op != SET_EQ) || a.kind != OPERAND_LOCAL ||
	    e->set.b.kind != OPERAND_CONST || normal_constant(&e->set.b))
		return;
	own = num_own(v, a.local);
	if (own->is_bool && !a.mask && e->set.op == SET_EQ && e->set.dst.type.is_bool) {
		e->set.op = SET_NOT;
		e->set.a.type = *own;
		memset(&e->set.b, 0, sizeof(e->set.b));
		v->changed = true;
	} else if (e->set.op == SET_NE &&
		   ((own->is_bool && !a.mask) || a.mask == 1 ||
		    (num_is_number(own) && !(type_bits(v->n, a.local, 0) & ~(uint64_t)1)))) {
		num_copies(v, e, a);
	}
}

bool num_is_maskable(const struct valuer *v, uint32_t local)
{
	const struct local *l = &v->n->f->locals[local];

	if (v->is_opaque[local] || l->is_param || l->in_memory || !v->first[local])
		return false;
	for (uint32_t i = v->first[local]; i; i = v->uses.v[i - 1].next)
		if (!num_is_number(&v->uses.v[i - 1].o->type))
			return false;
	return true;
}

void num_mask(struct valuer *v, uint32_t local, uint64_t mask)
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
	    !num_is_number(&a->type) || num_own(v, a->local)->bits < a->type.bits ||
	    normal_only_set(v->n, e->set.dst.local) != e || !num_is_maskable(v, e->set.dst.local))
		return;
	mask = a->mask & low_bits(a->type.bits);
	if (a->type.is_signed && mask >> (a->type.bits - 1))
		return;
	mask = (e->set.op == SET_SHL ? mask << count : mask >> count) & low_bits(t->bits);
	if (!mask || (t->is_signed && mask >> (t->bits - 1)))
		return;
	a->mask = 0;
	a->type = (struct vtype){.bits = a->type.bits};
	num_mask(v, e->set.dst.local, mask);
}

/* (x & 12) & y */
static void mask_behind_and(struct valuer *v, struct event *e, const struct vtype *t)
{
	struct operand *a = &e->set.a, *b = &e->set.b;
	uint64_t mask = low_bits(t->bits);

	if (e->set.op != SET_AND || e->kind != EVENT_SET || a->kind != OPERAND_LOCAL ||
	    b->kind != OPERAND_LOCAL || (!a->mask && !b->mask) || a->local == e->set.dst.local ||
	    b->local == e->set.dst.local || num_own(v, a->local)->bits != t->bits ||
	    num_own(v, b->local)->bits != t->bits || a->type.bits != t->bits ||
	    b->type.bits != t->bits || normal_only_set(v->n, e->set.dst.local) != e ||
	    !num_is_maskable(v, e->set.dst.local))
		return;
	mask &= (a->mask ? a->mask : mask) & (b->mask ? b->mask : mask);
	if (!mask || (t->is_signed && mask >> (t->bits - 1)))
		return;
	a->mask = b->mask = 0;
	num_mask(v, e->set.dst.local, mask);
}

/* Whether one bit is set is that bit, shifted down. */
static void shift_bit(struct valuer *v, struct event *e)
{
	struct operand *a = &e->set.a;
	struct local *l;

	if (e->kind != EVENT_SET || e->set.op != SET_NE || a->kind != OPERAND_LOCAL ||
	    a->mask < 2 || a->mask & (a->mask - 1) || e->set.b.kind != OPERAND_CONST ||
	    normal_constant(&e->set.b) || !num_is_number(num_own(v, a->local)) ||
	    a->mask & ~low_bits(num_own(v, a->local)->bits) || a->local == e->set.dst.local ||
	    normal_only_set(v->n, e->set.dst.local) != e || !num_is_maskable(v, e->set.dst.local))
		return;
	l = &v->n->f->locals[e->set.dst.local];
	e->set.op = SET_SHR;
	e->set.b = num_number(__builtin_ctzll(a->mask), &(struct vtype){.bits = 32});
	a->mask = 0;
	a->type = l->type = e->set.dst.type = (struct vtype){.bits = num_own(v, a->local)->bits};
	num_mask(v, e->set.dst.local, 1);
}

/* ---- how many bits are read ---- */

static unsigned int bits_read(const struct operand *o)
{
	uint64_t mask = o->mask & low_bits(o->type.bits);

	return mask ? 64 - (unsigned int)__builtin_clzll(mask) : o->type.bits;
}

/* What is not known and only read as a wider number is not known there. */
static void widen_unknown(struct valuer *v, const struct event *e)
{
	struct local *l = &v->n->f->locals[e->set.dst.local];
	unsigned int wide = 0;

	if (e->set.op != SET_UNKNOWN || l->type.is_bool || l->type.is_pointer)
		return;
	for (uint32_t i = v->first[e->set.dst.local]; i; i = v->uses.v[i - 1].next) {
		const struct use *u = &v->uses.v[i - 1];
		unsigned int bits = u->o->type.bits;

		if (bits >= l->type.bits && u->bits > bits)
			bits = u->bits;
		if (u->o->mask || u->o->type.is_pointer || bits <= l->type.bits || bits > 64 ||
		    (wide && bits != wide))
			return;
		wide = bits;
	}
	l->type = (struct vtype){.bits = (uint8_t)wide};
	for (uint32_t i = v->first[e->set.dst.local]; i; i = v->uses.v[i - 1].next)
		v->uses.v[i - 1].o->type = l->type;
	v->changed = true;
}

/* A sum of which only the low bits are read is computed in those. */
void num_narrow(struct valuer *v, struct event *e)
{
	struct local *l = &v->n->f->locals[e->set.dst.local];
	unsigned int read = 0, bits = 8;

	if (((e->set.op < SET_ADD || e->set.op > SET_NEG) && e->set.op != SET_UNKNOWN) ||
	    e->set.op == SET_SHR || e->kind != EVENT_SET || l->type.is_bool || l->type.is_pointer ||
	    e->set.a.type.is_bool || !num_is_maskable(v, e->set.dst.local) ||
	    normal_only_set(v->n, e->set.dst.local) != e)
		return;
	widen_unknown(v, e);
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

/* Is the local 1 << n?  Then n. */
static const struct operand *shifted_one(const struct valuer *v, const struct operand *o,
					 const struct vtype *t)
{
	const struct event *e;

	if (!num_is_local(o) || o->type.bits != t->bits || num_own(v, o->local)->bits != t->bits)
		return NULL;
	e = normal_only_set(v->n, o->local);
	if (!e || e->set.op != SET_SHL || e->set.a.kind != OPERAND_CONST ||
	    normal_constant(&e->set.a) != 1 || e->set.b.kind != OPERAND_LOCAL ||
	    e->set.b.local == o->local || !normal_can_read(v->n, e, &e->set.b))
		return NULL;
	return &e->set.b;
}

/* Whether 5 & (1 << n) is 0 is whether the lowest bit of 5 >> n is. */
static void shift_constant(struct valuer *v, struct event *e, const struct vtype *t)
{
	uint32_t first = v->first[e->set.dst.local];
	struct vtype plain = {.bits = t->bits};
	uint64_t mask;

	if (e->kind != EVENT_SET || e->set.op != SET_SHL || e->set.a.kind != OPERAND_CONST ||
	    normal_constant(&e->set.a) != 1 || e->set.b.kind != OPERAND_LOCAL ||
	    normal_only_set(v->n, e->set.dst.local) != e || !num_is_maskable(v, e->set.dst.local))
		return;
	mask = v->uses.v[first - 1].o->mask;
	for (uint32_t i = first; i; i = v->uses.v[i - 1].next)
		if (!v->uses.v[i - 1].is_test || v->uses.v[i - 1].o->mask != mask)
			return;
	if (!mask || mask & ~low_bits(t->bits))
		return;
	e->set.op = SET_SHR;
	e->set.a = (struct operand){.kind = OPERAND_CONST, .type = plain, .value = (int64_t)mask};
	for (uint32_t i = first; i; i = v->uses.v[i - 1].next)
		v->uses.v[i - 1].o->mask = 1;
	v->changed = true;
}

static bool is_only_tested(const struct valuer *v, uint32_t local)
{
	if (!num_is_maskable(v, local))
		return false;
	for (uint32_t i = v->first[local]; i; i = v->uses.v[i - 1].next)
		if (!v->uses.v[i - 1].is_test || v->uses.v[i - 1].o->mask)
			return false;
	return true;
}

/* Whether x & (1 << n) is 0 is whether the lowest bit of x >> n is. */
static void test_shifted(struct valuer *v, struct event *e, const struct vtype *t)
{
	const struct operand *n;

	if (e->kind != EVENT_SET || e->set.op != SET_AND ||
	    normal_only_set(v->n, e->set.dst.local) != e || !is_only_tested(v, e->set.dst.local))
		return;
	for (int side = 0; side < 2; side++) {
		struct operand x = side ? e->set.a : e->set.b;

		n = shifted_one(v, side ? &e->set.b : &e->set.a, t);
		if (!n || x.kind != OPERAND_LOCAL || x.local == e->set.dst.local)
			continue;
		x.type.is_signed = false;
		num_becomes(v, e, SET_SHR, x, *n);
		num_mask(v, e->set.dst.local, 1);
		return;
	}
}

/* Bits of x >> 8 that no mask can be read with: those of x are, before the shift. */
static void mask_before(struct valuer *v, struct event *e, const struct vtype *t)
{
	const struct event *inner;
	struct operand a = e->set.a;
	uint64_t mask, count;

	if (e->kind != EVENT_SET || a.kind != OPERAND_LOCAL || !a.mask || a.type.is_signed ||
	    a.local == e->set.dst.local || t->is_bool || !v->is_opaque[e->set.dst.local] ||
	    normal_only_set(v->n, e->set.dst.local) != e)
		return;
	inner = normal_only_set(v->n, a.local);
	if (!inner || inner->set.op != SET_SHR || inner->set.b.kind != OPERAND_CONST ||
	    inner->set.b.mask || !num_is_local(&inner->set.a) || inner->set.a.type.is_signed ||
	    !num_is_number(&inner->set.a.type) || inner->set.a.local == a.local ||
	    inner->set.a.local == e->set.dst.local || !normal_can_read(v->n, inner, &inner->set.a))
		return;
	count = (uint64_t)inner->set.b.value;
	mask = a.mask & low_bits(num_own(v, a.local)->bits);
	if (count >= inner->set.a.type.bits || mask << count >> count != mask || !mask ||
	    mask << count & ~low_bits(inner->set.a.type.bits) || mask & ~low_bits(t->bits))
		return;
	a = inner->set.a;
	a.mask = mask << count;
	num_becomes(v, e, SET_SHR, a, inner->set.b);
}

/* What is left of bits that are shifted down is no wider than it has to be. */
static void narrow_shifted(struct valuer *v, struct event *e)
{
	struct local *l = &v->n->f->locals[e->set.dst.local];
	unsigned int room = 8;
	uint64_t bits;

	if (e->kind != EVENT_SET || e->set.op != SET_SHR || e->set.a.kind != OPERAND_LOCAL ||
	    !e->set.a.mask || !v->is_opaque[e->set.dst.local] || l->is_param || l->in_memory ||
	    l->type.is_bool || normal_only_set(v->n, e->set.dst.local) != e)
		return;
	bits = type_bits(v->n, e->set.dst.local, 0);
	while (room < 64 && bits & ~low_bits(room))
		room *= 2;
	if (room >= l->type.bits)
		return;
	l->type = e->set.dst.type = (struct vtype){.bits = (uint8_t)room};
	v->changed = true;
}

/* x <= 7 is whether no bit above is set. */
static void test_above(struct valuer *v, struct event *e)
{
	struct operand *a = &e->set.a;
	uint64_t c = (uint64_t)normal_constant(&e->set.b);

	if ((e->set.op != SET_LE && e->set.op != SET_GT) || a->kind != OPERAND_LOCAL || !a->mask ||
	    a->type.is_signed || e->set.b.kind != OPERAND_CONST || c & (c + 1) || !(a->mask & ~c) ||
	    a->mask & (a->mask + 1))
		return;
	e->set.op = e->set.op == SET_LE ? SET_EQ : SET_NE;
	a->mask &= ~c;
	e->set.b.value = 0;
	e->set.b.mask = 0;
	v->changed = true;
}

void num_copy(struct valuer *v, struct event *e, const struct vtype *t)
{
	mask_before(v, e, t);
}

void num_test(struct valuer *v, struct event *e)
{
	test_of_bit(v, e);
	test_above(v, e);
	shift_bit(v, e);
}

void num_bits(struct valuer *v, struct event *e, const struct vtype *t)
{
	mask_constant(v, e, t);
	clear_bits(v, e, t);
	mask_behind(v, e, t);
	mask_behind_and(v, e, t);
	test_shifted(v, e, t);
	shift_constant(v, e, t);
	narrow_shifted(v, e);
}

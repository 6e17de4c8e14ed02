// SPDX-License-Identifier: GPL-2.0-or-later
/* The type and mask that one operand is read with, where its value depends on them. */
#include "normal_type.h"

#include "constant.h"
#include "relation.h"

#define MAX_DEPTH 4

const struct vtype *type_own(const struct normal *n, const struct operand *o)
{
	return &n->f->locals[o->local].type;
}

bool type_is_number(const struct vtype *t)
{
	return t->bits && t->bits <= 64;
}

struct vtype type_unsigned(unsigned int bits)
{
	return (struct vtype){.bits = (uint8_t)bits};
}

uint64_t type_sign(const struct vtype *t)
{
	return t->is_signed ? (uint64_t)1 << (t->bits - 1) : 0;
}

/* ---- bits that can be set ---- */

uint64_t type_operand_bits(const struct normal *n, const struct operand *o, int depth)
{
	uint64_t bits = low_bits(o->type.bits);
	const struct vtype *own;

	if (o->kind == OPERAND_CONST)
		return (uint64_t)normal_constant(o);
	if (!type_is_number(&o->type) || (o->kind != OPERAND_LOCAL && o->kind != OPERAND_PATH))
		return UINT64_MAX;
	own = o->kind == OPERAND_LOCAL ? type_own(n, o) : &o->path->type;
	if (o->mask)
		bits &= o->mask;
	else if (o->kind == OPERAND_LOCAL && own->bits <= o->type.bits)
		bits &= type_bits(n, o->local, depth);
	if (o->type.is_signed && bits & type_sign(&o->type))
		return UINT64_MAX;
	return bits;
}

static uint64_t shifted_bits(const struct normal *n, const struct event *e, int depth)
{
	uint64_t bits, count = (uint64_t)e->set.b.value;

	if (e->set.b.kind != OPERAND_CONST || e->set.b.mask || count >= 64)
		return UINT64_MAX;
	bits = type_operand_bits(n, &e->set.a, depth);
	if (e->set.op == SET_SHL)
		return bits << count;
	return bits == UINT64_MAX && e->set.a.type.is_signed ? UINT64_MAX : bits >> count;
}

uint64_t type_bits(const struct normal *n, uint32_t local, int depth)
{
	const struct event *e = normal_only_set(n, local);
	const struct vtype *own = &n->f->locals[local].type;
	uint64_t all = low_bits(own->bits), bits = n->ndefs[local] ? n->bits[local] : UINT64_MAX;

	if (own->is_bool)
		return 1;
	if (e && depth < MAX_DEPTH) {
		if (e->set.op == SET_COPY)
			bits = type_operand_bits(n, &e->set.a, depth + 1);
		else if (e->set.op == SET_SHR || e->set.op == SET_SHL)
			bits = shifted_bits(n, e, depth + 1);
		else if (e->set.op == SET_AND)
			bits = type_operand_bits(n, &e->set.a, depth + 1) &
			       type_operand_bits(n, &e->set.b, depth + 1);
		else if (e->set.op == SET_OR || e->set.op == SET_XOR)
			bits = type_operand_bits(n, &e->set.a, depth + 1) |
			       type_operand_bits(n, &e->set.b, depth + 1);
		else if (is_comparison(e->set.op))
			bits = 1;
	}
	bits &= all;
	return own->is_signed && bits & type_sign(own) ? UINT64_MAX : bits;
}

/* ---- one operand ---- */

void type_put(struct typer *ty, struct operand *o, struct vtype t, uint64_t mask)
{
	if (type_equal(&o->type, &t) && o->mask == mask)
		return;
	o->type = t;
	o->mask = mask;
	ty->changed = true;
}

/* The mask says all that a conversion could. */
void type_masked(struct typer *ty, struct operand *o, uint32_t width)
{
	struct vtype own = *type_own(ty->n, o);
	uint64_t mask = o->mask & low_bits(o->type.bits), all = low_bits(own.bits), bits;

	if (mask & type_sign(&o->type) && (width == ANY || width > o->type.bits))
		return;
	/* above a number without a sign there is nothing */
	if (mask & ~all && !own.is_signed && mask & all) {
		mask &= all;
		type_put(ty, o, type_unsigned(o->type.bits), mask);
	}
	if (mask & ~all) {
		type_put(ty, o, type_unsigned(o->type.bits), mask);
		return;
	}
	if (!mask) {
		*o = (struct operand){.kind = OPERAND_CONST, .type = o->type};
		ty->changed = true;
		return;
	}
	bits = type_bits(ty->n, o->local, 0);
	if (!(bits & ~mask)) {
		type_put(ty, o, own, 0);
	} else if (mask == all || mask == low_bits(8) || mask == low_bits(16) ||
		   mask == low_bits(32)) {
		type_put(ty, o, type_unsigned((unsigned int)__builtin_popcountll(mask)), 0);
	} else {
		if (mask & type_sign(&own))
			own = type_unsigned(own.bits);
		type_put(ty, o, own, mask);
	}
}

static void type_plain(struct typer *ty, struct operand *o, uint32_t width)
{
	struct vtype own = *type_own(ty->n, o);
	uint64_t bits;

	if (own.is_bool != o->type.is_bool && own.bits == o->type.bits)
		return;
	if (width == COUNT) {
		type_put(ty, o, own, 0);
	} else if (o->type.bits == own.bits) {
		if (width != ANY && width < own.bits && !own.is_bool)
			own = type_unsigned(width);
		if (width == ANY || width <= o->type.bits)
			type_put(ty, o, own, 0);
	} else if (o->type.bits > own.bits) {
		if (width != ANY && (!own.is_signed || o->type.is_signed || width <= o->type.bits))
			type_put(ty, o, own, 0);
		else if (width == ANY && !own.is_signed && !o->type.is_pointer)
			type_put(ty, o, type_unsigned(o->type.bits), 0);
	} else if (!o->type.is_bool) {
		bits = type_bits(ty->n, o->local, 0);
		if (!(bits & ~low_bits(o->type.bits)) && !(bits & type_sign(&o->type)))
			type_put(ty, o, own, 0);
		else if (width != ANY && width <= o->type.bits)
			type_put(ty, o, type_unsigned(width), 0);
	}
}

void type_operand(struct typer *ty, struct operand *o, uint32_t width)
{
	if (o->kind != OPERAND_LOCAL || !type_is_number(&o->type) ||
	    !type_is_number(type_own(ty->n, o)))
		return;
	/* all that is looked at lies below the mask */
	if (o->mask && width != ANY && width != COUNT && width <= o->type.bits &&
	    !(low_bits(width) & ~o->mask))
		type_put(ty, o, o->type, 0);
	if (o->mask)
		type_masked(ty, o, width);
	else
		type_plain(ty, o, width);
}

void type_constant(struct typer *ty, struct operand *o, struct vtype t)
{
	int64_t value = constant_wrap((uint64_t)normal_constant(o), t);

	if (type_equal(&o->type, &t) && o->value == value && !o->mask)
		return;
	o->type = t;
	o->value = value;
	o->mask = 0;
	ty->changed = true;
}

// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Types and masks of what is read: a front-end writes down the conversions that
 * its parser made, and many of them change no value.  An operand keeps a type of
 * its own only where the value depends on it.
 */
#include "normal_type.h"

#include <string.h>

#include "constant.h"
#include "relation.h"

/* ---- events ---- */

static void type_side(struct typer *ty, struct operand *o, const struct vtype *result)
{
	struct vtype t = {.bits = result->bits, .is_signed = true};

	if (o->kind == OPERAND_CONST)
		type_constant(ty, o, t);
	else
		type_operand(ty, o, result->bits);
}

/* Of what makes a boolean the lowest bit is read. */
static void type_truth(struct typer *ty, struct operand *o)
{
	const struct vtype *own;

	if (o->kind == OPERAND_CONST)
		type_constant(ty, o, (struct vtype){.bits = 1, .is_bool = true});
	if (o->kind != OPERAND_LOCAL || !type_is_number(&o->type))
		return;
	own = type_own(ty->n, o);
	if (own->is_bool)
		type_put(ty, o, *own, 0);
	else if (type_is_number(own) && (!o->mask || o->mask & 1))
		type_put(ty, o, type_unsigned(own->bits), 1);
}

static void type_compared(struct typer *ty, struct event *e)
{
	enum guard_rel rel = relation_of(e->set.op);

	type_comparison(ty, &rel, &e->set.a, &e->set.b);
	e->set.op = (enum set_op)(SET_EQ + (rel - GUARD_EQ));
}

/* Of some bits those that are shifted out do not count. */
static void type_shifted_bits(struct typer *ty, struct event *e)
{
	struct operand *o = &e->set.a;
	uint64_t count = (uint64_t)e->set.b.value;

	if (e->set.b.kind == OPERAND_CONST && !e->set.b.mask && count < 64 && o->mask >> count)
		type_put(ty, o, o->type, o->mask >> count << count);
}

/* The sign says what is shifted in; a number without one needs no room for it. */
static void type_shifted(struct typer *ty, struct event *e)
{
	struct operand *o = &e->set.a;
	struct local *l = e->kind == EVENT_SET ? &ty->n->f->locals[e->set.dst.local] : NULL;
	struct vtype own;
	uint64_t bits;

	type_operand(ty, o, ANY);
	if (o->kind == OPERAND_LOCAL && o->mask) {
		type_shifted_bits(ty, e);
		return;
	}
	if (o->kind != OPERAND_LOCAL || o->mask || !type_is_number(&o->type))
		return;
	own = *type_own(ty->n, o);
	bits = type_bits(ty->n, o->local, 0);
	if (o->type.bits > own.bits && type_is_number(&own) &&
	    (!own.is_signed || o->type.is_signed))
		type_put(ty, o, own, 0);
	if (o->type.is_signed && o->type.bits == own.bits && !(bits & type_sign(&o->type)))
		type_put(ty, o, own.is_signed ? type_unsigned(own.bits) : own, 0);
	if (!l || l->is_param || l->in_memory || l->type.bits <= o->type.bits ||
	    o->type.is_signed || normal_only_set(ty->n, e->set.dst.local) != e)
		return;
	l->type = e->set.dst.type = type_unsigned(o->type.bits);
	ty->changed = true;
}

static void type_set(struct typer *ty, struct event *e)
{
	const struct vtype *t =
		e->kind == EVENT_SET ? type_own(ty->n, &e->set.dst) : &e->set.dst.path->type;
	static const struct vtype count = {.bits = 32, .is_signed = true};

	if (is_comparison(e->set.op))
		type_compared(ty, e);
	if (!type_is_number(t) || e->set.dst.mask || e->set.op == SET_UNKNOWN ||
	    is_comparison(e->set.op))
		return;
	if (e->set.op == SET_COPY && e->set.a.kind == OPERAND_CONST) {
		type_constant(ty, &e->set.a, *t);
		return;
	}
	if (t->is_bool && (e->set.op == SET_AND || e->set.op == SET_OR || e->set.op == SET_XOR)) {
		type_truth(ty, &e->set.a);
		type_truth(ty, &e->set.b);
	}
	if (t->is_bool && e->set.op == SET_COPY && e->set.a.kind == OPERAND_LOCAL &&
	    (e->set.a.mask == 1 || type_own(ty->n, &e->set.a)->is_bool))
		type_truth(ty, &e->set.a);
	if (t->is_bool || (e->set.op == SET_NOT && e->set.a.type.is_bool))
		return;
	/* ~ of a boolean that is read as a number is no other boolean */
	if (e->set.op == SET_NOT && e->set.a.kind == OPERAND_LOCAL &&
	    type_own(ty->n, &e->set.a)->is_bool)
		type_put(ty, &e->set.a, type_unsigned(t->bits), 0);
	else if (e->set.op != SET_SHR)
		type_side(ty, &e->set.a, t);
	else
		type_shifted(ty, e);
	if (e->set.op == SET_SHL || e->set.op == SET_SHR) {
		if (e->set.b.kind == OPERAND_CONST)
			type_constant(ty, &e->set.b, count);
		else
			type_operand(ty, &e->set.b, COUNT);
	} else if (e->set.b.kind != OPERAND_NONE) {
		type_side(ty, &e->set.b, t);
	}
}

/* What is passed, or returned. */
static void type_given(struct typer *ty, struct operand *o)
{
	type_operand(ty, o, ANY);
	/* a boolean is what it is */
	if (o->kind == OPERAND_LOCAL && !o->mask && type_own(ty->n, o)->is_bool)
		type_put(ty, o, *type_own(ty->n, o), 0);
	/* an address is one, whatever it is taken for */
	if (o->kind == OPERAND_ADDR)
		o->type.record = NULL;
}

static void type_event(void *ctx, struct event *e)
{
	struct typer *ty = ctx;

	switch (e->kind) {
	case EVENT_SET:
	case EVENT_STORE:
		type_set(ty, e);
		break;
	case EVENT_CALL:
		for (uint32_t i = 0; i < e->call.nargs; i++)
			type_given(ty, &e->call.args[i]);
		break;
	case EVENT_RETURN:
		type_given(ty, &e->ret.value);
		break;
	case EVENT_ASM: /* its operands say what record they point to */
		break;
	}
}

static void type_guard(struct typer *ty, struct guard *g)
{
	if (g->rel < GUARD_IN)
		type_comparison(ty, &g->rel, &g->a, &g->b);
	else if (g->rel != GUARD_LABEL)
		type_ranges(ty, g);
}

/* ---- locals ---- */

struct widening {
	struct normal *n;
	bool *is_widened; /* by local: something reads it as more than it is */
	uint8_t *read;	  /* by local: how many bits are read, at most */
	bool *is_copied;  /* by local: all that sets it are copies */
};

static void note_all(void *ctx, uint32_t *local)
{
	((struct widening *)ctx)->read[*local] = 64;
}

static unsigned int bits_read(const struct operand *o)
{
	uint64_t mask = o->mask & low_bits(o->type.bits);

	return mask ? 64 - (unsigned int)__builtin_clzll(mask) : o->type.bits;
}

static void note_copy(void *ctx, struct event *e, struct operand *dst)
{
	struct widening *w = ctx;

	if (e->kind != EVENT_SET || e->set.op != SET_COPY || dst->mask ||
	    (e->set.a.kind != OPERAND_LOCAL && e->set.a.kind != OPERAND_CONST) ||
	    !type_is_number(&e->set.a.type))
		w->is_copied[dst->local] = false;
}

static void note_widening(void *ctx, struct operand *o)
{
	struct widening *w = ctx;

	if (o->kind == OPERAND_LOCAL && o->type.bits > type_own(w->n, o)->bits)
		w->is_widened[o->local] = true;
	if (o->kind != OPERAND_LOCAL)
		normal_operand_locals(o, note_all, w);
	else if (!type_is_number(&o->type))
		w->read[o->local] = 64;
	else if (bits_read(o) > w->read[o->local])
		w->read[o->local] = (uint8_t)bits_read(o);
}

static void note_event(void *ctx, struct event *e)
{
	normal_event_uses(e, note_widening, ctx);
	normal_event_targets(e, note_copy, ctx);
}

/* What several ways set has room for what is read of it, or for what constants set. */
static unsigned int room_of(const struct widening *w, uint32_t local)
{
	const struct local *l = &w->n->f->locals[local];
	uint64_t bits = w->n->bits[local], all = low_bits(l->type.bits);
	unsigned int room = 8, read = w->is_copied[local] ? w->read[local] : 64;

	if (w->n->ndefs[local] < 2 || l->is_param || l->in_memory || !type_is_number(&l->type) ||
	    !w->read[local])
		return l->type.bits;
	if (bits == UINT64_MAX || (l->type.is_signed && bits & type_sign(&l->type)))
		bits = all;
	/* constants say no more than that an int holds them */
	while (room < l->type.bits && room < read && (room < 32 || bits & ~low_bits(room)))
		room *= 2;
	return room < l->type.bits ? room : l->type.bits;
}

/* Is it set to 0 and 1 alone? */
static bool is_truth(const struct normal *n, uint32_t local)
{
	const struct local *l = &n->f->locals[local];

	return !l->is_param && !l->in_memory && n->ndefs[local] && type_is_number(&l->type) &&
	       type_bits(n, local, 0) == 1;
}

/* Of a local only its bits say something, and its sign where it is made wider. */
static void type_locals(struct typer *ty)
{
	struct function *f = ty->n->f;
	struct widening w = {.n = ty->n};

	w.is_widened = arena_array(ty->n->arena, bool, f->nlocals + 1);
	w.read = arena_array(ty->n->arena, uint8_t, f->nlocals + 1);
	w.is_copied = arena_array(ty->n->arena, bool, f->nlocals + 1);
	memset(w.is_copied, true, f->nlocals * sizeof(*w.is_copied));
	normal_events(f, note_event, &w);
	for (struct block *b = f->blocks; b < f->blocks + f->nblocks; b++)
		for (uint32_t i = 0; i < b->nedges; i++)
			if (b->edges[i].guard)
				normal_guard_uses(b->edges[i].guard, note_widening, &w);
	for (uint32_t i = f->nparams; i < f->nlocals; i++) {
		struct local *l = &f->locals[i];
		struct vtype t = {.bits = l->type.bits,
				  .is_signed = l->type.is_signed && w.is_widened[i]};

		if (room_of(&w, i) < t.bits)
			t = type_unsigned(room_of(&w, i));
		if (is_truth(ty->n, i))
			t = (struct vtype){.bits = 1, .is_bool = true};
		if (l->in_memory || !type_is_number(&l->type) || l->type.is_bool ||
		    type_equal(&l->type, &t))
			continue;
		l->type = t;
		ty->changed = true;
	}
}

static void type_target(void *ctx, struct event *e, struct operand *dst)
{
	struct typer *ty = ctx;

	(void)e;
	dst->type = *type_own(ty->n, dst);
}

static void type_targets(void *ctx, struct event *e)
{
	normal_event_targets(e, type_target, ctx);
}

bool normal_type(struct normal *n)
{
	struct typer ty = {.n = n};

	normal_define(n);
	type_locals(&ty);
	normal_events(n->f, type_targets, &ty);
	normal_events(n->f, type_event, &ty);
	for (struct block *b = n->f->blocks; b < n->f->blocks + n->f->nblocks; b++)
		for (uint32_t i = 0; i < b->nedges; i++)
			if (b->edges[i].guard)
				type_guard(&ty, b->edges[i].guard);
	return ty.changed;
}

// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Types and masks of what is read: a front-end writes down the conversions that
 * its parser made, and many of them change no value.  An operand keeps a type of
 * its own only where the value depends on it.
 */
#include "normal.h"

#include "constant.h"
#include "relation.h"

#define MAX_DEPTH 4

struct typer {
	struct normal *n;
	bool changed;
};

static const struct vtype *own_type(const struct normal *n, const struct operand *o)
{
	return &n->f->locals[o->local].type;
}

static bool is_number(const struct vtype *t)
{
	return t->bits && t->bits <= 64;
}

static struct vtype unsigned_type(unsigned int bits)
{
	return (struct vtype){.bits = (uint8_t)bits};
}

static uint64_t sign_bit(const struct vtype *t)
{
	return t->is_signed ? (uint64_t)1 << (t->bits - 1) : 0;
}

/* ---- bits that can be set ---- */

static uint64_t bits_of(const struct normal *n, uint32_t local, int depth);

/* Of what is read; UINT64_MAX: all, among them those of a sign. */
static uint64_t operand_bits(const struct normal *n, const struct operand *o, int depth)
{
	uint64_t bits = low_bits(o->type.bits);
	const struct vtype *own;

	if (o->kind == OPERAND_CONST)
		return (uint64_t)normal_constant(o);
	if (!is_number(&o->type) || (o->kind != OPERAND_LOCAL && o->kind != OPERAND_PATH))
		return UINT64_MAX;
	own = o->kind == OPERAND_LOCAL ? own_type(n, o) : &o->path->type;
	if (o->mask)
		bits &= o->mask;
	else if (o->kind == OPERAND_LOCAL && own->bits <= o->type.bits)
		bits &= bits_of(n, o->local, depth);
	if (o->type.is_signed && bits & sign_bit(&o->type))
		return UINT64_MAX;
	return bits;
}

static uint64_t shifted_bits(const struct normal *n, const struct event *e, int depth)
{
	uint64_t bits, count = (uint64_t)e->set.b.value;

	if (e->set.b.kind != OPERAND_CONST || e->set.b.mask || count >= 64)
		return UINT64_MAX;
	bits = operand_bits(n, &e->set.a, depth);
	if (e->set.op == SET_SHL)
		return bits << count;
	return bits == UINT64_MAX && e->set.a.type.is_signed ? UINT64_MAX : bits >> count;
}

static uint64_t bits_of(const struct normal *n, uint32_t local, int depth)
{
	const struct event *e = normal_only_set(n, local);
	const struct vtype *own = &n->f->locals[local].type;
	uint64_t all = low_bits(own->bits), bits = n->ndefs[local] ? n->bits[local] : UINT64_MAX;

	if (own->is_bool)
		return 1;
	if (e && depth < MAX_DEPTH) {
		if (e->set.op == SET_COPY)
			bits = operand_bits(n, &e->set.a, depth + 1);
		else if (e->set.op == SET_SHR || e->set.op == SET_SHL)
			bits = shifted_bits(n, e, depth + 1);
		else if (e->set.op == SET_AND)
			bits = operand_bits(n, &e->set.a, depth + 1) &
			       operand_bits(n, &e->set.b, depth + 1);
		else if (is_comparison(e->set.op))
			bits = 1;
	}
	bits &= all;
	return own->is_signed && bits & sign_bit(own) ? UINT64_MAX : bits;
}

/* ---- one operand ---- */

/* What reads it: of how many bits its result is, COUNT for how far is shifted, ANY if unknown. */
enum { COUNT = 0, ANY = UINT32_MAX };

static void set_type(struct typer *ty, struct operand *o, struct vtype t, uint64_t mask)
{
	if (type_equal(&o->type, &t) && o->mask == mask)
		return;
	o->type = t;
	o->mask = mask;
	ty->changed = true;
}

/* The mask says all that a conversion could. */
static void type_masked(struct typer *ty, struct operand *o, uint32_t width)
{
	struct vtype own = *own_type(ty->n, o);
	uint64_t mask = o->mask & low_bits(o->type.bits), all = low_bits(own.bits), bits;

	if (mask & sign_bit(&o->type) && (width == ANY || width > o->type.bits))
		return;
	if (mask & ~all) {
		set_type(ty, o, unsigned_type(o->type.bits), mask);
		return;
	}
	if (!mask) {
		*o = (struct operand){.kind = OPERAND_CONST, .type = o->type};
		ty->changed = true;
		return;
	}
	bits = bits_of(ty->n, o->local, 0);
	if (!(bits & ~mask)) {
		set_type(ty, o, own, 0);
	} else if (mask == all || mask == low_bits(8) || mask == low_bits(16) ||
		   mask == low_bits(32)) {
		set_type(ty, o, unsigned_type((unsigned int)__builtin_popcountll(mask)), 0);
	} else {
		if (mask & sign_bit(&own))
			own = unsigned_type(own.bits);
		set_type(ty, o, own, mask);
	}
}

static void type_plain(struct typer *ty, struct operand *o, uint32_t width)
{
	struct vtype own = *own_type(ty->n, o);
	uint64_t bits;

	if (own.is_bool != o->type.is_bool && own.bits == o->type.bits)
		return;
	if (width == COUNT) {
		set_type(ty, o, own, 0);
	} else if (o->type.bits == own.bits) {
		if (width != ANY && width < own.bits && !own.is_bool)
			own = unsigned_type(width);
		if (width == ANY || width <= o->type.bits)
			set_type(ty, o, own, 0);
	} else if (o->type.bits > own.bits) {
		if (width != ANY && (!own.is_signed || o->type.is_signed || width <= o->type.bits))
			set_type(ty, o, own, 0);
		else if (width == ANY && !own.is_signed && !o->type.is_pointer)
			set_type(ty, o, unsigned_type(o->type.bits), 0);
	} else if (!o->type.is_bool) {
		bits = bits_of(ty->n, o->local, 0);
		if (!(bits & ~low_bits(o->type.bits)) && !(bits & sign_bit(&o->type)))
			set_type(ty, o, own, 0);
		else if (width != ANY && width <= o->type.bits)
			set_type(ty, o, unsigned_type(width), 0);
	}
}

static void type_operand(struct typer *ty, struct operand *o, uint32_t width)
{
	if (o->kind != OPERAND_LOCAL || !is_number(&o->type) || !is_number(own_type(ty->n, o)))
		return;
	/* all that is looked at lies below the mask */
	if (o->mask && width != ANY && width != COUNT && width <= o->type.bits &&
	    !(low_bits(width) & ~o->mask))
		set_type(ty, o, o->type, 0);
	if (o->mask)
		type_masked(ty, o, width);
	else
		type_plain(ty, o, width);
}

static void type_constant(struct typer *ty, struct operand *o, struct vtype t)
{
	int64_t value = constant_wrap((uint64_t)normal_constant(o), t);

	if (type_equal(&o->type, &t) && o->value == value && !o->mask)
		return;
	o->type = t;
	o->value = value;
	o->mask = 0;
	ty->changed = true;
}

/* ---- comparisons ---- */

static void set_relation(struct typer *ty, enum guard_rel *rel, enum guard_rel to)
{
	ty->changed |= *rel != to;
	*rel = to;
}

static void swap_sides(struct typer *ty, enum guard_rel *rel, struct operand *a, struct operand *b)
{
	struct operand swap = *a;

	*a = *b;
	*b = swap;
	set_relation(ty, rel, guard_mirror(*rel));
	ty->changed = true;
}

/* Of the ways to ask whether a number is above another the one without "or equal". */
static void strict_bound(struct typer *ty, enum guard_rel *rel, struct operand *a,
			 struct operand *b)
{
	const struct vtype *t = &a->type;
	int64_t least = t->is_signed ? (int64_t)(UINT64_MAX << (t->bits - 1)) : 0;
	int64_t half = (int64_t)(low_bits(t->bits) >> 1);

	if ((*rel == GUARD_GE || *rel == GUARD_LT) && b->value != least) {
		b->value = (int64_t)((uint64_t)b->value - 1);
		set_relation(ty, rel, *rel == GUARD_GE ? GUARD_GT : GUARD_LE);
	}
	if (*rel != GUARD_GT && *rel != GUARD_LE)
		return;
	if (!b->value && !t->is_signed) {
		set_relation(ty, rel, *rel == GUARD_GT ? GUARD_NE : GUARD_EQ);
	} else if (b->value == (t->is_signed ? -1 : half) && t->bits > 1 && !a->mask &&
		   a->kind == OPERAND_LOCAL) {
		/* is the highest bit set? */
		set_relation(ty, rel, (*rel == GUARD_GT) == t->is_signed ? GUARD_EQ : GUARD_NE);
		a->mask = (uint64_t)half + 1;
		a->type = b->type = unsigned_type(t->bits);
		b->value = 0;
	}
}

/* The local is compared in its own type, where the constant is one of that too. */
static void own_comparison(struct typer *ty, enum guard_rel rel, struct operand *a,
			   struct operand *b)
{
	struct vtype own = *own_type(ty->n, a), t = a->type;
	struct operand narrow = *a;
	bool equal = rel == GUARD_EQ || rel == GUARD_NE;

	if (a->mask) {
		if (b->value < 0 && t.is_signed)
			return;
		type_masked(ty, &narrow, ANY);
		if (narrow.kind == OPERAND_LOCAL &&
		    constant_wrap((uint64_t)b->value, narrow.type) == b->value) {
			*a = narrow;
			b->type = a->type;
		}
	} else if (t.bits > own.bits) {
		if ((own.is_signed && !t.is_signed) ||
		    constant_wrap((uint64_t)b->value, own) != b->value)
			return;
		ty->changed = true;
		a->type = b->type = own;
	} else if (equal && t.is_bool == own.is_bool) {
		if (t.bits < own.bits)
			own = unsigned_type(t.bits);
		set_type(ty, a, own, 0);
		type_constant(ty, b, own);
	} else if (!equal) {
		t.record = NULL;
		t.is_pointer = false;
		set_type(ty, a, t, 0);
	}
}

static void compare_constant(struct typer *ty, enum guard_rel *rel, struct operand *a,
			     struct operand *b)
{
	type_constant(ty, b, a->type);
	if (a->kind == OPERAND_LOCAL && is_number(own_type(ty->n, a)))
		own_comparison(ty, *rel, a, b);
	if (a->kind == OPERAND_LOCAL || a->kind == OPERAND_PATH)
		strict_bound(ty, rel, a, b);
	if ((*rel != GUARD_EQ && *rel != GUARD_NE) || !b->value)
		return;
	/* one bit is set if it is not 0 */
	if ((a->mask && !(a->mask & (a->mask - 1)) && (uint64_t)b->value == a->mask) ||
	    (a->type.is_bool && b->value == 1)) {
		b->value = 0;
		set_relation(ty, rel, guard_negate(*rel));
	}
	type_constant(ty, b, a->type);
}

/* Both were made wider by one and the same conversion, or are of one type. */
static void compare_locals(struct typer *ty, enum guard_rel rel, struct operand *a,
			   struct operand *b)
{
	struct vtype x = *own_type(ty->n, a), y = *own_type(ty->n, b), t = a->type;
	bool equal = rel == GUARD_EQ || rel == GUARD_NE;

	if (equal && a->mask && a->mask == b->mask && x.bits == y.bits && is_number(&x) &&
	    a->type.bits == b->type.bits && !(a->mask & sign_bit(&t))) {
		type_masked(ty, a, ANY);
		type_masked(ty, b, ANY);
		return;
	}
	if (a->mask || b->mask || !is_number(&x) || !is_number(&y) || x.bits != y.bits ||
	    a->type.bits != b->type.bits || x.is_bool != y.is_bool)
		return;
	if (t.bits > x.bits &&
	    (x.is_signed != y.is_signed || (x.is_signed && !t.is_signed && !equal)))
		return;
	if (t.bits >= x.bits && equal) {
		set_type(ty, a, x, 0);
		set_type(ty, b, y, 0);
	} else if (t.bits == x.bits) {
		set_type(ty, a, (struct vtype){.bits = t.bits, .is_signed = t.is_signed}, 0);
		set_type(ty, b, a->type, 0);
	} else if (t.bits > x.bits) {
		set_type(ty, a, (struct vtype){.bits = x.bits, .is_signed = x.is_signed}, 0);
		set_type(ty, b, a->type, 0);
	}
}

static void type_comparison(struct typer *ty, enum guard_rel *rel, struct operand *a,
			    struct operand *b)
{
	if (!is_number(&a->type) || !is_number(&b->type))
		return;
	if (a->kind == OPERAND_CONST && b->kind != OPERAND_CONST)
		swap_sides(ty, rel, a, b);
	else if (b->kind != OPERAND_CONST && (*rel == GUARD_GT || *rel == GUARD_GE))
		swap_sides(ty, rel, a, b);
	if (a->kind == OPERAND_CONST)
		return;
	if (b->kind == OPERAND_CONST && a->type.bits == b->type.bits)
		compare_constant(ty, rel, a, b);
	else if (a->kind == OPERAND_LOCAL && b->kind == OPERAND_LOCAL)
		compare_locals(ty, *rel, a, b);
}

static bool fits_ranges(const struct guard *g, struct vtype t)
{
	for (uint32_t i = 0; i < g->nranges; i++)
		if (constant_wrap((uint64_t)g->ranges[i].lo, t) != g->ranges[i].lo ||
		    constant_wrap((uint64_t)g->ranges[i].hi, t) != g->ranges[i].hi)
			return false;
	return true;
}

/* A switch is over the type that its value has without a conversion. */
static void type_ranges(struct typer *ty, struct guard *g)
{
	struct vtype own;

	if (g->a.kind != OPERAND_LOCAL || !is_number(&g->a.type))
		return;
	own = *own_type(ty->n, &g->a);
	if (g->a.mask) {
		struct operand plain = g->a;

		if (is_number(&own))
			type_masked(ty, &plain, ANY);
		if (plain.kind == OPERAND_LOCAL && fits_ranges(g, plain.type))
			g->a = plain;
		return;
	}
	if (!is_number(&own) || g->a.type.bits < own.bits || own.is_bool)
		return;
	if (fits_ranges(g, own))
		set_type(ty, &g->a, own, 0);
}

/* ---- events ---- */

static void type_side(struct typer *ty, struct operand *o, const struct vtype *result)
{
	struct vtype t = {.bits = result->bits, .is_signed = true};

	if (o->kind == OPERAND_CONST)
		type_constant(ty, o, t);
	else
		type_operand(ty, o, result->bits);
}

static void type_compared(struct typer *ty, struct event *e)
{
	enum guard_rel rel = relation_of(e->set.op);

	type_comparison(ty, &rel, &e->set.a, &e->set.b);
	e->set.op = (enum set_op)(SET_EQ + (rel - GUARD_EQ));
}

/* The sign says what is shifted in; a number without one needs no room for it. */
static void type_shifted(struct typer *ty, struct event *e)
{
	struct operand *o = &e->set.a;
	struct local *l = e->kind == EVENT_SET ? &ty->n->f->locals[e->set.dst.local] : NULL;
	struct vtype own;
	uint64_t bits;

	type_operand(ty, o, ANY);
	if (o->kind != OPERAND_LOCAL || o->mask || !is_number(&o->type))
		return;
	own = *own_type(ty->n, o);
	bits = bits_of(ty->n, o->local, 0);
	if (o->type.bits > own.bits && is_number(&own) && (!own.is_signed || o->type.is_signed))
		set_type(ty, o, own, 0);
	if (o->type.is_signed && o->type.bits == own.bits && !(bits & sign_bit(&o->type)))
		set_type(ty, o, own.is_signed ? unsigned_type(own.bits) : own, 0);
	if (!l || l->is_param || l->in_memory || l->type.bits <= o->type.bits ||
	    o->type.is_signed || normal_only_set(ty->n, e->set.dst.local) != e)
		return;
	l->type = e->set.dst.type = unsigned_type(o->type.bits);
	ty->changed = true;
}

static void type_set(struct typer *ty, struct event *e)
{
	const struct vtype *t =
		e->kind == EVENT_SET ? own_type(ty->n, &e->set.dst) : &e->set.dst.path->type;
	static const struct vtype count = {.bits = 32, .is_signed = true};

	if (is_comparison(e->set.op))
		type_compared(ty, e);
	if (!is_number(t) || e->set.dst.mask || e->set.op == SET_UNKNOWN ||
	    is_comparison(e->set.op))
		return;
	if (e->set.op == SET_COPY && e->set.a.kind == OPERAND_CONST) {
		type_constant(ty, &e->set.a, *t);
		return;
	}
	if (t->is_bool || (e->set.op == SET_NOT && e->set.a.type.is_bool))
		return;
	if (e->set.op != SET_SHR)
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

static void type_event(void *ctx, struct event *e)
{
	struct typer *ty = ctx;

	switch (e->kind) {
	case EVENT_SET:
	case EVENT_STORE:
		type_set(ty, e);
		break;
	case EVENT_CALL:
		for (uint32_t i = 0; i < e->call.nargs; i++) {
			type_operand(ty, &e->call.args[i], ANY);
			/* an address is passed, whatever it is taken for */
			if (e->call.args[i].kind == OPERAND_ADDR)
				e->call.args[i].type.record = NULL;
		}
		break;
	case EVENT_RETURN:
		type_operand(ty, &e->ret.value, ANY);
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
};

static void note_widening(void *ctx, struct operand *o)
{
	struct widening *w = ctx;

	if (o->kind == OPERAND_LOCAL && o->type.bits > own_type(w->n, o)->bits)
		w->is_widened[o->local] = true;
}

static void note_event(void *ctx, struct event *e)
{
	normal_event_uses(e, note_widening, ctx);
}

/* Of a local only its bits say something, and its sign where it is made wider. */
static void type_locals(struct typer *ty)
{
	struct function *f = ty->n->f;
	struct widening w = {.n = ty->n};

	w.is_widened = arena_array(ty->n->arena, bool, f->nlocals + 1);
	normal_events(f, note_event, &w);
	for (struct block *b = f->blocks; b < f->blocks + f->nblocks; b++)
		for (uint32_t i = 0; i < b->nedges; i++)
			if (b->edges[i].guard)
				normal_guard_uses(b->edges[i].guard, note_widening, &w);
	for (uint32_t i = f->nparams; i < f->nlocals; i++) {
		struct local *l = &f->locals[i];
		struct vtype t = {.bits = l->type.bits,
				  .is_signed = l->type.is_signed && w.is_widened[i]};

		if (l->in_memory || !is_number(&l->type) || l->type.is_bool ||
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
	dst->type = *own_type(ty->n, dst);
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

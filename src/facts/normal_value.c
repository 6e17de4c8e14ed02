// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Arithmetic: what is the same number is written one way.  A difference with a
 * constant is a sum, constants that are added one after the other are one, bits
 * that are masked are a mask where the value is read, behind a shift rather than
 * before it, and only as many bits are computed as something reads.
 */
#include "normal_value.h"

#include <string.h>

#include "base/vec.h"
#include "constant.h"
#include "relation.h"

const struct vtype *num_own(const struct valuer *v, uint32_t local)
{
	return &v->n->f->locals[local].type;
}

bool num_is_number(const struct vtype *t)
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
	vec_push(&v->uses, (struct use){o, v->first[o->local], v->is_test, v->bits});
	v->first[o->local] = (uint32_t)v->uses.n;
}

static bool is_zero(const struct operand *o)
{
	return o->kind == OPERAND_CONST && !normal_constant(o);
}

static void note_event(void *ctx, struct event *e)
{
	struct valuer *v = ctx;

	v->is_test = e->kind == EVENT_SET && (e->set.op == SET_EQ || e->set.op == SET_NE) &&
		     is_zero(&e->set.b);
	v->bits = e->kind == EVENT_SET && e->set.op >= SET_ADD && e->set.op <= SET_XOR &&
				  e->set.op != SET_SHL && e->set.op != SET_SHR
			  ? num_own(v, e->set.dst.local)->bits
			  : 0;
	normal_event_uses(e, note_use, ctx);
}

static void note_guard(struct valuer *v, struct guard *g)
{
	v->is_test = (g->rel == GUARD_EQ || g->rel == GUARD_NE) && is_zero(&g->b);
	v->bits = 0;
	normal_guard_uses(g, note_use, v);
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
				note_guard(v, b->edges[i].guard);
}

/* ---- one operation ---- */

bool num_is_local(const struct operand *o)
{
	return o->kind == OPERAND_LOCAL && !o->mask;
}

bool num_is_no_wider(const struct valuer *v, const struct operand *o, const struct vtype *t)
{
	return num_is_local(o) && o->type.bits >= t->bits &&
	       num_own(v, o->local)->bits >= o->type.bits;
}

void num_copies(struct valuer *v, struct event *e, struct operand a)
{
	e->set.op = SET_COPY;
	e->set.a = a;
	memset(&e->set.b, 0, sizeof(e->set.b));
	v->changed = true;
}

void num_becomes(struct valuer *v, struct event *e, enum set_op op, struct operand a,
		 struct operand b)
{
	e->set.op = op;
	e->set.a = a;
	e->set.b = b;
	v->changed = true;
}

struct operand num_number(int64_t value, const struct vtype *t)
{
	struct vtype s = {.bits = t->bits, .is_signed = true};

	return (struct operand){
		.kind = OPERAND_CONST, .type = s, .value = constant_wrap((uint64_t)value, s)};
}

/* What an operation with a constant leaves as it is, and x & 0. */
static void drop_neutral(struct valuer *v, struct event *e, const struct vtype *t)
{
	uint64_t c = (uint64_t)normal_constant(&e->set.b);

	if (e->set.op == SET_AND && e->set.b.kind == OPERAND_CONST && !c)
		num_copies(v, e, num_number(0, t));
	if (e->set.b.kind != OPERAND_CONST || t->is_bool || e->set.a.kind != OPERAND_LOCAL)
		return;
	if (c ? e->set.op == SET_AND && (c & low_bits(t->bits)) == low_bits(t->bits) &&
			    e->set.a.type.bits >= t->bits
	      : e->set.op == SET_ADD || e->set.op == SET_OR || e->set.op == SET_XOR ||
			    e->set.op == SET_SHL || e->set.op == SET_SHR)
		num_copies(v, e, e->set.a);
}

/* ---- what is not known ---- */

/* A value that nobody knows and that is read once is not known there. */
static void lose_unknown(void *ctx, struct operand *o)
{
	struct valuer *v = ctx;
	const struct event *e;

	if (o->kind == OPERAND_UNKNOWN) {
		o->type.is_signed = o->type.is_pointer = false;
		o->type.record = NULL;
		/* what is made of it before it is handed on nobody can tell */
		if (o->type.is_bool)
			o->type = (struct vtype){.bits = 32};
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

/* Made of that and of a constant it is not known either, nor is a sum with anything else. */
static bool is_lost_in(struct valuer *v, const struct event *e, const struct operand *o,
		       const struct operand *other)
{
	if (!is_lost(v, *o))
		return false;
	return other->kind == OPERAND_CONST || other->kind == OPERAND_NONE ||
	       ((e->set.op == SET_ADD || e->set.op == SET_SUB) && other->kind == OPERAND_LOCAL);
}

static void spread_unknown(struct valuer *v, struct event *e)
{
	if (e->set.op < SET_ADD || e->set.op > SET_NEG || e->set.dst.type.is_bool)
		return;
	if (is_lost_in(v, e, &e->set.a, &e->set.b) ||
	    (e->set.b.kind != OPERAND_NONE && is_lost_in(v, e, &e->set.b, &e->set.a))) {
		e->set.op = SET_UNKNOWN;
		memset(&e->set.a, 0, sizeof(e->set.a));
		memset(&e->set.b, 0, sizeof(e->set.b));
		v->changed = true;
	}
}

/* What nothing sets is not known. */
static void lose_unset(struct valuer *v, struct event *e)
{
	const struct operand *a = &e->set.a;
	const struct local *l;

	if (e->kind != EVENT_SET || e->set.op != SET_COPY || a->kind != OPERAND_LOCAL)
		return;
	l = &v->n->f->locals[a->local];
	if (v->n->ndefs[a->local] || l->is_param || l->in_memory)
		return;
	e->set.op = SET_UNKNOWN;
	memset(&e->set.a, 0, sizeof(e->set.a));
	memset(&e->place, 0, sizeof(e->place));
	v->changed = true;
}

static void lose_unknowns(struct valuer *v, struct event *e)
{
	if (e->kind == EVENT_SET || e->kind == EVENT_STORE)
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

static void value_event(void *ctx, struct event *e)
{
	struct valuer *v = ctx;
	const struct vtype *t;

	lose_unset(v, e);
	lose_unknowns(v, e);
	if ((e->kind != EVENT_SET && e->kind != EVENT_STORE) || e->set.dst.mask)
		return;
	t = e->kind == EVENT_SET ? num_own(v, e->set.dst.local) : &e->set.dst.path->type;
	if (num_is_number(t) && e->set.op == SET_COPY)
		num_copy(v, e, t);
	if (!num_is_number(t) || e->set.op == SET_COPY)
		return;
	if (e->set.op == SET_UNKNOWN) {
		num_narrow(v, e);
		return;
	}
	num_turn(v, e);
	num_test(v, e);
	if (e->kind == EVENT_STORE || is_comparison(e->set.op) || e->set.op == SET_COPY)
		return;
	drop_neutral(v, e, t);
	num_sum(v, e, t);
	num_bits(v, e, t);
	num_narrow(v, e);
}

static void turn_guard(struct valuer *v, struct guard *g)
{
	struct operand swap = g->a;

	if ((g->rel != GUARD_EQ && g->rel != GUARD_NE) || !num_turned(v, &g->a, &g->b))
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

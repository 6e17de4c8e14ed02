// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Folding: a local that is set once, to a constant, an address or another
 * such local, is replaced where it is read; operations on constants are done;
 * guards on constants are decided, and a guard on the result of a comparison
 * becomes the comparison.
 */
#include "normal.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "constant.h"
#include "relation.h"

/* Copies of copies are followed that far: facts have no longer chains, and cycles end. */
#define MAX_HOPS 1000

struct folder {
	struct normal *n;
	uint32_t *ndefs;    /* by local */
	struct event **def; /* by local: the one that sets it, where there is one */
	bool changed;
};

/* ---- values ---- */

/* The value of a constant as it is read, mask and all. */
static int64_t value_of(const struct operand *o)
{
	int64_t v = constant_wrap((uint64_t)o->value, o->type);

	return o->mask ? (int64_t)((uint64_t)v & o->mask) : v;
}

/* Does the set's value follow from constants alone? */
static bool evaluate(const struct event *e, int64_t *value)
{
	const struct operand *a = &e->set.a, *b = &e->set.b;

	if (a->kind != OPERAND_CONST ||
	    (e->set.op != SET_NOT && e->set.op != SET_NEG && b->kind != OPERAND_CONST))
		return false;
	return constant_fold(e->set.op, value_of(a), b->kind == OPERAND_CONST ? value_of(b) : 0,
			     a->type, e->set.dst.type, value);
}

/* ---- what a local stands for ---- */

static void count_target(void *ctx, struct event *e, struct operand *dst)
{
	struct folder *fo = ctx;

	fo->ndefs[dst->local] += dst->mask ? 2 : 1; /* in part: it keeps some of its value */
	fo->def[dst->local] = e;
}

static void count_event(void *ctx, struct event *e)
{
	normal_event_targets(e, count_target, ctx);
}

/* Has the local one value for as long as it is read? */
static bool is_stable(const struct folder *fo, uint32_t local)
{
	return fo->ndefs[local] <= 1 && !fo->n->f->locals[local].in_memory;
}

struct stable {
	const struct folder *fo;
	bool yes;
};

static void check_stable(void *ctx, uint32_t *local)
{
	struct stable *s = ctx;

	/* The address of a variable is one value, whatever stands in it. */
	if (!is_stable(s->fo, *local) && !s->fo->n->f->locals[*local].in_memory)
		s->yes = false;
}

/* May the operand be read later, in the place of a local that it was copied to? */
static bool can_move(const struct folder *fo, const struct operand *o)
{
	struct stable s = {.fo = fo, .yes = true};
	struct operand copy = *o;

	if (o->kind == OPERAND_CONST || o->kind == OPERAND_FUNC)
		return true;
	if (o->kind == OPERAND_LOCAL)
		return is_stable(fo, o->local);
	if (o->kind != OPERAND_ADDR)
		return false;
	for (uint32_t i = 0; i < o->path->nsteps; i++)
		if (o->path->steps[i].kind == STEP_DEREF &&
		    i) /* what a pointer in memory says now */
			return false;
	normal_operand_locals(&copy, check_stable, &s);
	return s.yes;
}

/* Has a local of type to, set to a value of type from, that value? */
static bool keeps_value(const struct vtype *from, const struct vtype *to)
{
	if (from->bits == to->bits)
		return from->is_bool == to->is_bool;
	return from->bits && to->bits > from->bits && (!from->is_signed || to->is_signed);
}

/* What the local was set to, if it is to be replaced by that. */
static const struct operand *source_of(const struct folder *fo, uint32_t local)
{
	const struct local *l = &fo->n->f->locals[local];
	const struct event *e = fo->def[local];

	if (fo->ndefs[local] != 1 || l->is_param || l->in_memory || e->kind != EVENT_SET ||
	    e->set.op != SET_COPY || !can_move(fo, &e->set.a))
		return NULL;
	if (e->set.a.kind == OPERAND_CONST)
		return &e->set.a;
	if (e->set.a.kind != OPERAND_LOCAL)
		return e->set.a.mask ? NULL : &e->set.a;
	return !e->set.a.mask && keeps_value(&e->set.a.type, &l->type) ? &e->set.a : NULL;
}

/* The same, through copies of copies; NULL if it stays. */
static const struct operand *origin_of(const struct folder *fo, uint32_t local)
{
	const struct operand *o = source_of(fo, local), *next = o;

	for (int i = 0; i < MAX_HOPS; i++) {
		if (!next || next->kind != OPERAND_LOCAL)
			return next ? next : o;
		o = next;
		next = source_of(fo, o->local);
	}
	return NULL;
}

/* A path whose root is a copy: of another local, or of an address that it follows. */
static void fold_root(struct folder *fo, struct operand *o)
{
	struct path *p = o->path, *q;
	const struct operand *from;
	struct operand copy;

	if (p->root != ROOT_LOCAL)
		return;
	from = origin_of(fo, p->local);
	if (from && from->kind == OPERAND_LOCAL) {
		p->local = from->local;
		fo->changed = true;
	}
	if (!from || from->kind != OPERAND_ADDR || !p->nsteps || p->steps[0].kind != STEP_DEREF)
		return;
	copy = normal_copy(fo->n->arena, from);
	q = copy.path;
	q->type = p->type;
	q->is_volatile |= p->is_volatile;
	q->nsteps = from->path->nsteps + p->nsteps - 1;
	q->steps = arena_array(fo->n->arena, struct step, q->nsteps);
	memcpy(q->steps, from->path->steps, from->path->nsteps * sizeof(*q->steps));
	memcpy(q->steps + from->path->nsteps, p->steps + 1, (p->nsteps - 1) * sizeof(*q->steps));
	o->path = q;
	fo->changed = true;
}

static void fold_indices(struct folder *fo, struct path *p)
{
	for (struct step *s = p->steps; s < p->steps + p->nsteps; s++) {
		const struct operand *from;

		if (s->kind != STEP_INDEX_LOCAL)
			continue;
		from = origin_of(fo, (uint32_t)s->index);
		if (!from || (from->kind != OPERAND_LOCAL && from->kind != OPERAND_CONST))
			continue;
		s->kind = from->kind == OPERAND_CONST ? STEP_INDEX : STEP_INDEX_LOCAL;
		s->index = from->kind == OPERAND_CONST ? value_of(from) : (int64_t)from->local;
		fo->changed = true;
	}
}

/* Where it is read a local keeps the type and the mask that it is read with. */
static void fold_use(void *ctx, struct operand *o)
{
	struct folder *fo = ctx;
	const struct operand *from;
	struct operand copy;

	if (o->kind == OPERAND_ADDR || o->kind == OPERAND_PATH) {
		fold_root(fo, o);
		fold_indices(fo, o->path);
		return;
	}
	if (o->kind != OPERAND_LOCAL)
		return;
	from = origin_of(fo, o->local);
	if (!from)
		return;
	copy = normal_copy(fo->n->arena, from);
	if (copy.kind == OPERAND_CONST)
		copy.value =
			constant_wrap((uint64_t)value_of(from), fo->n->f->locals[o->local].type);
	copy.type = o->type;
	copy.mask = o->mask;
	*o = copy;
	fo->changed = true;
}

/* ---- events ---- */

static bool is_unresolved(const struct folder *fo, const struct operand *o)
{
	return o->kind == OPERAND_LOCAL && fo->n->unresolved[o->local];
}

/* A value made of constants and of such locals is another one. */
static void spread_unresolved(struct folder *fo, const struct event *e)
{
	const struct operand *a = &e->set.a, *b = &e->set.b;
	uint32_t dst = e->set.dst.local;
	bool rest_a = a->kind == OPERAND_CONST || is_unresolved(fo, a);
	bool rest_b = b->kind == OPERAND_CONST || b->kind == OPERAND_NONE || is_unresolved(fo, b);

	if (fo->n->unresolved[dst] || fo->ndefs[dst] != 1 || !rest_a || !rest_b)
		return;
	if (is_unresolved(fo, a) || is_unresolved(fo, b)) {
		fo->n->unresolved[dst] = true;
		fo->changed = true;
	}
}

static void fold_event(void *ctx, struct event *e)
{
	struct folder *fo = ctx;
	int64_t value;

	normal_event_uses(e, fold_use, fo);
	if (e->kind != EVENT_SET && e->kind != EVENT_STORE)
		return;
	if (evaluate(e, &value)) {
		e->set.op = SET_COPY;
		e->set.a = (struct operand){.kind = OPERAND_CONST, .type = e->set.dst.type};
		e->set.a.value = value;
		memset(&e->set.b, 0, sizeof(e->set.b));
		fo->changed = true;
	}
	if (e->kind == EVENT_SET)
		spread_unresolved(fo, e);
}

/* ---- guards ---- */

static bool reads(const struct operand *o, uint32_t local)
{
	return o->kind == OPERAND_LOCAL && o->local == local;
}

/* `%1 != 0`, where %1 is a comparison or a not, becomes what it stands for. */
static void fold_test(struct folder *fo, struct guard *g)
{
	const struct event *e;
	bool is_true;

	/* a boolean is tested for 0 */
	if ((g->rel == GUARD_EQ || g->rel == GUARD_NE) && g->a.type.is_bool && !g->a.mask &&
	    g->b.kind == OPERAND_CONST && g->b.value == 1) {
		g->b.value = 0;
		g->rel = guard_negate(g->rel);
		fo->changed = true;
	}
	if ((g->rel != GUARD_EQ && g->rel != GUARD_NE) || g->a.kind != OPERAND_LOCAL || g->a.mask ||
	    g->b.kind != OPERAND_CONST || value_of(&g->b) != 0)
		return;
	e = fo->def[g->a.local];
	if (!e || !is_stable(fo, g->a.local) || e->kind != EVENT_SET || e->set.dst.mask ||
	    !can_move(fo, &e->set.a) || reads(&e->set.a, g->a.local) ||
	    reads(&e->set.b, g->a.local))
		return;
	is_true = g->rel == GUARD_NE;
	if (is_comparison(e->set.op) && can_move(fo, &e->set.b)) {
		g->rel = is_true ? relation_of(e->set.op) : guard_negate(relation_of(e->set.op));
		g->a = normal_copy(fo->n->arena, &e->set.a);
		g->b = normal_copy(fo->n->arena, &e->set.b);
		fo->changed = true;
	} else if (e->set.op == SET_NOT && e->set.a.type.is_bool) {
		g->rel = guard_negate(g->rel);
		g->a = normal_copy(fo->n->arena, &e->set.a);
		fo->changed = true;
	}
}

/* The constant stands right; a test for equality is of the local's own type. */
static void turn_guard(struct folder *fo, struct guard *g)
{
	const struct vtype *own;

	if (g->a.kind == OPERAND_CONST && g->b.kind != OPERAND_CONST) {
		struct operand a = g->a;

		g->rel = guard_mirror(g->rel);
		g->a = g->b;
		g->b = a;
		fo->changed = true;
	}
	if ((g->rel != GUARD_EQ && g->rel != GUARD_NE) || g->a.kind != OPERAND_LOCAL ||
	    g->b.kind != OPERAND_CONST || g->a.mask || g->b.mask)
		return;
	own = &fo->n->f->locals[g->a.local].type;
	if (constant_wrap((uint64_t)g->b.value, *own) == g->b.value)
		g->a.type = g->b.type = *own;
}

static bool in_ranges(const struct guard *g, int64_t v)
{
	for (uint32_t i = 0; i < g->nranges; i++)
		if (constant_compare(GUARD_GE, v, g->ranges[i].lo, g->a.type.is_signed) &&
		    constant_compare(GUARD_LE, v, g->ranges[i].hi, g->a.type.is_signed))
			return true;
	return false;
}

/* 1: holds always, 0: never, -1: not known. */
static int decide(const struct guard *g)
{
	if (g->rel == GUARD_LABEL || g->a.kind != OPERAND_CONST)
		return -1;
	if (g->rel == GUARD_IN || g->rel == GUARD_NOT_IN)
		return in_ranges(g, value_of(&g->a)) == (g->rel == GUARD_IN);
	if (g->b.kind != OPERAND_CONST)
		return -1;
	return constant_compare(g->rel, value_of(&g->a), value_of(&g->b), g->a.type.is_signed);
}

static void fold_edges(struct folder *fo, struct block *b)
{
	uint32_t kept = 0;

	for (uint32_t i = 0; i < b->nedges; i++) {
		struct edge *e = &b->edges[i];
		int decided = -1;

		if (e->guard && e->guard->rel != GUARD_LABEL) {
			normal_guard_uses(e->guard, fold_use, fo);
			if (e->guard->rel < GUARD_IN) {
				fold_test(fo, e->guard);
				turn_guard(fo, e->guard);
			}
			decided = decide(e->guard);
			if (decided == 1 || is_unresolved(fo, &e->guard->a) ||
			    is_unresolved(fo, &e->guard->b)) {
				e->guard = NULL;
				fo->changed = true;
			}
		}
		if (decided == 0)
			fo->changed = true;
		else if (decided == 1) {
			b->edges[0] = *e;
			kept = 1;
			break;
		} else {
			b->edges[kept++] = *e;
		}
	}
	b->nedges = kept;
}

bool normal_fold(struct normal *n)
{
	struct function *f = n->f;
	struct folder fo = {.n = n};

	fo.ndefs = calloc(f->nlocals + 1, sizeof(*fo.ndefs));
	fo.def = calloc(f->nlocals + 1, sizeof(*fo.def));
	if (!fo.ndefs || !fo.def)
		die("out of memory");
	for (uint32_t i = 0; i < f->nparams; i++)
		fo.ndefs[i] = 1; /* by the caller: one more makes it change */
	normal_events(f, count_event, &fo);
	normal_events(f, fold_event, &fo);
	for (uint32_t i = 0; i < f->nblocks; i++)
		fold_edges(&fo, &f->blocks[i]);
	free(fo.ndefs);
	free(fo.def);
	return fo.changed;
}

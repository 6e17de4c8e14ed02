// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Does a count throttle the arming?  Every way through the region is gone, for
 * one candidate at a time; of a way it is kept what it did with the count.  Ways
 * that did the same are one where they meet, and know what both knew (as whole
 * states are, solve.h).  docs/design/throttle.md says what is asked of them.
 */
#include "count.h"

/* ---- what a way reads ---- */

static bool path_is(const struct path *p, const struct field_key *key)
{
	struct field_key k;

	return key->field && outliving_field(p, &k) && k.field == key->field &&
	       k.record == key->record;
}

/* The index, where the path ends in one, as far as it is told. */
static bool index_fits(const struct visit *v, const struct path *p)
{
	const struct candidate_count *k = &v->c->k;
	const struct step *last = path_last(p);
	struct element e =
		k->element.func == v->fr.f ? element_of(v->fr.f, p) : (struct element){NULL, NULL};

	if (e.func && e.by != k->element.by)
		return false;
	return !last || last->kind != STEP_INDEX || k->index < 0 || last->index == k->index;
}

static bool is_count(const struct visit *v, const struct tally *t, const struct path *p)
{
	const struct count *c = v->c;

	const struct value *base = NULL;

	if (p->root == ROOT_LOCAL && p->nsteps && p->steps[0].kind == STEP_DEREF)
		base = run_get(&t->r, v->fr.pr->local_cells[p->local]);
	if (p->root == ROOT_LOCAL && p->nsteps == 1 && p->steps[0].kind == STEP_DEREF)
		return base == c->addr;
	return base != c->own && path_is(p, &c->k.key) && index_fits(v, p);
}

const struct value *count_read(const struct visit *v, const struct tally *t,
			       const struct operand *o)
{
	const struct count *c = v->c;
	const struct value *value;

	if ((o->kind == OPERAND_PATH || o->kind == OPERAND_ADDR) && is_count(v, t, o->path))
		return o->kind == OPERAND_ADDR ? c->addr : o->mask ? NULL : c->same;
	if (o->kind == OPERAND_ADDR && path_is_own(o->path))
		return c->own;
	for (unsigned i = 0; i < NIDENTITIES && o->kind == OPERAND_PATH; i++)
		if (path_is(o->path, &c->k.identity[i]))
			return t->stored[i] ? NULL : c->ident[i];
	if (o->kind != OPERAND_LOCAL)
		return run_operand(&v->fr, &t->r, o);
	value = run_get(&t->r, v->fr.pr->local_cells[o->local]);
	if (value && value->kind == VALUE_EVENT)
		return o->mask ? NULL : value;
	return run_operand(&v->fr, &t->r, o);
}

/* ---- arithmetic on the count ---- */

/* The mark moved by so much. */
static const struct value *moved(const struct count *c, const struct value *mark, int sign)
{
	const struct value *to = sign > 0 ? c->up : sign < 0 ? c->down : mark;

	return mark == c->same || mark == to ? to : NULL;
}

static const struct value *computed(const struct visit *v, const struct tally *t,
				    const struct event *e)
{
	const struct value *a = count_read(v, t, &e->set.a), *b = count_read(v, t, &e->set.b);
	const struct count *c = v->c;

	switch (e->set.op) {
	case SET_COPY:
		return a;
	case SET_ADD:
		if (count_is_mark(c, a) && !count_is_mark(c, b))
			return moved(c, a, operand_sign(&e->set.b));
		return count_is_mark(c, b) && !count_is_mark(c, a)
			       ? moved(c, b, operand_sign(&e->set.a))
			       : NULL;
	case SET_SUB:
		return count_is_mark(c, a) && !count_is_mark(c, b)
			       ? moved(c, a, -operand_sign(&e->set.b))
			       : NULL;
	case SET_SHL:
		return count_is_mark(c, a) ? moved(c, a, 1) : NULL;
	default:
		return NULL;
	}
}

/* ---- what a way does with the count ---- */

static void fail(struct count *c, enum failure why)
{
	if (!c->failed && (!c->is_undone_only || why == RESET))
		c->failed = why;
}

static void reset(const struct visit *v, struct tally *t, const struct event *e)
{
	if (t->flags & PAST) {
		t->flags |= STARTED_ANEW;
	} else if (t->flags & OTHER_IDENTITIES) {
		t->flags |= RESET_FOR_IDENTITY;
	} else if (!(t->flags & UNDONE) && !count_is_settled(v)) {
		t->flags |= UNDONE;
		t->undone = (struct undone){e, v->fr.f};
	}
}

/* It was computed by what facts have no word for, as a minimum: that may be a step. */
static bool is_obscure(const struct visit *v, const struct event *e)
{
	const struct operand *a = &e->set.a;
	const struct event *def = a->kind == OPERAND_LOCAL ? v->fr.pr->defs[a->local] : NULL;

	return e->set.op == SET_UNKNOWN || (e->set.op == SET_COPY && def &&
					    def->kind == EVENT_SET && def->set.op == SET_UNKNOWN);
}

/* By 1, here or at the only definition of what is stored. */
static bool is_by_one(const struct visit *v, const struct event *e)
{
	const struct operand *by;
	uint64_t beside;

	if (e->set.op == SET_COPY && e->set.a.kind == OPERAND_LOCAL)
		e = v->fr.pr->defs[e->set.a.local];
	if (!e || (e->kind != EVENT_SET && e->kind != EVENT_STORE) ||
	    (e->set.op != SET_ADD && e->set.op != SET_SUB))
		return false;
	by = &e->set.b;
	beside = (uint64_t)by->value + 1;
	if (by->type.bits && by->type.bits < 64)
		beside &= (1ull << by->type.bits) - 1;
	return by->kind == OPERAND_CONST && (by->value == 1 || !beside);
}

/* One that is taken to stay at its bound is advanced below it only. */
static void advance(const struct visit *v, struct tally *t, const struct event *e)
{
	struct count *c = v->c;
	bool is_below = t->room == (LESS | MORE) - count_beyond(c) &&
			count_same_bound(&t->bound, &c->k.top) && is_by_one(v, e);

	t->flags |= ADVANCED;
	if (c->k.saturates && !is_below)
		fail(c, STILL_ARMED);
}

static void store_count(const struct visit *v, struct tally *t, const struct event *e,
			const struct value *to)
{
	const struct count *c = v->c;

	if (to == (c->k.direction > 0 ? c->up : c->down) || is_obscure(v, e))
		advance(v, t, e);
	else if (to != c->same)
		reset(v, t, e);
	t->room = MOVED_SINCE;
}

/* What tells one identity from another: the same local, field, or call. */
const void *count_identity_of(const struct visit *v, const struct operand *o)
{
	const struct event *def = o->kind == OPERAND_LOCAL ? v->fr.pr->defs[o->local] : NULL;
	struct field_key key;

	if (o->kind == OPERAND_PATH)
		return outliving_field(o->path, &key) ? key.field : NULL;
	if (def && def->kind == EVENT_CALL && def->call.callee == CALLEE_SYMBOL)
		return def->call.symbol;
	if (def && def->kind == EVENT_SET && def->set.op == SET_COPY &&
	    def->set.a.kind != OPERAND_CONST && def->set.a.kind != OPERAND_UNKNOWN)
		return count_identity_of(v, &def->set.a);
	return o->kind == OPERAND_LOCAL ? &v->fr.f->f->locals[o->local] : NULL;
}

/* The count, or the record that it lies in; but not one of the function's own. */
static bool is_around_count(const struct visit *v, const struct tally *t, const struct operand *o)
{
	const struct count *c = v->c;
	const struct value *at = count_read(v, t, o);

	if (o->kind != OPERAND_LOCAL && path_is_own(o->path))
		return false;
	if (o->kind == OPERAND_PATH && o->path->root == ROOT_LOCAL && o->path->nsteps == 1)
		at = run_get(&t->r, v->fr.pr->local_cells[o->path->local]);
	return at == c->addr ||
	       (at != c->own && c->k.key.record && o->type.record == c->k.key.record);
}

void count_fill(const struct visit *v, struct tally *t, const struct event *e)
{
	const struct operand *o = filled_whole(e);

	if (o && (o->kind == OPERAND_PATH || o->kind == OPERAND_ADDR || o->kind == OPERAND_LOCAL) &&
	    is_around_count(v, t, o)) {
		reset(v, t, e);
		t->room = MOVED_SINCE;
	}
}

/* Before the comparison's outcome is used, or behind; the last that is stored counts. */
static void store_identity(const struct visit *v, struct tally *t, const struct event *e,
			   unsigned i)
{
	const void *id = e->set.op == SET_COPY ? count_identity_of(v, &e->set.a) : NULL;

	t->stored[i] = id ? id : v->c;
	t->flags &= ~(IDENTITY_STORED << i);
	if (id && (t->flags & (OTHER_IDENTITY << i)) && t->identity[i] == id)
		t->flags |= IDENTITY_STORED << i;
}

void count_put(const struct visit *v, struct tally *t, const struct operand *dst,
	       const struct value *value)
{
	bool is_own = value && value->kind == VALUE_EVENT;

	run_assign(&v->fr, &t->r, dst, is_own ? NULL : value);
	if (is_own && dst->kind == OPERAND_LOCAL)
		run_put(&t->r, v->fr.pr->local_cells[dst->local], value);
}

bool count_asks_by(const struct count *c, const struct path *p)
{
	struct field_key a, b;

	for (const struct hop *h = c->request; h && outliving_field(p, &b); h = h->toward)
		if (!h->is_control && h->operand.kind == OPERAND_PATH &&
		    outliving_field(h->operand.path, &a) && a.record == b.record &&
		    a.field == b.field)
			return true;
	return false;
}

/*
 * A field that hands on the request is one for all objects: the pointers to its
 * own that functions make for themselves (a container's) cannot be told to be one.
 */
static uint32_t asking_cell(const struct visit *v, const struct operand *o)
{
	struct path p = {.root = ROOT_TYPE, .nsteps = 1};

	if (o->kind != OPERAND_PATH || o->mask || !path_last_field(o->path) ||
	    !count_asks_by(v->c, o->path))
		return NO_CELL;
	p.steps = &o->path->steps[o->path->nsteps - 1];
	return cell_path(v->fr.p->cells, &p);
}

static void set_known(const struct visit *v, struct tally *t, const struct event *e)
{
	uint32_t from = e->set.op == SET_COPY ? asking_cell(v, &e->set.a) : NO_CELL;
	uint32_t to = asking_cell(v, &e->set.dst);
	const struct value *value = from == NO_CELL ? NULL : run_get(&t->r, from);

	run_set(&v->fr, &t->r, e);
	if (value && e->set.dst.kind == OPERAND_LOCAL)
		run_put(&t->r, v->fr.pr->local_cells[e->set.dst.local], value);
	if (to != NO_CELL)
		run_put(&t->r, to,
			e->set.op == SET_COPY ? run_operand(&v->fr, &t->r, &e->set.a) : NULL);
}

void count_set(const struct visit *v, struct tally *t, const struct event *e)
{
	const struct value *to = computed(v, t, e);

	if (e->set.dst.kind == OPERAND_PATH && is_count(v, t, e->set.dst.path)) {
		store_count(v, t, e, to);
		return;
	}
	count_fill(v, t, e);
	for (unsigned i = 0; i < NIDENTITIES && e->set.dst.kind == OPERAND_PATH; i++)
		if (path_is(e->set.dst.path, &v->c->k.identity[i]))
			store_identity(v, t, e, i);
	if (making_is_unasked(v->c->links->making, e))
		count_put(v, t, &e->set.dst, NULL);
	else if (to && to->kind == VALUE_EVENT)
		count_put(v, t, &e->set.dst, to);
	else
		set_known(v, t, e);
}

/* ---- the arming, and the end ---- */

static bool arg_arms(const struct visit *v, const struct tally *t, const struct arg_pattern *a,
		     const struct event *e)
{
	const struct operand *o = &e->call.args[a->number];
	const struct value *value = count_read(v, t, o);

	if (a->field || o->kind == OPERAND_CONST)
		return true;
	/* What is not known was computed, and is no arming. */
	return value && value->kind == VALUE_SET &&
	       value_may(value, GUARD_EQ, value_const(v->c->h->p->values, a->value), &o->type);
}

static bool arms(const struct visit *v, const struct tally *t, const struct event *e)
{
	const struct throttle *th = v->c->h->t;

	for (size_t i = 0; i < th->narms; i++) {
		bool fits = pattern_fits_call(&th->arms[i], v->fr.f, e);

		for (size_t k = 0; k < th->arms[i].nargs && fits; k++)
			fits = arg_arms(v, t, &th->arms[i].args[k], e);
		if (fits)
			return true;
	}
	return false;
}

void count_arming(const struct visit *v, struct tally *t, const struct event *e)
{
	if (!arms(v, t, e))
		return;
	v->c->armed = true;
	if (t->flags & PAST)
		fail(v->c, STILL_ARMED);
	else if (!(t->flags & (BELOW | OTHER_IDENTITIES)))
		fail(v->c, NOT_COUNTED);
	t->flags |= ARMED;
	if (!(t->flags & BELOW))
		t->flags |= UNCOMPARED;
}

void count_end(const struct visit *v, const struct tally *t)
{
	struct count *c = v->c;
	bool anew = (t->flags & RESET_FOR_IDENTITY) && (t->flags & IDENTITIES_STORED);
	bool passes_once =
		(t->flags & AT_BOUND) && (t->flags & ADVANCED) && !(t->flags & STARTED_ANEW);

	if (passes_once)
		fail(c, STILL_ARMED);
	if (!(t->flags & ARMED))
		return;
	if (!anew && (!(t->flags & ADVANCED) || (t->flags & (UNCOMPARED | RESET_FOR_IDENTITY))))
		fail(c, NOT_COUNTED);
	if (t->flags & UNDONE) {
		if (!c->undone.event)
			c->undone = t->undone;
		if (!c->forgives)
			fail(c, RESET);
	}
}

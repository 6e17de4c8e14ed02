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

/* The constant index, where the path ends in one. */
static bool index_fits(const struct candidate_count *k, const struct path *p)
{
	const struct step *last = path_last(p);

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
	return base != c->own && path_is(p, &c->k.key) && index_fits(&c->k, p);
}

static bool is_mark(const struct count *c, const struct value *v)
{
	return v && (v == c->same || v == c->up || v == c->down);
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
	if (o->kind == OPERAND_PATH && path_is(o->path, &c->k.identity))
		return t->stored ? NULL : c->ident;
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
		if (is_mark(c, a) && !is_mark(c, b))
			return moved(c, a, operand_sign(&e->set.b));
		return is_mark(c, b) && !is_mark(c, a) ? moved(c, b, operand_sign(&e->set.a))
						       : NULL;
	case SET_SUB:
		return is_mark(c, a) && !is_mark(c, b) ? moved(c, a, -operand_sign(&e->set.b))
						       : NULL;
	case SET_SHL:
		return is_mark(c, a) ? moved(c, a, 1) : NULL;
	default:
		return NULL;
	}
}

/* ---- what a way does with the count ---- */

static void fail(struct count *c, enum failure why)
{
	c->failed = c->failed ? c->failed : why;
}

static void reset(const struct visit *v, struct tally *t, const struct event *e)
{
	if (t->flags & PAST) {
		t->flags |= STARTED_ANEW;
	} else if (t->flags & OTHER_IDENTITY) {
		t->flags |= RESET_FOR_IDENTITY;
	} else if (!(t->flags & UNDONE)) {
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

static bool is_same_bound(const struct bound *a, const struct bound *b)
{
	return a->variable == b->variable && a->constant == b->constant;
}

/* How it stands to a bound that it is past. */
static unsigned beyond(const struct count *c)
{
	return c->k.direction > 0 ? MORE : LESS;
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
	bool is_below = t->room == (LESS | MORE) - beyond(c) &&
			is_same_bound(&t->bound, &c->k.top) && is_by_one(v, e);

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
static const void *identity_of(const struct visit *v, const struct operand *o)
{
	const struct event *def = o->kind == OPERAND_LOCAL ? v->fr.pr->defs[o->local] : NULL;
	struct field_key key;

	if (o->kind == OPERAND_PATH)
		return outliving_field(o->path, &key) ? key.field : NULL;
	if (def && def->kind == EVENT_CALL && def->call.callee == CALLEE_SYMBOL)
		return def->call.symbol;
	if (def && def->kind == EVENT_SET && def->set.op == SET_COPY &&
	    def->set.a.kind != OPERAND_CONST && def->set.a.kind != OPERAND_UNKNOWN)
		return identity_of(v, &def->set.a);
	return o->kind == OPERAND_LOCAL ? &v->fr.f->f->locals[o->local] : NULL;
}

/* Before the comparison's outcome is used, or behind; the last that is stored counts. */
static void store_identity(const struct visit *v, struct tally *t, const struct event *e)
{
	const void *id = e->set.op == SET_COPY ? identity_of(v, &e->set.a) : NULL;

	t->stored = id ? id : v->c;
	t->flags &= ~IDENTITY_STORED;
	if (id && (t->flags & OTHER_IDENTITY) && t->identity == id)
		t->flags |= IDENTITY_STORED;
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
	if (e->set.dst.kind == OPERAND_PATH && path_is(e->set.dst.path, &v->c->k.identity))
		store_identity(v, t, e);
	if (making_is_unasked(v->c->links->making, e))
		count_put(v, t, &e->set.dst, NULL);
	else if (to && to->kind == VALUE_EVENT)
		count_put(v, t, &e->set.dst, to);
	else
		set_known(v, t, e);
}

/* ---- comparisons ---- */

/* It was read as what others may change at any time. */
static bool is_volatile(const struct visit *v, const struct operand *o)
{
	o = prepared_source(v->fr.pr, o);
	return o->kind == OPERAND_PATH && o->path->is_volatile;
}

static struct bound bound_of(const struct visit *v, const struct operand *o)
{
	if (o->kind == OPERAND_CONST)
		return (struct bound){NULL, o->value};
	return (struct bound){identity_of(v, o), 0};
}

/* The count is taken to stay at this bound. */
static bool stays_at(const struct visit *v, const struct operand *bound)
{
	struct bound at = bound_of(v, bound);

	return v->c->k.saturates && is_same_bound(&at, &v->c->k.top);
}

/* What is said of the integer beside the bound it stays at, as said of that. */
static unsigned against_top(const struct bound *top, struct bound *now, unsigned rel)
{
	int64_t over = now->constant - top->constant;

	if (top->variable || now->variable)
		return rel;
	if (over == -1 && (rel == GUARD_LE || rel == GUARD_GT)) {
		*now = *top;
		return rel == GUARD_LE ? GUARD_LT : GUARD_GE;
	}
	if (over == 1 && (rel == GUARD_LT || rel == GUARD_GE)) {
		*now = *top;
		return rel == GUARD_LT ? GUARD_LE : GUARD_GT;
	}
	return rel;
}

/*
 * The same was compared with the same before, and nothing was stored since: what
 * held then holds now.  False: both cannot be.
 */
static bool stays(const struct visit *v, struct tally *t, unsigned rel, const struct operand *bound)
{
	static const unsigned char holds[] = {
		[GUARD_EQ] = EQUAL,	   [GUARD_NE] = LESS | MORE, [GUARD_LT] = LESS,
		[GUARD_LE] = LESS | EQUAL, [GUARD_GT] = MORE,	     [GUARD_GE] = MORE | EQUAL,
	};
	const struct count *c = v->c;
	struct bound now = bound_of(v, bound);
	unsigned room;

	if (c->k.saturates)
		rel = against_top(&c->k.top, &now, rel);
	room = holds[rel];
	if (c->k.saturates && is_same_bound(&now, &c->k.top))
		room &= ~beyond(c);
	if (t->room == MOVED_SINCE || (bound->kind != OPERAND_CONST && !now.variable))
		return room;
	if (t->room && is_same_bound(&t->bound, &now))
		room &= t->room;
	if (room) {
		t->bound = now;
		t->room = room;
	}
	return room;
}

/* `count REL bound` holds on this way. */
static void compared(const struct visit *v, struct tally *t, unsigned rel,
		     const struct operand *bound)
{
	bool is_zero = bound->kind == OPERAND_CONST && !bound->value;
	bool is_up = v->c->k.direction > 0;

	/* an unsigned count that goes up is past 0 where it is not 0 */
	if (is_zero && is_up && (rel == GUARD_EQ || rel == GUARD_NE))
		rel = rel == GUARD_EQ ? GUARD_LE : GUARD_GT;
	if (rel == GUARD_EQ && !(t->flags & PAST))
		t->flags |= PAST | (stays_at(v, bound) ? 0 : AT_BOUND);
	else if (rel == GUARD_NE)
		t->flags |= BELOW;
	else if (rel != GUARD_EQ && (rel == GUARD_GT || rel == GUARD_GE) == is_up)
		t->flags = (t->flags | PAST) & ~AT_BOUND;
	else if (rel != GUARD_EQ)
		t->flags |= BELOW;
}

static void note_test(struct count *c, const void *test)
{
	for (size_t i = 0; i < c->tests.n; i++)
		if (c->tests.v[i] == test)
			return;
	vec_push(&c->tests, test);
}

static void note_equal(struct count *c, struct bound bound)
{
	for (unsigned i = 0; i < c->nequals; i++)
		if (is_same_bound(&c->equals[i], &bound))
			return;
	if (c->nequals < MAX_EQUALS)
		c->equals[c->nequals++] = bound;
}

enum said count_compare(const struct visit *v, struct tally *t, const struct operand *a,
			unsigned rel, const struct operand *b, const void *test)
{
	const struct value *x = count_read(v, t, a), *y = count_read(v, t, b);
	struct count *c = v->c;

	if (rel > GUARD_GE)
		return SAYS_NOTHING;
	if (is_mark(c, x) != is_mark(c, y)) {
		const struct operand *count = is_mark(c, x) ? a : b;
		const struct operand *bound = is_mark(c, x) ? b : a;

		rel = is_mark(c, x) ? rel : guard_mirror(rel);
		note_test(c, test);
		if (rel == GUARD_EQ || rel == GUARD_NE)
			note_equal(c, bound_of(v, bound));
		if (!is_volatile(v, count) && !stays(v, t, rel, bound))
			return CANNOT_BE;
		if (c->k.test && c->k.test != test)
			return SAYS;
		c->is_compared = true;
		compared(v, t, rel, bound);
		return SAYS;
	}
	if (x != c->ident && y != c->ident)
		return SAYS_NOTHING;
	if (rel == GUARD_NE && x != y) {
		const struct operand *other = x == c->ident ? b : a;

		t->identity = identity_of(v, other);
		if (t->identity && other->kind != OPERAND_CONST)
			t->flags |= OTHER_IDENTITY;
		if (t->stored && t->stored == t->identity)
			t->flags |= IDENTITY_STORED;
	}
	return SAYS;
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
	else if (!(t->flags & (BELOW | OTHER_IDENTITY)))
		fail(v->c, NOT_COUNTED);
	t->flags |= ARMED;
	if (!(t->flags & BELOW))
		t->flags |= UNCOMPARED;
}

void count_end(const struct visit *v, const struct tally *t)
{
	struct count *c = v->c;
	bool anew = (t->flags & RESET_FOR_IDENTITY) && (t->flags & IDENTITY_STORED);
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

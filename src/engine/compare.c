// SPDX-License-Identifier: GPL-2.0-or-later
/* What comparisons say of the count, and of what it is for. */
#include "count.h"

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
	return (struct bound){count_identity_of(v, o), 0};
}

/* The count is taken to stay at this bound. */
static bool stays_at(const struct visit *v, const struct operand *bound)
{
	struct bound at = bound_of(v, bound);

	return v->c->k.saturates && count_same_bound(&at, &v->c->k.top);
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
	if (c->k.saturates && count_same_bound(&now, &c->k.top))
		room &= ~count_beyond(c);
	if (t->room == MOVED_SINCE || (bound->kind != OPERAND_CONST && !now.variable))
		return room;
	if (t->room && count_same_bound(&t->bound, &now))
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
		if (count_same_bound(&c->equals[i], &bound))
			return;
	if (c->nequals < MAX_EQUALS)
		c->equals[c->nequals++] = bound;
}

/* The stored identity is not this one. */
static void is_another(const struct visit *v, struct tally *t, const struct operand *other,
		       unsigned i)
{
	t->identity[i] = count_identity_of(v, other);
	if (t->identity[i] && other->kind != OPERAND_CONST)
		t->flags |= OTHER_IDENTITY << i;
	if (t->stored[i] && t->stored[i] == t->identity[i])
		t->flags |= IDENTITY_STORED << i;
}

enum said count_compare(const struct visit *v, struct tally *t, const struct operand *a,
			unsigned rel, const struct operand *b, const void *test)
{
	const struct value *x = count_read(v, t, a), *y = count_read(v, t, b);
	struct count *c = v->c;

	if (rel > GUARD_GE)
		return SAYS_NOTHING;
	if (count_is_mark(c, x) != count_is_mark(c, y)) {
		const struct operand *count = count_is_mark(c, x) ? a : b;
		const struct operand *bound = count_is_mark(c, x) ? b : a;

		rel = count_is_mark(c, x) ? rel : guard_mirror(rel);
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
	for (unsigned i = 0; i < NIDENTITIES; i++)
		if (x == c->ident[i] || y == c->ident[i]) {
			if (rel == GUARD_NE && x != y)
				is_another(v, t, x == c->ident[i] ? b : a, i);
			return SAYS;
		}
	return SAYS_NOTHING;
}

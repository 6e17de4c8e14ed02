// SPDX-License-Identifier: GPL-2.0-or-later
/* Sets of numbers, for which a guard holds. */
#include "normal.h"
#include "normal_set.h"

#include <string.h>

#include "constant.h"

bool numbers_add(struct set *s, uint64_t lo, uint64_t hi)
{
	if (s->n && s->hi[s->n - 1] + 1 == lo && lo) {
		s->hi[s->n - 1] = hi;
		return true;
	}
	if (s->n == MAX_RANGES)
		return false;
	s->lo[s->n] = lo;
	s->hi[s->n++] = hi;
	return true;
}

bool numbers_invert(struct set *s, uint64_t all)
{
	struct set o = {};
	uint64_t at = 0;
	bool fits = true;

	for (uint32_t i = 0; i < s->n; i++) {
		if (s->lo[i] > at)
			fits &= numbers_add(&o, at, s->lo[i] - 1);
		if (s->hi[i] == all) {
			*s = o;
			return fits;
		}
		at = s->hi[i] + 1;
	}
	fits &= numbers_add(&o, at, all);
	*s = o;
	return fits;
}

bool numbers_intersect(struct set *s, const struct set *t)
{
	struct set o = {};
	uint32_t i = 0, k = 0;
	bool fits = true;

	while (i < s->n && k < t->n) {
		uint64_t lo = s->lo[i] > t->lo[k] ? s->lo[i] : t->lo[k];
		uint64_t hi = s->hi[i] < t->hi[k] ? s->hi[i] : t->hi[k];

		if (lo <= hi)
			fits &= numbers_add(&o, lo, hi);
		if (s->hi[i] < t->hi[k])
			i++;
		else
			k++;
	}
	*s = o;
	return fits;
}

bool numbers_unite(struct set *s, const struct set *t, uint64_t all)
{
	struct set o = *t;

	return numbers_invert(s, all) && numbers_invert(&o, all) && numbers_intersect(s, &o) &&
	       numbers_invert(s, all);
}

/* lo to hi as numbers of the type, which may have a sign. */
static bool add_signed(struct set *s, int64_t lo, int64_t hi, uint64_t all, bool is_signed)
{
	uint64_t a = (uint64_t)lo & all, b = (uint64_t)hi & all;
	struct set part = {};

	if (is_signed && lo < 0 && hi >= 0) {
		numbers_add(&part, 0, b);
		numbers_add(&part, a, all);
	} else {
		numbers_add(&part, a, b);
	}
	return numbers_unite(s, &part, all);
}

bool numbers_of_guard(const struct guard *g, struct set *s)
{
	uint64_t all = low_bits(g->a.type.bits);
	bool sign = g->a.type.is_signed, fits = true;
	int64_t least = sign ? (int64_t)(UINT64_MAX << (g->a.type.bits - 1)) : 0;
	int64_t c;

	memset(s, 0, sizeof(*s));
	if (g->rel == GUARD_IN || g->rel == GUARD_NOT_IN) {
		if (g->nranges >= MAX_RANGES / 4)
			return false;
		for (uint32_t i = 0; i < g->nranges; i++)
			fits &= add_signed(s, g->ranges[i].lo, g->ranges[i].hi, all, sign);
		return fits && (g->rel == GUARD_IN || numbers_invert(s, all));
	}
	if (g->b.kind != OPERAND_CONST)
		return false;
	c = normal_constant(&g->b);
	switch (g->rel) {
	case GUARD_EQ:
	case GUARD_NE:
		numbers_add(s, (uint64_t)c & all, (uint64_t)c & all);
		return g->rel == GUARD_EQ || numbers_invert(s, all);
	case GUARD_LE:
	case GUARD_GT:
		return add_signed(s, least, c, all, sign) &&
		       (g->rel == GUARD_LE || numbers_invert(s, all));
	case GUARD_LT:
	case GUARD_GE:
		if (c == least)
			return g->rel == GUARD_LT || numbers_invert(s, all);
		return add_signed(s, least, c - 1, all, sign) &&
		       (g->rel == GUARD_LT || numbers_invert(s, all));
	default:
		return false;
	}
}

/* ---- telling them ---- */

static bool is_upto(const struct set *s, uint64_t lo, uint64_t *hi)
{
	*hi = s->hi[0];
	return s->n == 1 && s->lo[0] == lo;
}

/* As one comparison, if that can say it. */
static bool as_comparison(struct guard *g, const struct set *s, uint64_t all)
{
	struct set rest = *s;
	uint64_t hi, half = (all >> 1) + 1;
	bool is_rest;

	if (!numbers_invert(&rest, all))
		return false;
	for (is_rest = false;; is_rest = true) {
		const struct set *t = is_rest ? &rest : s;

		g->a.type.is_signed = g->b.type.is_signed = false;
		if (t->n == 1 && t->lo[0] == t->hi[0] && (all > 1 || !t->lo[0])) {
			g->rel = is_rest ? GUARD_NE : GUARD_EQ;
			g->b.value = (int64_t)t->lo[0];
			return true;
		}
		if (is_upto(t, 0, &hi)) {
			g->rel = is_rest ? GUARD_GT : GUARD_LE;
			g->b.value = (int64_t)hi;
			return true;
		}
		/* from the least number that has a sign */
		if (!g->a.mask && all > 1 &&
		    ((t->n == 1 && t->lo[0] == half) ||
		     (t->n == 2 && !t->lo[0] && t->lo[1] == half && t->hi[1] == all))) {
			g->a.type.is_signed = g->b.type.is_signed = true;
			g->rel = is_rest ? GUARD_GT : GUARD_LE;
			g->b.value = constant_wrap(hi, g->b.type);
			return true;
		}
		if (is_rest)
			return false;
	}
}

struct guard *numbers_tell(struct arena *arena, const struct operand *x, const struct set *s,
			   uint64_t all)
{
	struct guard *g = arena_new(arena, struct guard);

	g->a = *x;
	g->a.type = (struct vtype){.bits = x->type.bits, .is_bool = x->type.is_bool};
	g->b = (struct operand){.kind = OPERAND_CONST, .type = g->a.type};
	if (as_comparison(g, s, all))
		return g;
	g->a.type.is_signed = false;
	memset(&g->b, 0, sizeof(g->b));
	g->rel = GUARD_IN;
	g->nranges = s->n;
	g->ranges = arena_array(arena, struct range, s->n);
	for (uint32_t i = 0; i < s->n; i++) {
		g->ranges[i].lo = (int64_t)s->lo[i];
		g->ranges[i].hi = (int64_t)s->hi[i];
	}
	return g;
}

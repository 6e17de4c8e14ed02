/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Sets of numbers, for which a guard holds.  `all` is the greatest number of the type.
 * What gives a boolean is false where there is no room for so many ranges: the set is
 * then of no use.
 */
#ifndef EQS_NORMAL_SET_H
#define EQS_NORMAL_SET_H

#include "facts.h"

/* Values of a test that are told one by one, at most. */
#define MAX_RANGES 64

/* Values as numbers without a sign, ascending, apart. */
struct set {
	uint64_t lo[MAX_RANGES], hi[MAX_RANGES];
	uint32_t n;
};

/* One more range, behind those that are there. */
bool numbers_add(struct set *s, uint64_t lo, uint64_t hi);
bool numbers_invert(struct set *s, uint64_t all);
bool numbers_intersect(struct set *s, const struct set *t);
bool numbers_unite(struct set *s, const struct set *t, uint64_t all);
/* The numbers for which the guard holds, of one local and constants. */
bool numbers_of_guard(const struct guard *g, struct set *s);
/* A guard that holds for x in s: as one comparison, where that can say it. */
struct guard *numbers_tell(struct arena *arena, const struct operand *x, const struct set *s,
			   uint64_t all);

#endif

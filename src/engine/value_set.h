/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sets of numbers while they are made: value.c and refine.c. */
#ifndef EQS_ENGINE_VALUE_SET_H
#define EQS_ENGINE_VALUE_SET_H

#include "value.h"

/* A set under construction: v.n ranges, and what v.known and v.bits say. */
struct set {
	struct value v;
	struct range r[2 * MAX_INTERVALS + 2];
};

/* No number yet. */
void set_init(struct set *s);
/* Puts a range in its place, joined with those that it meets; false: there is no room. */
bool set_add(struct set *s, int64_t lo, int64_t hi);
/* The value; NULL when it is everything, or too much to say. */
const struct value *set_done(struct values *t, struct set *s);

#endif

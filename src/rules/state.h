/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A state: one value for each variable that the rules declare.  The program
 * knows none of the variables by name.
 */
#ifndef EQS_RULES_STATE_H
#define EQS_RULES_STATE_H

#include <stdbool.h>
#include <stdint.h>

#define MAX_VARIABLES 16
#define MAX_VALUES 13

/* A variable's value is 1..MAX_VALUES as declared, or one of these. */
#define VALUE_CALLER 0	 /* as the caller left it, not known here */
#define VALUE_OUTER 14	 /* as an outer function was entered: in flags that were saved there */
#define VALUE_UNKNOWN 15 /* changed to something that is not known */

typedef uint16_t varmask; /* one bit for each variable */

struct state {
	uint64_t values; /* four bits each */
	varmask poison;	 /* at fault in a finding: unknown to checks until set again */
	varmask assumed; /* from a split at a root: a case, not knowledge */
};

enum tri { TRI_NO, TRI_YES, TRI_MAYBE };

static inline unsigned state_get(const struct state *s, unsigned var)
{
	return (s->values >> (4 * var)) & 15;
}

static inline bool state_known(const struct state *s, unsigned var)
{
	unsigned v = state_get(s, var);

	return v != VALUE_CALLER && v < VALUE_OUTER;
}

/* An event sets the variable: whatever was assumed or at fault is over. */
static inline void state_set(struct state *s, unsigned var, unsigned value)
{
	s->values &= ~(15ull << (4 * var));
	s->values |= (uint64_t)value << (4 * var);
	s->poison &= (varmask) ~(1u << var);
	s->assumed &= (varmask) ~(1u << var);
}

static inline bool state_equal(const struct state *a, const struct state *b)
{
	return a->values == b->values && a->poison == b->poison && a->assumed == b->assumed;
}

/* All 15s at the nibbles of the mask. */
static inline uint64_t state_nibbles(varmask mask)
{
	uint64_t n = 0;

	for (unsigned i = 0; i < MAX_VARIABLES; i++)
		if (mask >> i & 1)
			n |= 15ull << (4 * i);
	return n;
}

/* The variables of mask as in from, the others as in base. */
static inline struct state state_mix(const struct state *base, const struct state *from,
				     varmask mask)
{
	uint64_t n = state_nibbles(mask);

	return (struct state){
		.values = (base->values & ~n) | (from->values & n),
		.poison = (varmask)((base->poison & ~mask) | (from->poison & mask)),
		.assumed = (varmask)((base->assumed & ~mask) | (from->assumed & mask)),
	};
}

#endif

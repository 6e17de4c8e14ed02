/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Comparisons, as operations and as guards. */
#ifndef EQS_RELATION_H
#define EQS_RELATION_H

#include "facts.h"

static inline bool is_comparison(enum set_op op)
{
	return op >= SET_EQ && op <= SET_GE;
}

/* The guard that holds where the comparison gives 1. */
enum guard_rel relation_of(enum set_op comparison);

/* What holds where the guard does not; of labels nothing is known. */
enum guard_rel guard_negate(enum guard_rel rel);

/* The same with its sides exchanged, where it has two. */
enum guard_rel guard_mirror(enum guard_rel rel);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Arithmetic on constants, as the types of the target make it. */
#ifndef EQS_CONSTANT_H
#define EQS_CONSTANT_H

#include "facts.h"

/* The n lowest bits. */
static inline uint64_t low_bits(unsigned int n)
{
	return n >= 64 ? UINT64_MAX : ((uint64_t)1 << n) - 1;
}

/* The value as one of the type; of a type without a known width as it is. */
int64_t constant_wrap(uint64_t value, struct vtype type);

/* a REL b, for the relations of two sides. */
bool constant_compare(enum guard_rel rel, int64_t a, int64_t b, bool is_signed);

/*
 * a OP b (a alone for the operations of one side), both of type `of`, as one of
 * type `to`.  False: the operation says no value of these two.
 */
bool constant_fold(enum set_op op, int64_t a, int64_t b, struct vtype of, struct vtype to,
		   int64_t *value);

#endif

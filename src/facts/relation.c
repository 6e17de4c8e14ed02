// SPDX-License-Identifier: GPL-2.0-or-later
#include "relation.h"

enum guard_rel relation_of(enum set_op comparison)
{
	/* both enumerations have the six in one order */
	return (enum guard_rel)(GUARD_EQ + (comparison - SET_EQ));
}

enum guard_rel guard_negate(enum guard_rel rel)
{
	static const enum guard_rel not [] = {
		[GUARD_EQ] = GUARD_NE,	   [GUARD_NE] = GUARD_EQ,     [GUARD_LT] = GUARD_GE,
		[GUARD_LE] = GUARD_GT,	   [GUARD_GT] = GUARD_LE,     [GUARD_GE] = GUARD_LT,
		[GUARD_IN] = GUARD_NOT_IN, [GUARD_NOT_IN] = GUARD_IN, [GUARD_LABEL] = GUARD_LABEL,
	};

	return not [rel];
}

enum guard_rel guard_mirror(enum guard_rel rel)
{
	switch (rel) {
	case GUARD_LT:
		return GUARD_GT;
	case GUARD_LE:
		return GUARD_GE;
	case GUARD_GT:
		return GUARD_LT;
	case GUARD_GE:
		return GUARD_LE;
	default:
		return rel;
	}
}

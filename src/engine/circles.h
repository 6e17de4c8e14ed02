/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Circles of calls: functions that call each other store the same, and can do
 * the same.  The strongly connected components of the call graph; a kernel as
 * a whole has one of tens of thousands.
 */
#ifndef EQS_ENGINE_CIRCLES_H
#define EQS_ENGINE_CIRCLES_H

#include "program.h"

struct circles {
	uint32_t *of;		/* by id of a function: its circle, from 1 */
	struct func_vec by_end; /* circle after circle, the last one first to be called */
	struct func_vec order;	/* callers first, but for those of one circle that is everybody */
	uint32_t n;
};

/* Finds them, along func.callers. */
void circles_find(struct circles *c, const struct program *p);
void circles_free(struct circles *c);

/* One circle in by_end, that ends before `end`: where it begins. */
size_t circle_begin(const struct circles *c, size_t end);

#endif

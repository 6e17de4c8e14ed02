/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Sets of numbered fields: what functions store to, and what their result
 * depends on.  Each holds its callees' too, so a few are large, and what calls
 * into a large circle has that circle's set and a few more: it shares it.
 * Sets never change once they are made.  NULL is the empty set.
 */
#ifndef EQS_ENGINE_FIELDSET_H
#define EQS_ENGINE_FIELDSET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/vec.h"

struct fieldset {
	const uint64_t *all; /* a bit for each number; NULL: only the few are in it */
	size_t words;	     /* of all */
	uint32_t n;
	uint32_t few[]; /* ascending, and none of all */
};

/* What a set is made of. */
struct fieldset_parts {
	struct arena *arena;
	uint32_t max; /* the largest number there is */
	VEC(uint32_t) numbers;
	VEC(const struct fieldset *) sets;
};

void fieldset_add(struct fieldset_parts *parts, uint32_t number);
void fieldset_join(struct fieldset_parts *parts, const struct fieldset *set);
/* The set of it all, in the arena: one of the parts where that is all.  Empties the parts. */
const struct fieldset *fieldset_make(struct fieldset_parts *parts);
void fieldset_parts_free(struct fieldset_parts *parts);

bool fieldset_has(const struct fieldset *set, uint32_t number);
/* They have a number in common. */
bool fieldset_meets(const struct fieldset *a, const struct fieldset *b);

#endif

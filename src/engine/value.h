/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What is known of a local or an access path: a set of integers (a few
 * intervals, and bits), saved variables, a function, an address.  Values are
 * immutable and hash-consed: equal values are equal pointers.
 */
#ifndef EQS_ENGINE_VALUE_H
#define EQS_ENGINE_VALUE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "facts/facts.h"
#include "facts/relation.h"
#include "rules/state.h"

/* More intervals than this widen to "unknown": a class that no caller can tell apart any more. */
#define MAX_INTERVALS 8

enum value_kind {
	VALUE_SET,
	VALUE_SAVED,
	VALUE_FUNCTION,
	VALUE_ADDRESS,
	VALUE_EVENT, /* what happened: see effect.c */
	VALUE_ALIAS, /* of a path: what local cell was loaded from it, and nothing stored since */
};

enum saved_status { SAVED_LIVE, SAVED_RESTORED, SAVED_LOST };

struct value {
	enum value_kind kind;
	uint32_t n; /* SET: intervals, ascending and apart */
	union {
		struct {
			uint64_t known, bits; /* SET: bits of mask known are as in bits */
		};
		struct {
			struct state saved;
			varmask mask;
			enum saved_status status;
			uint16_t depth;	   /* more than that of every save that was open then */
			const void *event; /* where it was saved */
		};
		const char *symbol; /* FUNCTION */
		uint32_t cell;	    /* ADDRESS, ALIAS */
	};
	struct range r[];
};

struct values; /* the table */

struct values *values_new(void);
void values_free(struct values *t);

/* NULL stands for "unknown" everywhere. */
const struct value *value_const(struct values *t, int64_t v);
const struct value *value_range(struct values *t, int64_t lo, int64_t hi);
/* Any number whose bits under known are these. */
const struct value *value_bits(struct values *t, uint64_t known, uint64_t bits);
const struct value *value_saved(struct values *t, const struct state *s, varmask mask,
				enum saved_status status, unsigned depth, const void *event);
const struct value *value_function(struct values *t, const char *symbol);
const struct value *value_address(struct values *t, uint32_t cell);
const struct value *value_event(struct values *t, const void *event);
const struct value *value_alias(struct values *t, uint32_t cell);

/* The same saved variables in another status. */
const struct value *value_with_status(struct values *t, const struct value *v,
				      enum saved_status status);

/* The one integer it is, if it is one. */
bool value_is_const(const struct value *v, int64_t *out);

/* Everything that either may be; NULL when that is too much to say. */
const struct value *value_union(struct values *t, const struct value *a, const struct value *b);

/*
 * What is left when both hold; a alone when they are of two kinds.  *empty is
 * set when they contradict each other.
 */
const struct value *value_meet(struct values *t, const struct value *a, const struct value *b,
			       bool *empty);

/* a OP b as the type computes it; NULL when it is not known. */
const struct value *value_apply(struct values *t, enum set_op op, const struct vtype *type,
				const struct value *a, const struct value *b);

/* The value's bits under mask. */
const struct value *value_mask(struct values *t, const struct value *v, uint64_t mask);

/* What stays known of the value when its bits under mask may have become anything. */
const struct value *value_forget(struct values *t, const struct value *v, uint64_t mask);

/* May a REL b be true?  rel is a comparison of enum guard_rel. */
bool value_may(const struct value *a, unsigned rel, const struct value *b,
	       const struct vtype *type);

/*
 * What is left of a when a REL b holds (b constant or a set); mask: only these
 * bits of a were compared, 0 for all.  *empty is set when nothing is left.
 */
const struct value *value_refine(struct values *t, const struct value *a, unsigned rel,
				 const struct value *b, uint64_t mask, const struct vtype *type,
				 bool *empty);

/* What is left of a inside (or, with outside, outside of) the ranges. */
const struct value *value_clip(struct values *t, const struct value *a, const struct range *r,
			       uint32_t n, bool outside, bool *empty);

#endif

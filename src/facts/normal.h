/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The steps of facts_normalise() on one function, which they change in place. */
#ifndef EQS_NORMAL_H
#define EQS_NORMAL_H

#include "facts.h"

#define NO_HOME UINT32_MAX

struct normal {
	struct arena *arena;
	struct function *f;
	bool *unresolved;   /* by local: its value is whether the compiler knows something */
	uint32_t *ndefs;    /* by local: how often it is set, as of normal_define() */
	struct event **def; /* by local: the last event that sets it */
	/* by local: the block that all that sets it stands in, or on ways to; or NO_HOME */
	uint32_t *home;
	bool *by_ways;	/* by local: all that sets it stands on ways */
	uint32_t room;	/* for so many locals */
	uint64_t *bits; /* by local: all that constants and booleans set in it; UINT64_MAX: not
			   only they */
	uint32_t *at;	/* by local: how many events stand before the first that sets it */
};

/* Calls fn with every operand that the event reads, paths that it writes to among them. */
typedef void (*operand_fn)(void *ctx, struct operand *o);
void normal_event_uses(struct event *e, operand_fn fn, void *ctx);
void normal_guard_uses(struct guard *g, operand_fn fn, void *ctx);

/* Calls fn with every local that the event sets. */
typedef void (*target_fn)(void *ctx, struct event *e, struct operand *dst);
void normal_event_targets(struct event *e, target_fn fn, void *ctx);

/* Calls fn with every event of the function, those on edges too, in order. */
typedef void (*event_fn)(void *ctx, struct event *e);
void normal_events(struct function *f, event_fn fn, void *ctx);

/* Calls fn with the number of every local in the operand, or in its path. */
typedef void (*local_fn)(void *ctx, uint32_t *local);
void normal_operand_locals(struct operand *o, local_fn fn, void *ctx);

/* A copy of o that shares no path with it. */
struct operand normal_copy(struct arena *arena, const struct operand *o);

/* ---- normal_copy.c ---- */

/* One more local; NO_LOCAL when there is no room. */
uint32_t normal_new_local(struct normal *n, struct vtype type);
/* Looks at what sets each local, again. */
void normal_define(struct normal *n);
/* Has the local one value for as long as it is read? */
bool normal_is_stable(const struct normal *n, uint32_t local);
/* May the operand be read later, in the place of a local that it was copied to? */
bool normal_can_move(const struct normal *n, const struct operand *o);
/* The same for an operand of the local's only set: does that read the same for as long? */
bool normal_can_read(const struct normal *n, const struct event *e, const struct operand *o);
/* The event that gives the local its only value; NULL: there is none, or it is no set. */
const struct event *normal_only_set(const struct normal *n, uint32_t local);
/* Reads what the operand's local was copied from instead; false: it stays. */
bool normal_see_through(const struct normal *n, struct operand *o);
/* The same for the locals in a path, where a mask or conversion has no place. */
bool normal_see_path(const struct normal *n, struct operand *o);
/* The value of a constant as it is read, mask and all. */
int64_t normal_constant(const struct operand *o);

/* ---- normal_hash.c: what the value is made of; depth 0 ---- */
uint64_t normal_hash(const struct normal *n, const struct operand *o, int depth);

/* Each returns whether it changed something. */
bool normal_load(struct normal *n);   /* what is read from memory is read by itself */
bool normal_fold(struct normal *n);   /* copies, constants, comparisons, guards */
bool normal_value(struct normal *n);  /* arithmetic: one way to write each sum, mask and shift */
bool normal_chain(struct normal *n);  /* sums, and what else has many parts: in one order */
bool normal_type(struct normal *n);   /* types of what is read, where they say nothing */
bool normal_memory(struct normal *n); /* paths that are read again, or changed */
bool normal_test(struct normal *n);   /* tests of one value that follow each other */
void normal_tell(struct normal *n);   /* at the end: one way to write a test of bits */
bool normal_thread(struct normal *n); /* tests of what ways to them set */
bool normal_order(struct normal *n);  /* values stand where they are used */
bool normal_sweep(struct normal *n);  /* sets of locals that nothing reads */
bool normal_flow(struct normal *n); /* blocks that are not reached, are empty, follow each other */
void normal_places(struct normal *n); /* at the end: of tests that follow each other */

/* ---- normal_load.c: how many locals its loads take, at most ---- */
uint32_t normal_loads(struct function *f);

/* ---- normal_flow.c ---- */

/* n zeros and one more, to be freed. */
void *normal_array(size_t n, size_t size);
/* By local: how often it is read; to be freed. */
uint32_t *normal_uses(const struct normal *n);
/* What the edge sets, with paths of its own. */
struct event *normal_copy_sets(struct arena *arena, const struct edge *e);
/* Puts an empty block behind the others; its number. Blocks move. */
uint32_t normal_add_block(struct normal *n);
/* Puts blocks, and edges by their guards, in order. */
void normal_arrange(struct normal *n);
/* By block: how many edges lead to it; to be freed. */
uint32_t *normal_preds(const struct function *f);

/* ---- normal_truth.c: for normal_test() ---- */
bool normal_truth(struct normal *n);

/* ---- normal_join.c ---- */

/* Do both edges set the same, as it stands? */
bool normal_same_sets(const struct edge *a, const struct edge *b);
/* For normal_flow(). */
bool normal_join(struct normal *n);

/* ---- normal_relay.c: for normal_flow() ---- */

bool normal_relays(struct normal *n);
bool normal_copies(struct normal *n);

/* Blocks and locals in the order in which they are met. */
void normal_number(struct normal *n);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The steps of facts_normalise() on one function, which they change in place. */
#ifndef EQS_NORMAL_H
#define EQS_NORMAL_H

#include "facts.h"

struct normal {
	struct arena *arena;
	struct function *f;
	bool *unresolved; /* by local: its value is whether the compiler knows something */
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

/* Each returns whether it changed something. */
bool normal_fold(struct normal *n);  /* copies, constants, comparisons, guards */
bool normal_sweep(struct normal *n); /* sets of locals that nothing reads */
bool normal_flow(struct normal *n);  /* blocks that are not reached, are empty, follow each other */

/* Blocks and locals in the order in which they are met. */
void normal_number(struct normal *n);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A run: one whole state on its way through a function, with what is known
 * of locals and paths.  Saved variables and choices of rows belong to the
 * whole state; the rest is knowledge, of which points keep what all agree on.
 */
#ifndef EQS_ENGINE_RUN_H
#define EQS_ENGINE_RUN_H

#include "prepare.h"

/* Beyond this nothing more is remembered: values are then unknown, never wrong. */
#define MAX_KNOWN 96

/* In run.choices: the text that runs, inlined functions with it, is noinstr. */
#define CHOICE_NOINSTR 1

struct known {
	uint32_t cell;
	const struct value *v;
};

struct trail;

struct run {
	struct state st;
	uint64_t choices; /* four bits for each set-once object, from 1 */
	const struct trail *trail;
	const struct place
		*arrived; /* what led into the block, as the source says it: `return -1` */
	uint32_t nknown;
	struct known known[MAX_KNOWN]; /* the last: a copy may end where it ends */
};

/* Where a run is: for reading and changing what it knows. */
struct frame {
	struct program *p;
	struct func *f;
	struct prepared *pr;
	const struct state *entry; /* what the function was entered with */
};

/* Leaves in @k what both know, @n of it then; true when that is not what @k was. */
bool known_join(struct values *t, struct known *k, uint32_t *n, const struct known *other,
		uint32_t nother);
const struct value *run_get(const struct run *r, uint32_t cell);
void run_put(struct run *r, uint32_t cell, const struct value *v); /* NULL forgets */

const struct value *run_operand(const struct frame *fr, const struct run *r,
				const struct operand *o);

/* The cell of a LOCAL or PATH operand; NO_CELL for others, masked or volatile ones. */
uint32_t frame_cell(const struct frame *fr, const struct operand *o);

/*
 * The cell that a path names, seen through what its root is known to point
 * to; NO_CELL when it cannot be named.
 */
uint32_t run_path_cell(const struct frame *fr, const struct run *r, const struct path *path);

/* The cell that a pointer points to, `*o`; NO_CELL when it cannot be named. */
uint32_t run_pointee(const struct frame *fr, const struct run *r, const struct operand *o);

/* dst, a LOCAL or PATH operand, comes to be v: what depended on the old value is forgotten. */
void run_assign(const struct frame *fr, struct run *r, const struct operand *dst,
		const struct value *v);

/*
 * A call of a pure function, whose result is as good as a field of what its
 * argument points to: known when it was tested before and nothing it reads was
 * stored to since.
 */
void run_pure_call(const struct frame *fr, struct run *r, const struct event *e,
		   const struct func *callee);

/* A SET or STORE event. */
void run_set(const struct frame *fr, struct run *r, const struct event *e);

/* Takes the edge's condition; false when the run cannot go there. */
bool run_guard(const struct frame *fr, struct run *r, const struct guard *g);

/* A path that ends in this record and a function's name: what the pure function returns. */
#define PURE_RECORD "()"

/* stores.c: forgets what a function may store to. */
void run_kill_stores(const struct frame *fr, struct run *r, const struct func *callee);
/* The same for a store to the path, which is the cell: any object's field may have been this. */
void run_kill_field(const struct frame *fr, struct run *r, uint32_t cell, const struct path *path,
		    uint64_t bits);
/* A local has a new value: paths through the old one name something else now. */
void run_kill_local(const struct frame *fr, struct run *r, uint32_t local);
/* pointee.c: forgets what a call may store to, through the pointers too that it is passed. */
void run_kill_call(const struct frame *fr, struct run *r, const struct event *e,
		   struct func *callee);
/* The function, or who it passes it to, stores through the pointer, and names no field. */
bool pointee_is_stored(struct program *p, struct func *f, uint32_t param);
/* A field that nobody reads has no number: which callees store to it is not known. */
bool run_is_numbered(const struct frame *fr, uint32_t cell);
/* A whole record is copied, or set to zeros. */
void run_set_record(const struct frame *fr, struct run *r, const struct operand *dst,
		    const struct operand *src);
/* loops.c: between two blocks: a loop that waits for others forgets what they may store to. */
void run_turn(const struct frame *fr, struct run *r, uint32_t from, uint32_t to);
/* Forgets what is read at the block no more. */
void run_prune(const struct frame *fr, struct run *r, uint32_t block);

static inline unsigned choice_get(uint64_t choices, unsigned number)
{
	return choices >> (4 * number) & 15;
}

static inline uint64_t choice_set(uint64_t choices, unsigned number, unsigned choice)
{
	return (choices & ~(15ull << (4 * number))) | (uint64_t)choice << (4 * number);
}

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Arithmetic in the normal form: what normal_value.c and its parts share. */
#ifndef EQS_NORMAL_VALUE_H
#define EQS_NORMAL_VALUE_H

#include "base/vec.h"
#include "normal.h"

struct use {
	struct operand *o;
	uint32_t next; /* of the same local, from 1; 0: none */
	bool is_test;  /* whether it is 0 */
	uint32_t bits; /* of what is computed with it; 0: it is not computed with */
};

struct valuer {
	struct normal *n;
	VEC(struct use) uses;
	uint32_t *first; /* by local, from 1 */
	bool *is_opaque; /* by local: a path leads through it, or an element of its number */
	bool is_test;	 /* what is being noted is a test for 0 */
	uint32_t bits;	 /* and as many bits are computed with it */
	bool changed;
};

/* The type of the local itself. */
const struct vtype *num_own(const struct valuer *v, uint32_t local);
bool num_is_number(const struct vtype *t);
/* A local that is read without a mask. */
bool num_is_local(const struct operand *o);
/* Is the operand, of which the bits of t are wanted, read as no more than it is? */
bool num_is_no_wider(const struct valuer *v, const struct operand *o, const struct vtype *t);
/* Makes the event another operation. */
void num_copies(struct valuer *v, struct event *e, struct operand a);
void num_becomes(struct valuer *v, struct event *e, enum set_op op, struct operand a,
		 struct operand b);
struct operand num_number(int64_t value, const struct vtype *t);
/* May every use of the local be read with a mask, and does one read it? */
bool num_is_maskable(const struct valuer *v, uint32_t local);
/* Has every use of the local read these bits only. */
void num_mask(struct valuer *v, uint32_t local, uint64_t mask);

/* Each brings the event, which sets a number of type t, nearer to its one form. */
/* ---- normal_sum.c ---- */
void num_sum(struct valuer *v, struct event *e, const struct vtype *t);
/* Sides that may change places are put right. */
void num_turn(struct valuer *v, struct event *e);
bool num_turned(const struct valuer *v, const struct operand *a, const struct operand *b);

/* ---- normal_bits.c ---- */
void num_bits(struct valuer *v, struct event *e, const struct vtype *t);
void num_copy(struct valuer *v, struct event *e, const struct vtype *t);
void num_test(struct valuer *v, struct event *e);
void num_narrow(struct valuer *v, struct event *e);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Types in the normal form: what normal_type.c and its parts share. */
#ifndef EQS_NORMAL_TYPE_H
#define EQS_NORMAL_TYPE_H

#include "normal.h"

struct typer {
	struct normal *n;
	bool changed;
};

/* What reads an operand: of how many bits its result is, COUNT for how far is shifted, ANY. */
enum { COUNT = 0, ANY = UINT32_MAX };

/* ---- normal_operand.c ---- */

/* The type of the local that the operand reads. */
const struct vtype *type_own(const struct normal *n, const struct operand *o);
bool type_is_number(const struct vtype *t);
struct vtype type_unsigned(unsigned int bits);
/* The bit that is the sign; 0 when there is none. */
uint64_t type_sign(const struct vtype *t);
/* The bits of the local that can be set; depth 0. */
uint64_t type_bits(const struct normal *n, uint32_t local, int depth);
/* Of what is read; UINT64_MAX: all, among them those of a sign. */
uint64_t type_operand_bits(const struct normal *n, const struct operand *o, int depth);
void type_put(struct typer *ty, struct operand *o, struct vtype t, uint64_t mask);
/* Brings a local, or one that is masked, or a constant of type t to its one type and mask. */
void type_operand(struct typer *ty, struct operand *o, uint32_t width);
void type_masked(struct typer *ty, struct operand *o, uint32_t width);
void type_constant(struct typer *ty, struct operand *o, struct vtype t);

/* ---- normal_compare.c ---- */

void type_comparison(struct typer *ty, enum guard_rel *rel, struct operand *a, struct operand *b);
/* A switch is over the type that its value has without a conversion. */
void type_ranges(struct typer *ty, struct guard *g);
/* Is all that the ranges hold of that type? */
bool type_fits_ranges(const struct guard *g, struct vtype t);

#endif

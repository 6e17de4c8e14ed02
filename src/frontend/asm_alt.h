/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Code that is patched at boot: what may stand in the place of which
 * instructions.  Both are ways that control may take.
 */
#ifndef EQS_ASM_ALT_H
#define EQS_ASM_ALT_H

#include "asm_object.h"

struct asm_alt {
	uint64_t from;	     /* the first instruction that is replaced */
	uint64_t start, end; /* what replaces it; equal: nothing does */
	uint64_t back;	     /* what follows what is replaced */
};

struct asm_alts {
	VEC(struct asm_alt) by_from, by_end;
};

/* Reads .altinstructions (x86, arm64, s390, riscv) and powerpc's feature sections. */
void asm_alts_read(struct asm_alts *a, const struct asm_object *o);
void asm_alts_free(struct asm_alts *a);

/* The first of those that replace what is at the address, or NULL; the others of it follow. */
const struct asm_alt *asm_alts_at(const struct asm_alts *a, uint64_t address);

/* Is it one of those? */
bool asm_alts_more(const struct asm_alts *a, const struct asm_alt *alt, uint64_t address);

/* What is replaced by the instruction there; NO_ADDRESS when it replaces none. */
uint64_t asm_alts_replaced(const struct asm_alts *a, uint64_t address);

/* Where control goes on that comes to the address: elsewhere at the end of a replacement. */
uint64_t asm_alts_land(const struct asm_alts *a, uint64_t address);

#endif

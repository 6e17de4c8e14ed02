/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lines of assembly: what .debug_line (DWARF 2 to 4, as assemblers write it) says of addresses. */
#ifndef EQS_ASM_LINE_H
#define EQS_ASM_LINE_H

#include "asm_object.h"
#include "facts/facts.h"

struct asm_row {
	uint64_t address;
	uint64_t order;
	const char *file; /* NULL: what was described ends here */
	uint32_t line;
};

struct asm_lines {
	VEC(struct asm_row) rows; /* by address */
};

/*
 * Reads the object's table; file names become relative to srctree where they
 * lie in it (those that are relative are below cwd).  What is damaged or of
 * another version is left out: the place is then less exact, and nothing else.
 */
void asm_lines_read(struct asm_lines *l, const struct asm_object *o, const char *srctree,
		    const char *cwd);
void asm_lines_free(struct asm_lines *l);

/* The place of an address; the file alone, as given, where the table does not know it. */
struct place asm_lines_place(const struct asm_lines *l, uint64_t address, const char *file);

#endif

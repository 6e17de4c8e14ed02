/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Functions of assembled code.  One is what can be reached from its symbol
 * without passing the start of another: code that two functions branch into
 * is in both.  Where control goes on to the start of another function, by a
 * jump or by falling into it, that function is called and then left.
 */
#ifndef EQS_ASM_FLOW_H
#define EQS_ASM_FLOW_H

#include "asm_alt.h"
#include "asm_code.h"
#include "asm_line.h"
#include "facts/facts.h"

/* One symbol that begins a function; the others at its address are other names of it. */
struct asm_func {
	uint64_t address;
	const char *name;
	const struct asm_symbol *symbol; /* NULL: a name was made for it */
};
VEC_TYPE(asm_funcs, struct asm_func);

struct asm_cell {
	uint32_t seen,
		leader; /* the number + 1 of the function that reaches it, that branches to it */
	uint32_t block; /* of a leader */
};

struct asm_flow {
	struct asm_code *code;
	const struct asm_object *object;
	const struct asm_lines *lines;
	const struct asm_alts *alts;
	const char *source;
	struct arena *arena;	/* of the unit */
	struct asm_funcs funcs; /* by address */
	uint32_t *func_at;	/* by address: its number + 1 */
	struct asm_cell *cells; /* by address: of the function in work */
	size_t steps;		/* instructions in all bodies */
};

/* Finds the functions.  code, lines, alts and arena must stay. */
void asm_flow_init(struct asm_flow *f, struct asm_code *code, const struct asm_lines *lines,
		   const struct asm_alts *alts, const char *source, struct arena *arena);
void asm_flow_free(struct asm_flow *f);

/*
 * Fills in place and blocks of function n.  Returns 0, or -E2BIG when all of
 * them together are more than any source comes to.
 */
int asm_flow_body(struct asm_flow *f, size_t n, struct function *out, struct error *err);

/* May control go on from this one to the next, by no branch? */
bool asm_falls(const struct asm_insn *i);

#endif

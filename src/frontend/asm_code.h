/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Instructions of an object, decoded where somebody asks for them, with their targets. */
#ifndef EQS_ASM_CODE_H
#define EQS_ASM_CODE_H

#include "asm_llvm.h"
#include "asm_object.h"
#include "base/arena.h"

/* A place in the code of this object, a symbol, both, or neither (unknown). */
struct asm_target {
	uint64_t address; /* or NO_ADDRESS */
	const char *symbol;
};

struct asm_insn {
	uint64_t address, next; /* next: behind the delay slot, where there is one */
	uint64_t slot;		/* address of the delay slot, or NO_ADDRESS */
	struct flow_kind kind;
	struct asm_target target; /* of a direct call or jump */
	bool is_bad;		  /* the disassembler does not know it */
	/* the return address was set by hand, and this jump is a call that returns there */
	bool has_link, link_noted;
	struct asm_target link;
	const char *text; /* when it is one of those that are looked for: interned; else NULL */
	bool writes_link; /* to what is in `wrote`, or keeps what is there */
	bool keeps_link;
	struct asm_target wrote;
};

struct asm_code {
	const struct asm_object *object;
	struct asm_llvm llvm;
	const char *const *texts; /* instructions that shall be kept */
	size_t ntexts;
	struct asm_insn **at; /* by address */
	struct arena arena;
	size_t nbad; /* undecodable instructions met */
};

/*
 * Fails as asm_llvm_open() does.  The object must stay.  Free it in any case.
 */
int asm_code_init(struct asm_code *c, const struct asm_object *o, const char *const *texts,
		  size_t ntexts, struct error *err);
void asm_code_free(struct asm_code *c);

/* The instruction there; NULL where there is no code. */
const struct asm_insn *asm_code_at(struct asm_code *c, uint64_t address);

/* The call there is a jump: nothing returns to what follows it. */
void asm_code_no_call(struct asm_code *c, uint64_t address);

/* False for a label that no human wrote: .L1, $d, the assembler's own. */
bool asm_is_name(const char *name);

#endif

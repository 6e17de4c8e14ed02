/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Instruction sets, as far as the flow of control goes: which instructions
 * branch, call and return, by the text that LLVM's disassembler gives them.
 */
#ifndef EQS_ASM_ARCH_H
#define EQS_ASM_ARCH_H

#include <elf.h>
#include <stdbool.h>
#include <stdint.h>

#ifndef EM_LOONGARCH
#define EM_LOONGARCH 258 /* younger than some elf.h */
#endif

enum flow {
	FLOW_NONE,    /* the next one follows */
	FLOW_CALL,    /* its last operand is the target */
	FLOW_JUMP,    /* likewise */
	FLOW_RETURN,  /* to the caller, or from an exception */
	FLOW_EXECUTE, /* does what the instruction at its target does */
	FLOW_TRAP,    /* nothing follows */
};

struct flow_kind {
	enum flow flow;
	bool is_conditional; /* or the next one follows */
	bool is_indirect;    /* the target is in a register or in memory */
	bool no_slot;	     /* although others have a delay slot */
};

/* What a number that is the target counts from. */
enum target_base { BASE_THIS, BASE_NEXT, BASE_PLUS_8, BASE_ZERO };

struct asm_pattern {
	const char *text; /* as fnmatch() has it, of the whole instruction */
	struct flow_kind kind;
};

struct asm_arch {
	const char *name;		     /* the kernel's */
	uint16_t machine;		     /* e_machine */
	uint8_t class;			     /* ELFCLASS32, ELFCLASS64 */
	uint8_t data;			     /* ELFDATA2LSB, ELFDATA2MSB */
	const char *triple, *cpu, *features; /* LLVM's */
	uint8_t width;			     /* of the shortest instruction */
	uint8_t slot;			     /* bytes of the delay slot behind a branch */
	enum target_base base;
	const char *link; /* the register with the return address; NULL: it is on the stack */
	const struct asm_pattern *patterns; /* the first that fits; end with a NULL text */
};

/* The instruction set of an object's header, or NULL. */
const struct asm_arch *asm_arch_find(unsigned int machine, unsigned int class, unsigned int data,
				     uint32_t flags);

/* What the instruction does.  text: lower case, one blank between words. */
struct flow_kind asm_flow_kind(const struct asm_arch *arch, const char *text);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * LLVM's disassembler, loaded when the first object is read: the loader takes
 * longer for LLVM than a unit of C is checked in.
 */
#ifndef EQS_ASM_LLVM_H
#define EQS_ASM_LLVM_H

#include <stddef.h>
#include <stdint.h>

#include "asm_arch.h"
#include "base/error.h"

struct asm_llvm {
	void *library, *context;
	size_t (*instruction)(void *context, uint8_t *bytes, uint64_t n, uint64_t address,
			      char *text, size_t room);
	void (*dispose)(void *context);
};

/*
 * Returns 0; -ENOPKG LLVM is not there; -ENOTSUP it has no disassembler for the
 * instruction set.  Close it in any case.
 */
int asm_llvm_open(struct asm_llvm *l, const struct asm_arch *arch, struct error *err);
void asm_llvm_close(struct asm_llvm *l);

/* Writes the instruction's text; its size in bytes, or 0 for none. */
size_t asm_llvm_text(const struct asm_llvm *l, uint8_t *bytes, size_t n, uint64_t address,
		     char *text, size_t room);

#endif

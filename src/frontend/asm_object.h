/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A relocatable ELF object of any machine: sections, symbols, relocations,
 * all checked against the file's size.  Executable sections get places in one
 * address space of code, so that an address says section and offset.
 */
#ifndef EQS_ASM_OBJECT_H
#define EQS_ASM_OBJECT_H

#include <libelf.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "asm_arch.h"
#include "base/error.h"
#include "base/vec.h"

struct asm_reloc {
	uint64_t offset;
	uint32_t symbol; /* index */
	uint32_t type;
	int64_t addend;
	bool has_addend; /* else it stands in the section */
};
VEC_TYPE(asm_relocs, struct asm_reloc);

struct asm_section {
	const char *name;    /* interned */
	const uint8_t *data; /* the file's; NULL: it has none */
	size_t size;
	bool is_code;
	uint64_t base;		  /* is_code: where it begins */
	struct asm_relocs relocs; /* by offset */
};
VEC_TYPE(asm_sections, struct asm_section);

struct asm_symbol {
	const char *name; /* interned, as C has it; NULL: none */
	uint32_t section; /* 0: not defined here, or in no section */
	uint64_t value, size;
	uint8_t type, bind; /* STT_*, STB_* */
	bool is_undefined;
};
VEC_TYPE(asm_symbols, struct asm_symbol);

#define NO_ADDRESS UINT64_MAX

struct asm_object {
	Elf *elf;
	const struct asm_arch *arch;
	struct asm_sections sections; /* by ELF's index */
	struct asm_symbols symbols;   /* likewise */
	uint64_t end;		      /* of the addresses of code */
	bool is_dotted;		      /* powerpc64 before ELFv2: .NAME is the code of NAME */
};

/*
 * Reads the object in p[0..n), which must stay.  Returns 0, or -EINVAL when it
 * is no such object or is damaged; -ENOTSUP its instructions are not known.
 * Free it in any case.
 */
int asm_object_read(struct asm_object *o, const void *p, size_t n, struct error *err);
void asm_object_free(struct asm_object *o);

/* The address of offset in the section; NO_ADDRESS when no code is there. */
uint64_t asm_object_address(const struct asm_object *o, uint32_t section, uint64_t offset);

/*
 * The address so many bytes behind the relocation's symbol: of code, or the
 * byte behind a section's last, where something ends; else NO_ADDRESS.
 */
uint64_t asm_object_target(const struct asm_object *o, const struct asm_reloc *r, uint64_t behind);

/* The section of code that an address lies in, or NULL. */
const struct asm_section *asm_object_section(const struct asm_object *o, uint64_t address);

/* The first relocation at offset or behind it and before end, or NULL. */
const struct asm_reloc *asm_object_reloc(const struct asm_section *s, uint64_t offset,
					 uint64_t end);

#endif

// SPDX-License-Identifier: GPL-2.0-or-later
#include "asm_object.h"

#include <errno.h>
#include <gelf.h>
#include <stdlib.h>
#include <string.h>

#include "base/intern.h"

/* Between two sections of code: no branch falls from one into the other. */
#define GAP 64

static int failed(struct error *err)
{
	return error_set(err, EINVAL, "the object is cut or damaged: its sections cannot be read");
}

static int read_header(struct asm_object *o, struct error *err)
{
	GElf_Ehdr h;

	if (!o->elf || elf_kind(o->elf) != ELF_K_ELF || !gelf_getehdr(o->elf, &h))
		return error_set(err, EINVAL, "it is no ELF object");
	if (h.e_type != ET_REL)
		return error_set(err, EINVAL, "it is no relocatable object");
	o->arch = asm_arch_find(h.e_machine, h.e_ident[EI_CLASS], h.e_ident[EI_DATA], h.e_flags);
	if (!o->arch)
		return error_set(err, ENOTSUP,
				 "instructions of ELF machine %u, class %u, are not known",
				 h.e_machine, h.e_ident[EI_CLASS]);
	o->is_dotted = h.e_machine == EM_PPC64 && (h.e_flags & EF_PPC64_ABI) < 2;
	return 0;
}

/* What is copied over code at boot is code too: powerpc does not mark it. */
static bool is_patch(const char *name)
{
	static const char *const names[] = {".altinstr_replacement", "__ftr_alt_"};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (!strncmp(name, names[i], strlen(names[i])))
			return true;
	return false;
}

static int read_sections(struct asm_object *o, struct error *err)
{
	size_t names, n, room;
	Elf_Scn *scn = NULL;

	if (elf_getshdrnum(o->elf, &n) || !n || elf_getshdrstrndx(o->elf, &names) ||
	    !elf_rawfile(o->elf, &room))
		return failed(err);
	vec_reserve(&o->sections, n);
	memset(o->sections.v, 0, n * sizeof(*o->sections.v));
	o->sections.n = n;
	o->end = GAP;
	while ((scn = elf_nextscn(o->elf, scn))) {
		struct asm_section *s;
		const char *name;
		Elf_Data *data;
		GElf_Shdr h;

		if (elf_ndxscn(scn) >= n || !gelf_getshdr(scn, &h))
			return failed(err);
		name = elf_strptr(o->elf, names, h.sh_name);
		if (!name)
			return failed(err);
		s = &o->sections.v[elf_ndxscn(scn)];
		s->name = intern(name);
		/* thousands that are all the same large part of the file would not end */
		if (h.sh_type != SHT_NOBITS && h.sh_type != SHT_NULL) {
			if (h.sh_size > room)
				return error_set(err, EINVAL,
						 "the object is damaged: its sections are larger "
						 "than the file");
			room -= h.sh_size;
		}
		/* MIPS has a type of its own for .debug_* */
		if ((h.sh_type != SHT_PROGBITS && h.sh_type != SHT_MIPS_DWARF) || !h.sh_size ||
		    (h.sh_flags & SHF_COMPRESSED))
			continue;
		data = elf_rawdata(scn, NULL);
		if (!data || !data->d_buf)
			return failed(err);
		s->data = data->d_buf;
		s->size = data->d_size;
		s->is_code = (h.sh_flags & SHF_ALLOC) &&
			     ((h.sh_flags & SHF_EXECINSTR) || is_patch(s->name));
		if (!s->is_code)
			continue;
		s->base = o->end;
		o->end += (s->size + GAP + 15) & ~(uint64_t)15;
	}
	return 0;
}

/* The name as C has it: before ELFv2 .f is the code of f; what begins with .L is no name. */
static const char *symbol_name(const struct asm_object *o, const char *name)
{
	if (!*name)
		return NULL;
	return intern(o->is_dotted && name[0] == '.' && name[1] && name[1] != 'L' ? name + 1
										  : name);
}

static int read_symbols(struct asm_object *o, Elf_Scn *scn, const GElf_Shdr *h, struct error *err)
{
	Elf_Data *data = elf_getdata(scn, NULL);
	size_t n = data && h->sh_entsize ? data->d_size / h->sh_entsize : 0;

	if (!data || o->symbols.n || n > INT32_MAX)
		return failed(err);
	for (size_t i = 0; i < n; i++) {
		struct asm_symbol s = {};
		const char *name;
		GElf_Sym sym;

		if (!gelf_getsym(data, (int)i, &sym))
			return failed(err);
		name = elf_strptr(o->elf, h->sh_link, sym.st_name);
		if (!name)
			return failed(err);
		s.name = symbol_name(o, name);
		s.is_undefined = sym.st_shndx == SHN_UNDEF;
		/* more than 65280 sections: no assembly unit has them */
		if (sym.st_shndx < SHN_LORESERVE && sym.st_shndx < o->sections.n)
			s.section = sym.st_shndx;
		s.value = sym.st_value;
		s.size = sym.st_size;
		s.type = GELF_ST_TYPE(sym.st_info);
		s.bind = GELF_ST_BIND(sym.st_info);
		vec_push(&o->symbols, s);
	}
	return 0;
}

/*
 * MIPS64 has three types in one relocation, and in little-endian files the
 * symbol comes first whatever the order of bytes (the n64 ABI's Elf64_Rel).
 */
static void split_info(const struct asm_object *o, uint64_t info, struct asm_reloc *r)
{
	if (o->arch->machine == EM_MIPS && o->arch->class == ELFCLASS64) {
		bool little = o->arch->data == ELFDATA2LSB;

		r->symbol = (uint32_t)(little ? info : info >> 32);
		r->type = little ? info >> 56 : info & 0xff;
		return;
	}
	r->symbol = (uint32_t)GELF_R_SYM(info);
	r->type = (uint32_t)GELF_R_TYPE(info);
}

static int by_offset(const void *a, const void *b)
{
	const struct asm_reloc *x = a, *y = b;

	if (x->offset != y->offset)
		return x->offset < y->offset ? -1 : 1;
	return x->type < y->type ? -1 : x->type > y->type;
}

static int read_relocs(struct asm_object *o, Elf_Scn *scn, const GElf_Shdr *h, struct error *err)
{
	bool rela = h->sh_type == SHT_RELA;
	Elf_Data *data = elf_getdata(scn, NULL);
	size_t n = data && h->sh_entsize ? data->d_size / h->sh_entsize : 0;
	struct asm_section *s;

	if (!data || n > INT32_MAX)
		return failed(err);
	if (h->sh_info >= o->sections.n)
		return error_set(err, EINVAL, "the object is damaged: relocations of no section");
	s = &o->sections.v[h->sh_info];
	for (size_t i = 0; i < n; i++) {
		struct asm_reloc r = {.has_addend = rela};
		GElf_Rela a = {};
		GElf_Rel e = {};

		if (rela ? !gelf_getrela(data, (int)i, &a) : !gelf_getrel(data, (int)i, &e))
			return failed(err);
		r.offset = rela ? a.r_offset : e.r_offset;
		r.addend = a.r_addend;
		split_info(o, rela ? a.r_info : e.r_info, &r);
		if (r.symbol >= o->symbols.n)
			return error_set(err, EINVAL,
					 "the object is damaged: a relocation of no symbol");
		vec_push(&s->relocs, r);
	}
	if (s->relocs.n)
		qsort(s->relocs.v, s->relocs.n, sizeof(s->relocs.v[0]), by_offset);
	return 0;
}

/* Symbols first: relocations name them. */
static int read_tables(struct asm_object *o, struct error *err)
{
	for (int relocs = 0; relocs < 2; relocs++) {
		Elf_Scn *scn = NULL;

		while ((scn = elf_nextscn(o->elf, scn))) {
			GElf_Shdr h;
			int ret = 0;

			if (!gelf_getshdr(scn, &h))
				return failed(err);
			if (!relocs && h.sh_type == SHT_SYMTAB)
				ret = read_symbols(o, scn, &h, err);
			else if (relocs && (h.sh_type == SHT_RELA || h.sh_type == SHT_REL))
				ret = read_relocs(o, scn, &h, err);
			if (ret)
				return ret;
		}
	}
	return 0;
}

int asm_object_read(struct asm_object *o, const void *p, size_t n, struct error *err)
{
	int ret;

	memset(o, 0, sizeof(*o));
	elf_version(EV_CURRENT);
	o->elf = elf_memory((char *)(uintptr_t)p, n); /* only read */
	ret = read_header(o, err);
	if (!ret)
		ret = read_sections(o, err);
	return ret ? ret : read_tables(o, err);
}

void asm_object_free(struct asm_object *o)
{
	for (size_t i = 0; i < o->sections.n; i++)
		vec_free(&o->sections.v[i].relocs);
	vec_free(&o->sections);
	vec_free(&o->symbols);
	elf_end(o->elf);
	o->elf = NULL;
}

uint64_t asm_object_address(const struct asm_object *o, uint32_t section, uint64_t offset)
{
	const struct asm_section *s;

	if (section >= o->sections.n)
		return NO_ADDRESS;
	s = &o->sections.v[section];
	return s->is_code && offset < s->size ? s->base + offset : NO_ADDRESS;
}

uint64_t asm_object_target(const struct asm_object *o, const struct asm_reloc *r, uint64_t behind)
{
	const struct asm_symbol *s = &o->symbols.v[r->symbol];
	uint64_t offset = s->value + behind;
	uint64_t last = asm_object_address(o, s->section, offset - 1);

	return last == NO_ADDRESS ? asm_object_address(o, s->section, offset) : last + 1;
}

const struct asm_section *asm_object_section(const struct asm_object *o, uint64_t address)
{
	const struct asm_section *s;

	vec_for_each (s, &o->sections)
		if (s->is_code && address >= s->base && address - s->base < s->size)
			return s;
	return NULL;
}

const struct asm_reloc *asm_object_reloc(const struct asm_section *s, uint64_t offset, uint64_t end)
{
	size_t lo = 0, hi = s->relocs.n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (s->relocs.v[mid].offset < offset)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < s->relocs.n && s->relocs.v[lo].offset < end ? &s->relocs.v[lo] : NULL;
}

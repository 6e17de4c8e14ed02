// SPDX-License-Identifier: GPL-2.0-or-later
#include "asm_alt.h"

#include <stdlib.h>
#include <string.h>

/* Chains of replacements that end where others begin. */
#define MAX_LANDINGS 8

/*
 * struct alt_instr of arch/ARCH/include/asm/alternative.h, through the
 * releases: where in an entry the lengths are, told apart by its size.  All
 * begin with the distances of what is replaced and of what replaces it.
 */
static const struct layout {
	uint16_t machine;
	uint8_t size, from_length, length;
} layouts[] = {
	{EM_X86_64, 12, 10, 11},  {EM_X86_64, 13, 10, 11}, {EM_X86_64, 14, 12, 13},
	{EM_386, 12, 10, 11},	  {EM_386, 13, 10, 11},	   {EM_386, 14, 12, 13},
	{EM_AARCH64, 12, 10, 11}, {EM_S390, 12, 10, 11},   {EM_S390, 11, 10, 10},
	{EM_S390, 13, 12, 12},	  {EM_RISCV, 16, 10, 10},
};

static void add(struct asm_alts *a, uint64_t from, uint64_t from_length, uint64_t start,
		uint64_t length)
{
	struct asm_alt alt = {
		.from = from, .start = start, .end = start + length, .back = from + from_length};

	if (from == NO_ADDRESS || (length && start == NO_ADDRESS) || !from_length)
		return;
	if (!length)
		alt.start = alt.end = alt.back;
	vec_push(&a->by_from, alt);
	if (length)
		vec_push(&a->by_end, alt);
}

static uint64_t target(const struct asm_object *o, const struct asm_reloc *r, uint64_t less)
{
	return asm_object_target(o, r, (uint64_t)r->addend - less);
}

static void read_alternatives(struct asm_alts *a, const struct asm_object *o,
			      const struct asm_section *s)
{
	const struct asm_reloc *r = s->relocs.v;
	size_t n = s->relocs.n;
	uint64_t size = n > 2 ? r[2].offset - r[0].offset : s->size;
	const struct layout *l = NULL;

	for (size_t i = 0; i < sizeof(layouts) / sizeof(layouts[0]) && !l; i++)
		if (layouts[i].machine == o->arch->machine && layouts[i].size == size)
			l = &layouts[i];
	for (size_t i = 0; l && i + 1 < n; i += 2) {
		uint64_t at = r[i].offset;

		if (r[i + 1].offset != at + 4 || at + size > s->size)
			return;
		add(a, target(o, &r[i], 0), s->data[at + l->from_length], target(o, &r[i + 1], 0),
		    s->data[at + l->length]);
	}
}

/* struct fixup_entry of arch/powerpc/lib/feature-fixups.c: mask, value, and four distances from it.
 */
static void read_features(struct asm_alts *a, const struct asm_object *o,
			  const struct asm_section *s)
{
	const struct asm_reloc *r = s->relocs.v;
	size_t word = o->arch->class == ELFCLASS64 ? 8 : 4;

	for (size_t i = 0; i + 3 < s->relocs.n; i += 4) {
		uint64_t at[4];

		for (size_t k = 0; k < 4; k++) {
			if (r[i + k].offset % (6 * word) != (k + 2) * word)
				return;
			at[k] = target(o, &r[i + k], (k + 2) * word);
		}
		if (at[1] != NO_ADDRESS && at[1] > at[0] && at[3] >= at[2])
			add(a, at[0], at[1] - at[0], at[2], at[3] - at[2]);
	}
}

static int by_from(const void *a, const void *b)
{
	const struct asm_alt *x = a, *y = b;

	if (x->from != y->from)
		return x->from < y->from ? -1 : 1;
	return x->start < y->start ? -1 : x->start > y->start;
}

static int by_end(const void *a, const void *b)
{
	const struct asm_alt *x = a, *y = b;

	if (x->end != y->end)
		return x->end < y->end ? -1 : 1;
	return x->back < y->back ? -1 : x->back > y->back;
}

void asm_alts_read(struct asm_alts *a, const struct asm_object *o)
{
	const struct asm_section *s;

	memset(a, 0, sizeof(*a));
	vec_for_each (s, &o->sections) {
		if (!s->data || !s->name)
			continue;
		if (!strcmp(s->name, ".altinstructions") || !strcmp(s->name, ".alternative"))
			read_alternatives(a, o, s);
		else if (o->arch->machine == EM_PPC || o->arch->machine == EM_PPC64)
			if (strstr(s->name, "_ftr_fixup"))
				read_features(a, o, s);
	}
	if (a->by_from.n)
		qsort(a->by_from.v, a->by_from.n, sizeof(a->by_from.v[0]), by_from);
	if (a->by_end.n)
		qsort(a->by_end.v, a->by_end.n, sizeof(a->by_end.v[0]), by_end);
}

void asm_alts_free(struct asm_alts *a)
{
	vec_free(&a->by_from);
	vec_free(&a->by_end);
}

const struct asm_alt *asm_alts_at(const struct asm_alts *a, uint64_t address)
{
	size_t lo = 0, hi = a->by_from.n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (a->by_from.v[mid].from < address)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < a->by_from.n && a->by_from.v[lo].from == address ? &a->by_from.v[lo] : NULL;
}

bool asm_alts_more(const struct asm_alts *a, const struct asm_alt *alt, uint64_t address)
{
	return alt < a->by_from.v + a->by_from.n && alt->from == address;
}

/* The replacement that ends first at the address or behind it, or NULL. */
static const struct asm_alt *first_ending(const struct asm_alts *a, uint64_t address)
{
	size_t lo = 0, hi = a->by_end.n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (a->by_end.v[mid].end < address)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < a->by_end.n ? &a->by_end.v[lo] : NULL;
}

uint64_t asm_alts_replaced(const struct asm_alts *a, uint64_t address)
{
	/* replacements do not overlap */
	const struct asm_alt *alt = first_ending(a, address + 1);

	return alt && alt->start <= address ? alt->from : NO_ADDRESS;
}

uint64_t asm_alts_land(const struct asm_alts *a, uint64_t address)
{
	for (int i = 0; i < MAX_LANDINGS; i++) {
		const struct asm_alt *alt = first_ending(a, address);

		if (!alt || alt->end != address)
			break;
		address = alt->back;
	}
	return address;
}

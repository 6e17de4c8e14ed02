// SPDX-License-Identifier: GPL-2.0-or-later
#include "asm_code.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/intern.h"
#include "base/str.h"

/* The longest instruction, of x86, has 15 bytes. */
#define MAX_BYTES 16
#define MAX_TEXT 160

/* How far behind the setting of a return address its jump is looked for. */
#define LINK_REACH 16

#define NOWHERE ((struct asm_target){NO_ADDRESS, NULL})

bool asm_is_name(const char *name)
{
	if (!name || name[0] == '$' || (name[0] == '.' && name[1] == 'L'))
		return false;
	for (; *name; name++)
		if ((unsigned char)*name <= ' ')
			return false;
	return true;
}

/* ---- text ---- */

static void normalise(char *s)
{
	char *to = s;

	for (const char *p = s; *p; p++) {
		if (!isspace((unsigned char)*p))
			*to++ = (char)tolower((unsigned char)*p);
		else if (to > s && to[-1] != ' ')
			*to++ = ' ';
	}
	while (to > s && to[-1] == ' ')
		to--;
	*to = 0;
}

/* The number that is the last operand: "#-8", ".+12", "0x40". */
static bool last_number(const char *text, int64_t *v)
{
	const char *p = strrchr(text, ',');
	char *end;

	if (!p)
		p = strchr(text, ' ');
	if (!p)
		return false;
	p += strspn(p, ", #.");
	*v = strtoll(p, &end, 0);
	return end > p && !*end;
}

/* The operands. */
static const char *operands(const char *text)
{
	const char *p = strchr(text, ' ');

	return p ? p + 1 : text + strlen(text);
}

/* ---- targets ---- */

/* Relocations that say nothing of a target: RELAX and ALIGN of riscv and loongarch. */
static bool is_hint(const struct asm_object *o, const struct asm_reloc *r)
{
	return (o->arch->machine == EM_RISCV && (r->type == 51 || r->type == 43)) ||
	       (o->arch->machine == EM_LOONGARCH && (r->type == 100 || r->type == 102)) || !r->type;
}

static const struct asm_reloc *find_reloc(const struct asm_object *o, const struct asm_section *s,
					  const struct asm_insn *i, size_t size)
{
	uint64_t at = i->address - s->base;
	const struct asm_reloc *r = asm_object_reloc(s, at, at + size);

	while (r && is_hint(o, r))
		r = r + 1 < s->relocs.v + s->relocs.n && r[1].offset < at + size ? r + 1 : NULL;
	return r;
}

/* Two instructions are one call: R_RISCV_CALL, R_RISCV_CALL_PLT, R_LARCH_CALL36. */
static bool is_pair(const struct asm_object *o, const struct asm_reloc *r)
{
	return (o->arch->machine == EM_RISCV && (r->type == 18 || r->type == 19)) ||
	       (o->arch->machine == EM_LOONGARCH && r->type == 110);
}

/* What numbers and addends of a branch count from. */
static uint64_t base_of(const struct asm_object *o, const struct asm_insn *i, size_t size)
{
	switch (o->arch->base) {
	case BASE_NEXT:
		return i->address + size;
	case BASE_PLUS_8:
		return i->address + 8;
	case BASE_ZERO:
		return 0;
	case BASE_THIS:
		break;
	}
	return i->address;
}

/*
 * A relocation relative to its place has in its addend how far the place lies
 * before what the processor counts from.
 */
static int64_t addend_of(const struct asm_object *o, const struct asm_section *s,
			 const struct asm_reloc *r, const struct asm_insn *i, size_t size,
			 const char *text)
{
	/* what a damaged object says may be anything: it wraps */
	uint64_t place = s->base + r->offset, addend = (uint64_t)r->addend;
	int64_t n = 0;

	if (!r->has_addend) /* in the instruction, so the disassembler read it */
		return last_number(text, &n)
			       ? (int64_t)((uint64_t)n + (o->arch->base == BASE_PLUS_8 ? 8 : 0))
			       : 0;
	if (o->arch->machine == EM_MIPS) /* R_MIPS_PC16, PC21_S2, PC26_S2, PC18_S3, PC19_S2 */
		return (int64_t)(addend +
				 (r->type == 10 || (r->type >= 60 && r->type <= 63) ? 4 : 0));
	if (o->arch->base == BASE_ZERO) /* s390: from the instruction on */
		return (int64_t)(addend - (place - i->address));
	return (int64_t)(addend + (base_of(o, i, size) - place));
}

static struct asm_target symbol_target(const struct asm_object *o, const struct asm_symbol *s,
				       int64_t addend)
{
	uint64_t address = asm_object_address(o, s->section, s->value + (uint64_t)addend);

	if (address == NO_ADDRESS) /* elsewhere, or a descriptor of it */
		return (struct asm_target){NO_ADDRESS, asm_is_name(s->name) ? s->name : NULL};
	if (s->type == STT_SECTION || addend || !asm_is_name(s->name))
		return (struct asm_target){address, NULL};
	return (struct asm_target){address, s->name};
}

static struct asm_target find_target(const struct asm_object *o, const struct asm_section *s,
				     const struct asm_insn *i, size_t size, const char *text)
{
	const struct asm_reloc *r = find_reloc(o, s, i, size);
	uint64_t address;
	int64_t n;

	if (r)
		return symbol_target(o, &o->symbols.v[r->symbol],
				     addend_of(o, s, r, i, size, text));
	if (!last_number(text, &n))
		return NOWHERE;
	address = base_of(o, i, size) + (uint64_t)n;
	if (address < s->base || address - s->base >= s->size)
		return NOWHERE;
	return (struct asm_target){address, NULL};
}

/* ---- return addresses that are set by hand ---- */

static void find_link(const struct asm_object *o, const struct asm_section *s, struct asm_insn *i,
		      size_t size, const char *text)
{
	const char *link = o->arch->link, *p = operands(text);
	size_t n = link ? strlen(link) : 0;
	const struct asm_reloc *r;
	int64_t v = 0;

	/* the first operand is what is written, but by stores */
	if (!n || strncmp(p, link, n) || p[n] != ',' || i->kind.flow != FLOW_NONE ||
	    starts(text, "st") || starts(text, "sd ") || starts(text, "sw "))
		return;
	p += n + 1 + strspn(p + n + 1, " ");
	i->writes_link = true;
	i->wrote = NOWHERE;
	i->keeps_link = !strncmp(p, link, n) && !is_instruction_char(p[n]); /* the low half */
	if (i->keeps_link)
		return;
	r = find_reloc(o, s, i, size);
	if (r && r->has_addend && !is_pair(o, r)) {
		int64_t addend = addend_of(o, s, r, i, size, text);

		i->wrote = symbol_target(o, &o->symbols.v[r->symbol], addend);
	} else if (!r && (starts(text, "adr ") || starts(text, "larl "))) {
		i->wrote = find_target(o, s, i, size, text);
	} else if (starts(p, "pc") && (last_number(text, &v) || !strcmp(text, "mov lr, pc"))) {
		uint64_t at = i->address + 8 + (uint64_t)(starts(text, "sub") ? -v : v);

		if (at >= s->base && at - s->base < s->size)
			i->wrote.address = at;
	}
}

/* ---- decoding ---- */

static size_t disassemble(struct asm_code *c, const struct asm_section *s, uint64_t address,
			  char *text, size_t room)
{
	uint64_t at = address - s->base;
	uint8_t bytes[MAX_BYTES];
	size_t n = s->size - at, size;

	if (n > sizeof(bytes))
		n = sizeof(bytes);
	memcpy(bytes, s->data + at, n);
	*text = 0;
	size = asm_llvm_text(&c->llvm, bytes, n, address, text, room);
	normalise(text);
	return size <= n ? size : 0;
}

/*
 * Adds the instructions from the address on to out, which the words name: those of
 * one, or with "; " between them of some that follow each other.
 */
static bool has_sequence(struct asm_code *c, const struct asm_section *s, uint64_t address,
			 const char *words, struct buf *out)
{
	char text[MAX_TEXT];

	for (;;) {
		size_t n = strcspn(words, ";"), size = 0;

		if (address < s->base + s->size)
			size = disassemble(c, s, address, text, sizeof(text));
		if (!size || !has_words(text, intern_n(words, n)))
			return false;
		buf_puts(out, text);
		if (!words[n])
			return true;
		buf_puts(out, "; ");
		words += n + 1 + strspn(words + n + 1, " ");
		address += size;
	}
}

/* What the rules look for that begins with this instruction; NULL: it is nothing. */
static const char *wanted(struct asm_code *c, const struct asm_section *s, uint64_t address,
			  const char *text)
{
	const char *found = NULL;

	for (size_t i = 0; i < c->ntexts && !found; i++) {
		size_t n = strcspn(c->texts[i], ";");
		struct buf b = {};

		if (!c->texts[i][n] && has_words(text, c->texts[i]))
			found = intern(text);
		else if (c->texts[i][n] && !strncmp(text, c->texts[i], strcspn(text, " ")) &&
			 has_sequence(c, s, address, c->texts[i], &b))
			found = intern(b.s);
		buf_free(&b);
	}
	return found;
}

/* The instruction is the first of two that are a call. */
static size_t decode_pair(struct asm_code *c, const struct asm_section *s, struct asm_insn *i,
			  size_t size)
{
	const struct asm_reloc *r = find_reloc(c->object, s, i, size);
	char text[MAX_TEXT];
	size_t more = 0;

	if (!r || !is_pair(c->object, r) || i->address + size >= s->base + s->size)
		return size;
	more = disassemble(c, s, i->address + size, text, sizeof(text));
	if (!more)
		return size;
	i->kind = asm_flow_kind(c->object->arch, text);
	/* what reads as a return is a jump by way of the register of returns */
	if (i->kind.flow == FLOW_RETURN)
		i->kind.flow = FLOW_JUMP;
	if (i->kind.flow == FLOW_NONE)
		return size;
	i->kind.is_indirect = false;
	i->target = symbol_target(c->object, &c->object->symbols.v[r->symbol], r->addend);
	return size + more;
}

/* s390's exrl runs one instruction out of line. */
static void decode_execute(struct asm_code *c, struct asm_insn *i)
{
	uint64_t at = i->target.address;
	const struct asm_section *s = asm_object_section(c->object, at);
	char text[MAX_TEXT];

	i->kind.flow = FLOW_NONE;
	i->target = NOWHERE;
	if (!s || !disassemble(c, s, at, text, sizeof(text)))
		return;
	i->kind = asm_flow_kind(c->object->arch, text);
	if (i->kind.flow == FLOW_EXECUTE)
		i->kind.flow = FLOW_NONE;
}

static void decode_flow(struct asm_code *c, const struct asm_section *s, struct asm_insn *i,
			size_t size, const char *text)
{
	const struct asm_arch *arch = c->object->arch;
	uint64_t end = s->base + s->size;

	i->kind = asm_flow_kind(arch, text);
	if (i->kind.flow == FLOW_NONE)
		size = decode_pair(c, s, i, size);
	else if (i->kind.flow != FLOW_RETURN && i->kind.flow != FLOW_TRAP && !i->kind.is_indirect)
		i->target = find_target(c->object, s, i, size, text);
	if (i->kind.flow == FLOW_EXECUTE)
		decode_execute(c, i);
	i->next = i->address + size;
	/* a call of what follows asks where it is */
	if (i->kind.flow == FLOW_CALL && i->target.address == i->next)
		i->kind = (struct flow_kind){.flow = FLOW_NONE};
	if (arch->slot && i->kind.flow != FLOW_NONE && !i->kind.no_slot &&
	    i->next + arch->slot <= end) {
		i->slot = i->next;
		i->next += arch->slot;
	}
}

static struct asm_insn *decode(struct asm_code *c, uint64_t address)
{
	const struct asm_section *s;
	struct asm_insn *i;
	char text[MAX_TEXT];
	size_t size;

	if (address >= c->object->end)
		return NULL;
	if (c->at[address])
		return c->at[address];
	s = asm_object_section(c->object, address);
	if (!s)
		return NULL;
	i = arena_new(&c->arena, struct asm_insn);
	i->address = address;
	i->slot = NO_ADDRESS;
	i->target = i->link = i->wrote = NOWHERE;
	c->at[address] = i;
	size = disassemble(c, s, address, text, sizeof(text));
	if (!size) {
		i->is_bad = true;
		i->next = address + c->object->arch->width;
		return i;
	}
	i->text = wanted(c, s, address, text);
	decode_flow(c, s, i, size, text);
	find_link(c->object, s, i, size, text);
	return i;
}

/* The jump that follows goes to a function that returns to the address that is set here. */
static void note_link(struct asm_code *c, const struct asm_insn *from)
{
	struct asm_target link = from->wrote;
	struct asm_insn *i = decode(c, from->next);

	for (int n = 0; i && n < LINK_REACH && !i->is_bad; n++, i = decode(c, i->next)) {
		if (i->writes_link && !i->keeps_link)
			return;
		if (i->kind.flow == FLOW_JUMP && !i->kind.is_conditional) {
			i->has_link = true;
			i->link = link;
			return;
		}
		if (i->kind.flow != FLOW_NONE && !i->kind.is_conditional)
			return;
	}
}

const struct asm_insn *asm_code_at(struct asm_code *c, uint64_t address)
{
	struct asm_insn *i = decode(c, address);

	if (!i || i->link_noted)
		return i;
	i->link_noted = true;
	c->nbad += i->is_bad;
	if (i->wrote.symbol || i->wrote.address != NO_ADDRESS)
		note_link(c, i);
	return i;
}

void asm_code_no_call(struct asm_code *c, uint64_t address)
{
	decode(c, address)->kind.flow = FLOW_JUMP;
}

int asm_code_init(struct asm_code *c, const struct asm_object *o, const char *const *texts,
		  size_t ntexts, struct error *err)
{
	int ret;

	memset(c, 0, sizeof(*c));
	c->object = o;
	c->texts = texts;
	c->ntexts = ntexts;
	arena_init(&c->arena);
	ret = asm_llvm_open(&c->llvm, o->arch, err);
	if (ret)
		return ret;
	c->at = calloc(o->end, sizeof(*c->at));
	if (!c->at)
		die("out of memory");
	return 0;
}

void asm_code_free(struct asm_code *c)
{
	asm_llvm_close(&c->llvm);
	free(c->at);
	arena_free(&c->arena);
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* The line number program of the DWARF standard, versions 2 to 4, section 6.2. */
#include "asm_line.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/intern.h"

enum {
	LNS_COPY = 1,
	LNS_ADVANCE_PC,
	LNS_ADVANCE_LINE,
	LNS_SET_FILE,
	LNS_SET_COLUMN,
	LNS_NEGATE_STMT,
	LNS_BASIC_BLOCK,
	LNS_CONST_ADD_PC,
	LNS_FIXED_ADVANCE_PC
};
enum { LNE_END_SEQUENCE = 1, LNE_SET_ADDRESS, LNE_DEFINE_FILE };

struct reader {
	const uint8_t *start, *p, *end;
	bool big, bad;
};

struct names {
	VEC(const char *) v;
};

struct program {
	struct reader r;
	const struct asm_object *object;
	const struct asm_section *section;
	struct asm_lines *out;
	const char *srctree, *cwd;
	struct names dirs, files;
	uint8_t min_length, line_range, opcode_base;
	int8_t line_base;
	uint8_t lengths[256]; /* operands of the standard opcodes */
	uint64_t address;
	uint64_t file, line;
};

static uint64_t get(struct reader *r, size_t n)
{
	uint64_t v = 0;

	if ((size_t)(r->end - r->p) < n) {
		r->bad = true;
		r->p = r->end;
		return 0;
	}
	for (size_t i = 0; i < n; i++)
		v |= (uint64_t)r->p[i] << 8 * (r->big ? n - 1 - i : i);
	r->p += n;
	return v;
}

static uint64_t get_leb(struct reader *r, bool is_signed)
{
	uint64_t v = 0;
	unsigned int shift = 0;
	uint8_t byte;

	do {
		byte = (uint8_t)get(r, 1);
		if (shift < 64)
			v |= (uint64_t)(byte & 0x7f) << shift;
		shift += 7;
	} while ((byte & 0x80) && !r->bad);
	if (is_signed && (byte & 0x40) && shift < 64)
		v |= ~(uint64_t)0 << shift;
	return v;
}

static const char *get_string(struct reader *r)
{
	const uint8_t *nul = memchr(r->p, 0, (size_t)(r->end - r->p));
	const char *s = (const char *)r->p;

	if (!nul) {
		r->bad = true;
		r->p = r->end;
		return "";
	}
	r->p = nul + 1;
	return s;
}

/* ---- names of files ---- */

/* Appends path to the absolute path b, without ".", empty words and "x/..". */
static void append_path(struct buf *b, const char *path)
{
	while (*path) {
		size_t n = strcspn(path, "/");

		if (n == 2 && !memcmp(path, "..", 2)) {
			while (b->n && b->s[--b->n] != '/')
				;
			if (b->s)
				b->s[b->n] = 0;
		} else if (n && !(n == 1 && *path == '.')) {
			buf_putc(b, '/');
			buf_add(b, path, n);
		}
		path += n;
		path += *path == '/';
	}
}

static const char *below(const char *path, const char *dir)
{
	size_t n = dir ? strlen(dir) : 0;

	return n && !strncmp(path, dir, n) && path[n] == '/' ? path + n + 1 : NULL;
}

/* Relative to the source tree, else to the object tree, else as it is. */
static const char *file_name(const struct program *p, const char *dir, const char *name)
{
	struct buf b = {};
	const char *s, *ret;

	buf_add(&b, "", 0);
	if (name[0] != '/' && dir[0] != '/')
		append_path(&b, p->cwd ? p->cwd : "");
	if (name[0] != '/')
		append_path(&b, dir);
	append_path(&b, name);
	s = below(b.s, p->srctree);
	if (!s)
		s = below(b.s, p->cwd);
	ret = intern(s ? s : b.s);
	buf_free(&b);
	return ret;
}

static void add_file(struct program *p)
{
	const char *name = get_string(&p->r);
	uint64_t dir = get_leb(&p->r, false);

	get_leb(&p->r, false); /* its time */
	get_leb(&p->r, false); /* its length */
	if (!p->r.bad)
		vec_push(&p->files.v,
			 file_name(p, dir && dir <= p->dirs.v.n ? p->dirs.v.v[dir - 1] : "", name));
}

/* ---- the program ---- */

static void add_row(struct program *p, bool ends)
{
	struct asm_row row = {.address = p->address, .order = p->out->rows.n};

	if (p->address == NO_ADDRESS)
		return;
	if (!ends && p->file && p->file <= p->files.v.n) {
		row.file = p->files.v.v[p->file - 1];
		row.line = (uint32_t)p->line;
	}
	vec_push(&p->out->rows, row);
}

static void reset(struct program *p)
{
	p->address = NO_ADDRESS;
	p->file = p->line = 1;
}

static void advance(struct program *p, uint64_t n)
{
	if (p->address != NO_ADDRESS)
		p->address += n;
}

/* What the relocation means as an address of code. */
static uint64_t reloc_address(const struct program *p, const struct asm_reloc *r, uint64_t in_place)
{
	return asm_object_target(p->object, r, r->has_addend ? (uint64_t)r->addend : in_place);
}

/* riscv: the distance of two labels, as code may still become shorter. */
static void fixed_advance(struct program *p)
{
	uint64_t at = (uint64_t)(p->r.p - p->r.start);
	const struct asm_reloc *r = asm_object_reloc(p->section, at, at + 1);
	uint64_t n = get(&p->r, 2), a, b;

	if (r && r + 1 < p->section->relocs.v + p->section->relocs.n && r[1].offset == r->offset) {
		a = reloc_address(p, r, 0);
		b = reloc_address(p, r + 1, 0);
		n = a != NO_ADDRESS && b != NO_ADDRESS && a > b ? a - b : 0;
	}
	advance(p, n);
}

static void extended(struct program *p)
{
	uint64_t n = get_leb(&p->r, false);
	const uint8_t *end;

	if (p->r.bad || !n || n > (uint64_t)(p->r.end - p->r.p)) {
		p->r.bad = true;
		return;
	}
	end = p->r.p + n;
	switch (get(&p->r, 1)) {
	case LNE_END_SEQUENCE:
		add_row(p, true);
		reset(p);
		break;
	case LNE_SET_ADDRESS: {
		uint64_t at = (uint64_t)(p->r.p - p->r.start);
		const struct asm_reloc *r = asm_object_reloc(p->section, at, at + 1);
		uint64_t v = get(&p->r, n - 1 > 8 ? 8 : n - 1);

		p->address = r ? reloc_address(p, r, v) : NO_ADDRESS;
		break;
	}
	case LNE_DEFINE_FILE:
		add_file(p);
		break;
	}
	p->r.p = end;
}

static void standard(struct program *p, uint8_t op)
{
	switch (op) {
	case LNS_COPY:
		add_row(p, false);
		break;
	case LNS_ADVANCE_PC:
		advance(p, get_leb(&p->r, false) * p->min_length);
		break;
	case LNS_ADVANCE_LINE:
		p->line += get_leb(&p->r, true);
		break;
	case LNS_SET_FILE:
		p->file = get_leb(&p->r, false);
		break;
	case LNS_CONST_ADD_PC:
		advance(p, (uint64_t)((255 - p->opcode_base) / p->line_range) * p->min_length);
		break;
	case LNS_FIXED_ADVANCE_PC:
		fixed_advance(p);
		break;
	default:
		for (unsigned int i = 0; i < p->lengths[op]; i++)
			get_leb(&p->r, false);
	}
}

static void run_program(struct program *p)
{
	reset(p);
	while (p->r.p < p->r.end && !p->r.bad) {
		uint8_t op = (uint8_t)get(&p->r, 1);

		if (op >= p->opcode_base) {
			op -= p->opcode_base;
			advance(p, (uint64_t)(op / p->line_range) * p->min_length);
			p->line += (uint64_t)(int64_t)(p->line_base + op % p->line_range);
			add_row(p, false);
		} else if (op) {
			standard(p, op);
		} else {
			extended(p);
		}
	}
}

/* The header behind its length; false when it is none that is known. */
static bool read_header(struct program *p)
{
	uint64_t version = get(&p->r, 2), length;
	const uint8_t *code;
	const char *s;

	length = get(&p->r, 4);
	if (p->r.bad || version < 2 || version > 4 || length > (uint64_t)(p->r.end - p->r.p))
		return false;
	code = p->r.p + length;
	p->min_length = (uint8_t)get(&p->r, 1);
	if (version == 4)
		get(&p->r, 1); /* operations of one instruction: for VLIW */
	get(&p->r, 1);
	p->line_base = (int8_t)get(&p->r, 1);
	p->line_range = (uint8_t)get(&p->r, 1);
	p->opcode_base = (uint8_t)get(&p->r, 1);
	for (unsigned int i = 1; i < p->opcode_base; i++)
		p->lengths[i] = (uint8_t)get(&p->r, 1);
	if (!p->line_range || !p->opcode_base)
		return false;
	while (*(s = get_string(&p->r)))
		vec_push(&p->dirs.v, s);
	while (!p->r.bad && p->r.p < code && *p->r.p)
		add_file(p);
	p->r.p = code;
	return !p->r.bad;
}

static int by_address(const void *a, const void *b)
{
	const struct asm_row *x = a, *y = b;

	if (x->address != y->address)
		return x->address < y->address ? -1 : 1;
	if (!x->file != !y->file)
		return x->file ? 1 : -1;
	return x->order < y->order ? -1 : x->order > y->order;
}

static void read_section(struct asm_lines *l, const struct asm_object *o,
			 const struct asm_section *s, const char *srctree, const char *cwd)
{
	const uint8_t *at = s->data, *end = s->data + s->size;

	while (end - at >= 4) {
		struct program p = {
			.object = o, .section = s, .out = l, .srctree = srctree, .cwd = cwd};
		uint64_t n;

		p.r = (struct reader){s->data, at, end, o->arch->data == ELFDATA2MSB, false};
		n = get(&p.r, 4);
		if (n > (uint64_t)(end - p.r.p)) /* cut, or DWARF's 64-bit form */
			return;
		at = p.r.end = p.r.p + n;
		if (read_header(&p))
			run_program(&p);
		vec_free(&p.dirs.v);
		vec_free(&p.files.v);
	}
}

void asm_lines_read(struct asm_lines *l, const struct asm_object *o, const char *srctree,
		    const char *cwd)
{
	const struct asm_section *s;

	memset(l, 0, sizeof(*l));
	vec_for_each (s, &o->sections)
		if (s->name && !strcmp(s->name, ".debug_line") && s->data)
			read_section(l, o, s, srctree, cwd);
	if (l->rows.n)
		qsort(l->rows.v, l->rows.n, sizeof(l->rows.v[0]), by_address);
}

void asm_lines_free(struct asm_lines *l)
{
	vec_free(&l->rows);
}

struct place asm_lines_place(const struct asm_lines *l, uint64_t address, const char *file)
{
	size_t lo = 0, hi = l->rows.n;

	while (lo < hi) {
		size_t mid = lo + (hi - lo) / 2;

		if (l->rows.v[mid].address <= address)
			lo = mid + 1;
		else
			hi = mid;
	}
	if (!lo || !l->rows.v[lo - 1].file)
		return (struct place){.file = file};
	return (struct place){.file = l->rows.v[lo - 1].file, .line = l->rows.v[lo - 1].line};
}

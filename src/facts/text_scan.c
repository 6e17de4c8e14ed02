// SPDX-License-Identifier: GPL-2.0-or-later
/* The parts of a line of text facts.  After a failure the line is empty. */
#include "text.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/intern.h"

void scan_fail(struct scan *s, const char *fmt, ...)
{
	char text[512];
	va_list ap;

	if (s->failed)
		return;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	error_set(s->err, EINVAL, "%s:%u:%zu: %s", s->name, s->line, (size_t)(s->p - s->begin) + 1,
		  text);
	s->failed = true;
	s->p = s->end;
}

void scan_blank(struct scan *s)
{
	while (s->p < s->end && (*s->p == ' ' || *s->p == '\t'))
		s->p++;
}

bool scan_at_end(struct scan *s)
{
	scan_blank(s);
	return s->p == s->end;
}

bool scan_take(struct scan *s, const char *text)
{
	size_t n = strlen(text);

	if ((size_t)(s->end - s->p) < n || memcmp(s->p, text, n))
		return false;
	s->p += n;
	return true;
}

void scan_need(struct scan *s, const char *text)
{
	if (!scan_take(s, text))
		scan_fail(s, "expected '%s'", text);
}

bool scan_word(struct scan *s, const char *word)
{
	const char *before;

	scan_blank(s);
	before = s->p;
	if (!scan_take(s, word))
		return false;
	if (s->p == s->end || *s->p == ' ' || *s->p == '\t')
		return true;
	s->p = before;
	return false;
}

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return -1;
}

/* The character after a backslash. */
static void scan_escape(struct scan *s)
{
	char c = s->p < s->end ? *s->p++ : 0;

	if (c == 'n') {
		buf_putc(&s->buf, '\n');
	} else if (c == 't') {
		buf_putc(&s->buf, '\t');
	} else if (c == '"' || c == '\\') {
		buf_putc(&s->buf, c);
	} else if (c == 'x' && s->end - s->p >= 2 && hex(s->p[0]) >= 0 && hex(s->p[1]) >= 0 &&
		   (hex(s->p[0]) || hex(s->p[1]))) {
		buf_putc(&s->buf, (char)(hex(s->p[0]) << 4 | hex(s->p[1])));
		s->p += 2;
	} else {
		scan_fail(s,
			  "no escape that is known: \\n \\t \\\" \\\\ or \\x and two hex digits, "
			  "not both 0");
	}
}

static const char *scan_quoted(struct scan *s)
{
	s->p++;
	s->buf.n = 0;
	while (s->p < s->end && *s->p != '"') {
		if (*s->p == '\\') {
			s->p++;
			scan_escape(s);
		} else if (!*s->p) {
			scan_fail(s, "a byte 0 in a string");
		} else {
			buf_putc(&s->buf, *s->p++);
		}
	}
	scan_need(s, "\"");
	return s->failed ? NULL : intern_n(s->buf.s ? s->buf.s : "", s->buf.n);
}

const char *scan_string(struct scan *s, enum bare class)
{
	const char *from = s->p;

	if (s->p < s->end && *s->p == '"')
		return scan_quoted(s);
	while (s->p < s->end && text_is_bare(class, *s->p))
		s->p++;
	if (!text_bare(class, from, (size_t)(s->p - from))) {
		s->p = from;
		scan_fail(s, "expected a name, or a string in quotes");
		return NULL;
	}
	return intern_n(from, (size_t)(s->p - from));
}

uint64_t scan_number(struct scan *s, uint64_t max)
{
	const char *from;
	uint64_t v = 0;
	unsigned int base = scan_take(s, "0x") ? 16 : 10;

	for (from = s->p; s->p < s->end; s->p++) {
		int digit = hex(*s->p);

		if (digit < 0 || digit >= (int)base)
			break;
		if (v > (max - (unsigned int)digit) / base) {
			scan_fail(s, "the number is too large");
			return 0;
		}
		v = v * base + (unsigned int)digit;
	}
	if (s->p == from)
		scan_fail(s, "expected a number");
	return s->failed ? 0 : v;
}

int64_t scan_signed(struct scan *s)
{
	if (scan_take(s, "-"))
		return (int64_t)-scan_number(s, (uint64_t)INT64_MAX + 1);
	return (int64_t)scan_number(s, INT64_MAX);
}

/* [psbu][BITS]{RECORD} */
void scan_type(struct scan *s, struct vtype *t)
{
	const char *from = s->p;

	memset(t, 0, sizeof(*t));
	t->is_pointer = scan_take(s, "p");
	t->is_signed = scan_take(s, "s");
	t->is_bool = scan_take(s, "b");
	if (s->p == from)
		scan_take(s, "u");
	if (s->p < s->end && *s->p >= '0' && *s->p <= '9')
		t->bits = (uint8_t)scan_number(s, UINT8_MAX);
	if (scan_take(s, "{")) {
		t->record = scan_string(s, BARE_RECORD);
		scan_need(s, "}");
	}
	if (s->p == from)
		scan_fail(s, "expected a type, as u64, s32, b1 or p64{record}");
}

/* ---- paths ---- */

/* %N, where its name was read before or is NULL. */
static uint32_t scan_local(struct scan *s, const char *name)
{
	const char *from = s->p;
	uint64_t n;

	scan_need(s, "%");
	n = scan_number(s, UINT32_MAX);
	if (s->failed)
		return 0;
	if (n >= s->locals.n) {
		s->p = from;
		scan_fail(s, "there is no such local");
		return 0;
	}
	if (name && name != s->locals.v[n].name) {
		s->p = from;
		scan_fail(s, "local %%%u is not %s", (unsigned int)n, name);
	}
	return (uint32_t)n;
}

/* NAME%N or %N: is that what comes? */
static bool at_local(const struct scan *s)
{
	const char *p = s->p;

	while (p < s->end && text_is_bare(BARE_NAME, *p))
		p++;
	return p < s->end && *p == '%';
}

static uint32_t scan_named_local(struct scan *s)
{
	return scan_local(s, *s->p == '%' ? NULL : scan_string(s, BARE_NAME));
}

static struct step *add_step(struct scan *s, enum step_kind kind)
{
	vec_push(&s->steps, (struct step){.kind = kind});
	return &s->steps.v[s->steps.n - 1];
}

static void scan_field(struct scan *s)
{
	struct step *step = add_step(s, STEP_FIELD);

	step->field = scan_string(s, BARE_NAME);
	scan_need(s, "{");
	step->record = scan_string(s, BARE_RECORD);
	scan_need(s, "}");
}

static void scan_index(struct scan *s)
{
	if (scan_take(s, "?"))
		add_step(s, STEP_INDEX_ANY);
	else if (at_local(s))
		add_step(s, STEP_INDEX_LOCAL)->index = scan_named_local(s);
	else
		add_step(s, STEP_INDEX)->index = scan_signed(s);
	scan_need(s, "]");
}

static void scan_steps(struct scan *s, struct path *p)
{
	s->steps.n = 0;
	for (;;) {
		if (scan_take(s, "->*")) {
			add_step(s, STEP_DEREF);
		} else if (scan_take(s, "->")) {
			add_step(s, STEP_DEREF);
			scan_field(s);
		} else if (scan_take(s, ".")) {
			scan_field(s);
		} else if (scan_take(s, "[")) {
			scan_index(s);
		} else {
			break;
		}
	}
	p->nsteps = (uint32_t)s->steps.n;
	p->steps = arena_copy(s->arena, s->steps.v, s->steps.n * sizeof(*s->steps.v));
}

struct path *scan_path(struct scan *s)
{
	struct path *p = arena_new(s->arena, struct path);

	p->is_volatile = scan_take(s, "volatile(");
	if (scan_take(s, "(any)")) {
		p->root = ROOT_TYPE;
	} else if (at_local(s)) {
		p->root = ROOT_LOCAL;
		p->local = scan_named_local(s);
	} else {
		p->root = ROOT_GLOBAL;
		p->symbol = scan_string(s, BARE_NAME);
	}
	scan_steps(s, p);
	if (s->end - s->p > 1 && s->p[0] == ':' && s->p[1] != ':' && scan_take(s, ":"))
		scan_type(s, &p->type);
	if (p->is_volatile)
		scan_need(s, ")");
	return p;
}

/* ---- operands ---- */

/* NAME() after an ampersand; NULL, and nothing taken, where something else comes. */
static const char *scan_function(struct scan *s)
{
	const char *from = s->p, *name = NULL;

	if (*s->p == '"') {
		name = scan_quoted(s);
	} else {
		while (s->p < s->end && text_is_bare(BARE_NAME, *s->p))
			s->p++;
		if (text_bare(BARE_NAME, from, (size_t)(s->p - from)))
			name = intern_n(from, (size_t)(s->p - from));
	}
	if (name && scan_take(s, "()"))
		return name;
	if (!s->failed)
		s->p = from;
	return NULL;
}

/* &NAME() is a function, &PATH an address. */
static void scan_address(struct scan *s, struct operand *o)
{
	const char *name = scan_function(s);

	if (name) {
		o->kind = OPERAND_FUNC;
		o->symbol = name;
		if (scan_take(s, ":"))
			scan_type(s, &o->type);
		return;
	}
	o->kind = OPERAND_ADDR;
	o->path = scan_path(s);
	if (scan_take(s, "::"))
		scan_type(s, &o->type);
}

static void scan_read(struct scan *s, struct operand *o)
{
	bool bracket = scan_take(s, "[");

	o->kind = OPERAND_PATH;
	o->path = scan_path(s);
	if (bracket)
		scan_need(s, "]");
	o->type = o->path->type;
	if (scan_take(s, "::"))
		scan_type(s, &o->type);
}

/* A local, or a path that starts at one. */
static void scan_local_operand(struct scan *s, struct operand *o)
{
	const char *from = s->p;

	o->local = scan_named_local(s);
	if (s->failed)
		return;
	if (s->p < s->end && (*s->p == '.' || *s->p == '[' || *s->p == '-')) {
		s->p = from;
		scan_read(s, o);
		return;
	}
	o->kind = OPERAND_LOCAL;
	o->type = s->locals.v[o->local].type;
	if (scan_take(s, ":"))
		scan_type(s, &o->type);
}

void scan_operand(struct scan *s, struct operand *o)
{
	char c, next;

	memset(o, 0, sizeof(*o));
	if (scan_at_end(s)) {
		scan_fail(s, "expected an operand");
		return;
	}
	c = s->p[0];
	next = s->end - s->p > 1 ? s->p[1] : 0;
	if (c == '-' && !(next >= '0' && next <= '9')) {
		s->p++;
		return;
	}
	if (c == '-' || (c >= '0' && c <= '9')) {
		o->kind = OPERAND_CONST;
		o->value = scan_signed(s);
	} else if (c == '?') {
		o->kind = OPERAND_UNKNOWN;
		s->p++;
	} else if (c == '&' && next) {
		s->p++;
		scan_address(s, o);
	} else if (at_local(s)) {
		scan_local_operand(s, o);
	} else {
		scan_read(s, o);
	}
	if ((o->kind == OPERAND_CONST || o->kind == OPERAND_UNKNOWN) && scan_take(s, ":"))
		scan_type(s, &o->type);
	if (scan_take(s, "&")) {
		o->mask = scan_number(s, UINT64_MAX);
		if (!s->failed && !o->mask)
			scan_fail(s, "a mask of no bits");
	}
}

struct operand *scan_operands(struct scan *s, uint32_t *n)
{
	s->operands.n = 0;
	scan_need(s, "(");
	scan_blank(s);
	while (!s->failed && !scan_take(s, ")")) {
		struct operand o;

		if (s->operands.n) {
			scan_need(s, ",");
			scan_blank(s);
		}
		scan_operand(s, &o);
		scan_blank(s);
		vec_push(&s->operands, o);
	}
	*n = (uint32_t)s->operands.n;
	return arena_copy(s->arena, s->operands.v, s->operands.n * sizeof(*s->operands.v));
}

/* ---- places ---- */

void scan_place(struct scan *s, struct place *p)
{
	memset(p, 0, sizeof(*p));
	scan_blank(s);
	if (!scan_take(s, "@"))
		return;
	p->file = s->file;
	if (scan_take(s, "?:")) {
		p->file = NULL;
	} else if (s->p < s->end && !(*s->p >= '0' && *s->p <= '9')) {
		p->file = scan_string(s, BARE_WORD);
		scan_need(s, ":");
	}
	p->line = (uint32_t)scan_number(s, UINT32_MAX);
	if (scan_take(s, ":"))
		p->column = (uint32_t)scan_number(s, UINT32_MAX);
}

const struct chain *scan_chain(struct scan *s)
{
	struct chain *c;

	scan_blank(s);
	if (!scan_take(s, "!"))
		return NULL;
	s->names.n = 0;
	do {
		vec_push(&s->names, scan_string(s, BARE_WORD));
	} while (scan_take(s, "<"));
	c = arena_alloc(s->arena, sizeof(*c) + s->names.n * sizeof(c->name[0]));
	c->n = (uint32_t)s->names.n;
	memcpy(c->name, s->names.v, s->names.n * sizeof(c->name[0]));
	return c;
}

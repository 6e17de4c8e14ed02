// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Reading a function's text: its asm and for statements and its _Generic(), in the order in which
 * they stand there.  The syntax tree has them in the same order, and each is
 * matched by the number of its parts.
 */
#include "clang_text.h"

#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/intern.h"
#include "base/str.h"

enum found_kind { FOUND_ASM, FOUND_FOR, FOUND_GENERIC };

struct found {
	enum found_kind kind;
	struct asm_text asm_;
	unsigned int clauses;
	const char **types; /* of the associations */
	size_t ntypes;
};

struct body_text {
	VEC(struct found) list;
	struct map by_statement; /* (statement) -> struct found */
};

/* ---- scanning ---- */

/* Behind the string literal that begins at p. */
static const char *skip_string(const char *p)
{
	char quote = *p++;

	while (*p && *p != quote)
		p += *p == '\\' && p[1] ? 2 : 1;
	return *p ? p + 1 : p;
}

static const char *skip_space(const char *p)
{
	while (isspace((unsigned char)*p))
		p++;
	return p;
}

/* The literal's characters. */
static void unquote(struct buf *out, const char *p)
{
	for (p++; *p && *p != '"'; p++) {
		if (*p != '\\') {
			buf_putc(out, *p);
			continue;
		}
		switch (*++p) {
		case 'n':
			buf_putc(out, '\n');
			break;
		case 't':
			buf_putc(out, '\t');
			break;
		case 'r':
		case 'v':
		case 'f':
			buf_putc(out, ' ');
			break;
		default:
			if (!*p)
				return;
			if (isdigit((unsigned char)*p)) {
				char *end;
				char digits[4] = {p[0], p[1], 0, 0};

				if (isdigit((unsigned char)p[1]))
					digits[2] = isdigit((unsigned char)p[2]) ? p[2] : 0;
				else
					digits[1] = 0;
				buf_putc(out, (char)strtoul(digits, &end, 8));
				p += (end - digits) - 1;
			} else {
				buf_putc(out, *p);
			}
		}
	}
}

/* ---- asm ---- */

/* Behind the bracket that closes the one at p. */
static const char *skip_brackets(const char *p)
{
	int depth = 0;

	while (*p) {
		if (*p == '"' || *p == '\'') {
			p = skip_string(p);
			continue;
		}
		depth += *p == '(' || *p == '[' || *p == '{';
		depth -= *p == ')' || *p == ']' || *p == '}';
		p++;
		if (!depth)
			break;
	}
	return p;
}

static const char *read_operands(const char *p, struct asm_text *t)
{
	struct buf s = {};

	for (p = skip_space(p); *p && *p != ':' && *p != ')'; p = skip_space(p)) {
		if (*p == '[') {
			size_t n = strcspn(p + 1, "]");

			if (t->noperands < MAX_ASM_OPERANDS)
				t->names[t->noperands] = intern_n(p + 1, n);
			p = skip_brackets(p);
		} else if (*p == '"') {
			s.n = 0;
			buf_add(&s, "", 0);
			unquote(&s, p);
			p = skip_string(p);
			if (t->noperands < MAX_ASM_OPERANDS)
				t->constraints[t->noperands] = intern_n(s.s ? s.s : "", s.n);
			t->noperands++;
		} else if (*p == '(') {
			p = skip_brackets(p);
		} else {
			p++;
		}
	}
	buf_free(&s);
	return p;
}

static const char *read_labels(const char *p, struct asm_text *t)
{
	while (*p && *p != ')') {
		const char *start;

		while (*p && !is_name_char(*p) && *p != ')')
			p++;
		start = p;
		while (is_name_char(*p))
			p++;
		if (p > start && t->nlabels < MAX_ASM_OPERANDS)
			t->labels[t->nlabels++] = intern_n(start, (size_t)(p - start));
	}
	return p;
}

static const char *skip_clobbers(const char *p)
{
	while (*p && *p != ':' && *p != ')')
		p = *p == '"' ? skip_string(p) : p + 1;
	return p;
}

/* p is behind the word asm; where it ends, or NULL when it is no statement. */
static const char *read_asm(const char *p, struct asm_text *t)
{
	struct buf text = {};

	for (p = skip_space(p); isalpha((unsigned char)*p) || *p == '_'; p = skip_space(p))
		while (is_name_char(*p))
			p++;
	if (*p != '(')
		return NULL;
	for (p = skip_space(p + 1); *p == '"'; p = skip_space(skip_string(p)))
		unquote(&text, p);
	t->text = intern_n(text.n ? text.s : "", text.n);
	buf_free(&text);
	if (*p == ':')
		p = read_operands(p + 1, t);
	t->nouts = t->noperands;
	if (*p == ':')
		p = read_operands(p + 1, t);
	if (*p == ':')
		p = skip_clobbers(p + 1);
	if (*p == ':')
		p = read_labels(p + 1, t);
	asm_number(t);
	return *p == ')' ? p + 1 : p;
}

/* ---- for ---- */

/* p is at the bracket; which of the three clauses have text. */
static unsigned int read_for(const char *p)
{
	unsigned int clauses = 0, n = 0;
	int depth = 0;

	while (*p) {
		if (*p == '"' || *p == '\'') {
			clauses |= 1u << n;
			p = skip_string(p);
			continue;
		}
		if (*p == '(' || *p == '[' || *p == '{') {
			if (depth++)
				clauses |= 1u << n;
		} else if (*p == ')' || *p == ']' || *p == '}') {
			if (!--depth)
				break;
		} else if (*p == ';' && depth == 1) {
			n++;
		} else if (!isspace((unsigned char)*p)) {
			clauses |= 1u << n;
		}
		p++;
	}
	return clauses & 7;
}

/* ---- _Generic ---- */

/* The end of the part that begins at p, a comma or the bracket that closes all; *colon is its
 * first. */
static const char *skip_part(const char *p, const char **colon)
{
	for (*colon = NULL; *p && *p != ',' && *p != ')';) {
		if (*p == ':' && !*colon)
			*colon = p;
		if (*p == '"' || *p == '\'')
			p = skip_string(p);
		else if (*p == '(' || *p == '[' || *p == '{')
			p = skip_brackets(p);
		else
			p++;
	}
	return p;
}

/* p is at the bracket: the value that decides, then TYPE: VALUE for each. */
static void read_generic(struct arena *a, const char *p, struct found *f)
{
	VEC(const char *) types = {};
	const char *colon;

	for (p = skip_part(p + 1, &colon); *p == ',';) {
		const char *type = skip_space(p + 1);

		p = skip_part(type, &colon);
		if (colon)
			vec_push(&types, intern_n(type, (size_t)(colon - type)));
	}
	f->ntypes = types.n;
	f->types = arena_copy(a, types.v, types.n * sizeof(*types.v));
	vec_free(&types);
}

/* ---- all of the text ---- */

/* A declaration's asm("symbol") is none: a name or a bracket stands before it. */
static bool is_label_of_declaration(const char *text, const char *p)
{
	while (p > text && isspace((unsigned char)p[-1]))
		p--;
	if (p == text || (!is_name_char(p[-1]) && p[-1] != ']'))
		return false;
	return !(p - text >= 4 && !strncmp(p - 4, "else", 4)) &&
	       !(p - text >= 2 && !strncmp(p - 2, "do", 2));
}

static void scan(struct arena *a, struct body_text *x, const char *text)
{
	const char *p = text;

	while (*p) {
		const char *start = p;

		if (*p == '"' || *p == '\'') {
			p = skip_string(p);
			continue;
		}
		if (!is_name_char(*p)) {
			p++;
			continue;
		}
		while (is_name_char(*p))
			p++;
		if (p - start == 3 && !strncmp(start, "asm", 3) &&
		    !is_label_of_declaration(text, start)) {
			struct found f = {.kind = FOUND_ASM};

			if (read_asm(p, &f.asm_))
				vec_push(&x->list, f);
			/* operands may hold statements too, so they are read on */
		} else if (p - start == 3 && !strncmp(start, "for", 3) && p[0] == ' ' &&
			   p[1] == '(') {
			vec_push(&x->list,
				 (struct found){.kind = FOUND_FOR, .clauses = read_for(p + 1)});
		} else if (p - start == 8 && !strncmp(start, "_Generic", 8) && *p == '(') {
			struct found f = {.kind = FOUND_GENERIC};

			read_generic(a, p, &f);
			vec_push(&x->list, f);
		}
	}
}

/* ---- the tree ---- */

struct matcher {
	struct body *b;
	struct body_text *x;
	size_t next;
};

static unsigned int count_bits(unsigned int n)
{
	return (n & 1) + (n >> 1 & 1) + (n >> 2 & 1);
}

static bool fits(const struct found *f, enum CXCursorKind kind, size_t n)
{
	if (f->kind == FOUND_ASM)
		return kind == CXCursor_GCCAsmStmt && f->asm_.noperands == n;
	if (f->kind == FOUND_GENERIC)
		return kind == CXCursor_GenericSelectionExpr && f->ntypes + 1 == n;
	return kind == CXCursor_ForStmt && count_bits(f->clauses) + 1 == n;
}

/* The next of the text that fits; what lies between was only in the text, as in a typeof(). */
static void match(struct matcher *m, CXCursor c, enum CXCursorKind kind)
{
	size_t n = kids_of(m->b, c).n;

	for (size_t i = m->next; i < m->x->list.n; i++) {
		struct found *f = &m->x->list.v[i];

		if (!fits(f, kind, n))
			continue;
		map_put(&m->x->by_statement, c.data[1], 0, f);
		m->next = i + 1;
		return;
	}
}

static enum CXChildVisitResult see(CXCursor c, CXCursor parent, CXClientData data)
{
	enum CXCursorKind kind = clang_getCursorKind(c);
	struct matcher *m = data;

	(void)parent;
	if ((kind == CXCursor_GCCAsmStmt || kind == CXCursor_ForStmt ||
	     kind == CXCursor_GenericSelectionExpr) &&
	    !map_get(&m->x->by_statement, c.data[1], 0))
		match(m, c, kind);
	return CXChildVisit_Recurse;
}

static struct body_text *text_of(struct body *b)
{
	CXPrintingPolicy policy;
	struct matcher m = {.b = b};
	CXString s;

	if (b->text)
		return b->text;
	b->text = arena_new(&b->u->scratch, struct body_text);
	policy = clang_getCursorPrintingPolicy(b->fn->decl);
	s = clang_getCursorPrettyPrinted(b->fn->decl, policy);
	if (clang_getCString(s))
		scan(&b->u->scratch, b->text, clang_getCString(s));
	clang_disposeString(s);
	clang_PrintingPolicy_dispose(policy);
	m.x = b->text;
	clang_visitChildren(b->code, see, &m);
	return b->text;
}

void free_text(struct body *b)
{
	if (!b->text)
		return;
	vec_free(&b->text->list);
	map_free(&b->text->by_statement);
}

const struct asm_text *text_of_asm(struct body *b, CXCursor c, const struct kids *k)
{
	const struct found *f = map_get(&text_of(b)->by_statement, c.data[1], 0);
	const struct chain *chain;
	struct place p;

	if (f && k->n <= MAX_ASM_OPERANDS)
		return &f->asm_;
	if (!b->u->ret) {
		place_of(b->u, clang_getCursorLocation(c), &p, &chain);
		b->u->ret = error_set(b->u->err, EINVAL,
				      "%s:%u: clang does not show what this asm statement says",
				      p.file ? p.file : "?", p.line);
	}
	return NULL;
}

const char *const *text_of_generic(struct body *b, CXCursor c)
{
	const struct found *f = map_get(&text_of(b)->by_statement, c.data[1], 0);

	return f ? f->types : NULL;
}

unsigned int for_clauses(struct body *b, CXCursor c, const struct kids *k)
{
	const struct found *f;

	if (k->n == 1)
		return 0;
	if (k->n == 4)
		return 7;
	f = map_get(&text_of(b)->by_statement, c.data[1], 0);
	if (f)
		return f->clauses;
	return k->n == 3 ? 3 : 2;
}

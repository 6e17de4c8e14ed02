// SPDX-License-Identifier: GPL-2.0-or-later
#include "defs.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>

#include "base/intern.h"
#include "base/str.h"

struct span {
	const char *s;
	size_t n;
};

/* Words in front of a parenthesis of one declaration: its name, and attributes. */
#define MAX_NAMES 32

struct scan {
	const char *p;
	unsigned braces, parens;
	/* of the declaration that is being read */
	struct span names[MAX_NAMES];
	size_t nnames;
	struct span word; /* the last word, if nothing came behind it */
	bool is_static, has_value;
	bool in_macro;	  /* within the parentheses of a word in capitals */
	bool is_argument; /* nothing but one word since a parenthesis or comma of it */
	struct word_vec *symbols, *includes;
};

static bool is(const struct span *w, const char *s)
{
	return w->n == strlen(s) && !memcmp(w->s, s, w->n);
}

static bool is_capital(const struct span *w)
{
	for (size_t i = 0; i < w->n; i++)
		if (islower((unsigned char)w->s[i]))
			return false;
	return w->n > 0;
}

static void add_name(struct scan *s, const struct span *w)
{
	if (w->n && s->nnames < MAX_NAMES)
		s->names[s->nnames++] = *w;
}

static void take_names(struct scan *s)
{
	for (size_t i = 0; i < s->nnames; i++)
		vec_push(s->symbols, intern_n(s->names[i].s, s->names[i].n));
}

static void next_declaration(struct scan *s)
{
	s->nnames = 0;
	s->word.n = 0;
	s->is_static = s->has_value = s->in_macro = false;
	s->parens = 0;
}

static const char *skip_comment(const char *p)
{
	const char *end = strstr(p + 2, "*/");

	return end ? end + 2 : p + strlen(p);
}

static const char *skip_quoted(const char *p)
{
	char quote = *p++;

	while (*p && *p != quote && *p != '\n')
		p += *p == '\\' && p[1] ? 2 : 1;
	return *p == quote ? p + 1 : p;
}

/* A line of the preprocessor, with those that it goes on in. */
static const char *skip_directive(struct scan *s)
{
	const char *p = s->p + 1;

	p += strspn(p, " \t");
	if (!strncmp(p, "include", 7)) {
		const char *name = p + 7 + strspn(p + 7, " \t");
		size_t n = *name == '"' ? strcspn(name + 1, "\"\n") : 0;

		if (n > 2 && !memcmp(name + n - 1, ".c", 2))
			vec_push(s->includes, intern_n(name + 1, n));
	}
	while (*p && *p != '\n') {
		if (p[0] == '/' && p[1] == '*')
			p = skip_comment(p);
		else
			p += *p == '\\' && p[1] ? 2 : 1;
	}
	return p;
}

static void open_paren(struct scan *s)
{
	if (!s->parens) {
		add_name(s, &s->word);
		s->in_macro = is_capital(&s->word);
	}
	s->parens++;
	s->is_argument = s->parens == 1;
	s->word.n = 0;
}

/* A comma or the end, in parentheses. */
static void end_argument(struct scan *s)
{
	if (s->in_macro && s->parens == 1 && s->is_argument)
		add_name(s, &s->word);
	s->is_argument = s->parens == 1;
	s->word.n = 0;
}

static void open_brace(struct scan *s)
{
	/* an initialiser has a value before it, a record no parenthesis */
	if (!s->is_static && !s->has_value)
		take_names(s);
	next_declaration(s);
	s->braces = 1;
}

/* At the top of the file, outside of all bodies. */
static void top(struct scan *s)
{
	char c = *s->p;

	if (is_name_char(c)) {
		const char *start = s->p;

		while (is_name_char(*s->p))
			s->p++;
		s->is_argument = s->is_argument && !s->word.n;
		s->word = (struct span){start, (size_t)(s->p - start)};
		s->is_static = s->is_static || (!s->parens && is(&s->word, "static"));
		return;
	}
	s->p++;
	if (c == '(') {
		open_paren(s);
	} else if (c == ')') {
		end_argument(s);
		s->parens -= s->parens > 0;
		s->in_macro = s->in_macro && s->parens;
	} else if (c == ',' && s->parens) {
		end_argument(s);
	} else if (c == '{' && !s->parens) {
		open_brace(s);
	} else if (c == ';') {
		/* DEFINE_THING(name); what is declared only has a name in small letters */
		if (s->nnames && is_capital(&s->names[0]) && !s->is_static)
			take_names(s);
		next_declaration(s);
	} else if (c == '=' && !s->parens) {
		s->has_value = true;
	} else if (!isspace((unsigned char)c)) {
		s->is_argument = false;
		s->word.n = 0;
	}
}

/* In a body: only its end is of interest. */
static void body(struct scan *s)
{
	char c = *s->p++;

	if (c == '{')
		s->braces++;
	else if (c == '}')
		s->braces--;
}

void defs_scan(const char *text, struct word_vec *symbols, struct word_vec *includes)
{
	struct scan s = {.p = text, .symbols = symbols, .includes = includes};

	while (*s.p) {
		bool starts = s.p == text || s.p[-1] == '\n';

		/* both sides of an #if may open a body: at the first column stands its end */
		if (starts && *s.p == '}' && s.braces) {
			s.p++;
			s.braces = 0;
		} else if (s.p[0] == '/' && s.p[1] == '*') {
			s.p = skip_comment(s.p);
		} else if (s.p[0] == '/' && s.p[1] == '/') {
			s.p += strcspn(s.p, "\n");
		} else if (*s.p == '"' || *s.p == '\'') {
			s.p = skip_quoted(s.p);
			s.is_argument = false;
		} else if (*s.p == '#' && starts) {
			s.p = skip_directive(&s);
		} else if (s.braces) {
			body(&s);
		} else {
			top(&s);
		}
	}
}

/* ---- assembly ---- */

/* Up to the end of the line, or over a comment of several. */
static const char *next_line(const char *p)
{
	while (*p && *p != '\n')
		p = p[0] == '/' && p[1] == '*' ? skip_comment(p) : p + 1;
	return *p ? p + 1 : p;
}

static struct span word_at(const char *p)
{
	struct span w = {p, 0};

	while (is_name_char(p[w.n]) || p[w.n] == '.' || p[w.n] == '$')
		w.n++;
	return w;
}

void defs_scan_assembly(const char *p, struct word_vec *symbols)
{
	for (; *p; p = next_line(p)) {
		struct span w;

		p += strspn(p, " \t");
		w = word_at(p);
		p += w.n;
		if (!w.n || w.s[0] == '.')
			continue;
		if (*p == '(' && is_capital(&w)) {
			p += 1 + strspn(p + 1, " \t");
			w = word_at(p);
			p += w.n;
		} else if (*p != ':') {
			continue;
		}
		if (w.n && !isdigit((unsigned char)w.s[0]))
			vec_push(symbols, intern_n(w.s, w.n));
	}
}

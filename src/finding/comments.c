// SPDX-License-Identifier: GPL-2.0-or-later
#include "comments.h"

#include <ctype.h>
#include <string.h>

#include "base/buf.h"
#include "base/intern.h"

#define KEYWORD "eqslint:"

struct scan {
	const char *p, *end;
	const char *file;
	uint32_t line;
	VEC(uint32_t) guards;
	struct comment_vec *out;
};

static bool starts(const char *p, const char *end, const char *with)
{
	size_t n = strlen(with);

	return (size_t)(end - p) >= n && !memcmp(p, with, n);
}

static const char *skip_blanks(const char *p, const char *end)
{
	while (p < end && (*p == ' ' || *p == '\t'))
		p++;
	return p;
}

/* One line of what may stand on several, each with blanks and asterisks before it; NULL: nothing.
 */
static const char *one_line(const char *p, const char *end)
{
	struct buf b = {};
	const char *s = NULL;

	while (p < end) {
		bool blank = isspace((unsigned char)*p) || !*p;

		if (*p == '\n')
			while (p + 1 < end && (isspace((unsigned char)p[1]) || p[1] == '*'))
				p++;
		if (!blank)
			buf_putc(&b, *p);
		else if (b.n && b.s[b.n - 1] != ' ')
			buf_putc(&b, ' ');
		p++;
	}
	while (b.n && (b.s[b.n - 1] == ' ' || b.s[b.n - 1] == '*'))
		b.n--;
	if (b.n)
		s = intern_n(b.s, b.n);
	buf_free(&b);
	return s;
}

/* What stands between the marks of a comment that began on the line. */
static void comment(struct scan *s, const char *p, const char *end, uint32_t first)
{
	struct comment c = {.file = s->file, .first = first, .last = s->line};
	const char *rule;

	while (p < end && (*p == '*' || isspace((unsigned char)*p)))
		p++;
	if (!starts(p, end, KEYWORD))
		return;
	p = rule = skip_blanks(p + strlen(KEYWORD), end);
	while (p < end && (isalnum((unsigned char)*p) || *p == '-' || *p == '_'))
		p++;
	c.rule = intern_n(rule, (size_t)(p - rule));
	p = skip_blanks(p, end);
	if (p < end && *p == ':' && *c.rule)
		c.reason = one_line(p + 1, end);
	if (s->guards.n)
		c.guard = s->guards.v[s->guards.n - 1];
	vec_push(s->out, c);
}

static void block_comment(struct scan *s)
{
	const char *begin = s->p += 2;
	uint32_t first = s->line;

	while (s->p < s->end && !starts(s->p, s->end, "*/"))
		s->line += *s->p++ == '\n';
	comment(s, begin, s->p, first);
	if (s->p < s->end)
		s->p += 2;
}

static void line_comment(struct scan *s)
{
	const char *begin = s->p += 2;

	while (s->p < s->end && *s->p != '\n')
		s->p++;
	comment(s, begin, s->p, s->line);
}

/* A string or character; it ends with its line, since assembly has apostrophes in text. */
static void quoted(struct scan *s)
{
	char quote = *s->p++;

	while (s->p < s->end && *s->p != quote && *s->p != '\n') {
		if (*s->p == '\\' && s->p + 1 < s->end && s->p[1] != '\n')
			s->p++;
		s->p++;
	}
	if (s->p < s->end && *s->p == quote)
		s->p++;
}

/* Behind the # that a line begins with. */
static void directive(struct scan *s)
{
	const char *p = skip_blanks(s->p, s->end);

	if (starts(p, s->end, "if")) {
		vec_push(&s->guards, s->line);
	} else if (starts(p, s->end, "endif")) {
		if (s->guards.n)
			s->guards.n--;
	} else if (starts(p, s->end, "el") && s->guards.n) {
		s->guards.v[s->guards.n - 1] = s->line;
	}
}

void comments_read(const char *text, size_t n, const char *file, struct comment_vec *out)
{
	struct scan s = {.p = text, .end = text + n, .file = file, .line = 1, .out = out};
	bool begins = true; /* nothing but blanks stood on this line */

	/* few files have any, and there are many files */
	if (!memmem(text, n, KEYWORD, strlen(KEYWORD)))
		return;
	while (s.p < s.end) {
		char c = *s.p;

		if (starts(s.p, s.end, "/*")) {
			block_comment(&s);
			continue;
		}
		if (starts(s.p, s.end, "//")) {
			line_comment(&s);
			continue;
		}
		if (c == '"' || c == '\'') {
			quoted(&s);
			begins = false;
			continue;
		}
		s.p++;
		if (c == '\n') {
			s.line++;
			begins = true;
		} else if (c == '#' && begins) {
			directive(&s);
			begins = false;
		} else if (!isspace((unsigned char)c)) {
			begins = false;
		}
	}
	vec_free(&s.guards);
}

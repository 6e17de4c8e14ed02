// SPDX-License-Identifier: GPL-2.0-or-later
#include "clang_piece.h"

#include <string.h>

enum { IN_WORD = 1, IN_NUMBER = 2, BLANK = 4, SPECIAL = 8 };

/* isalnum() and its like ask for the locale each time */
static const unsigned char classes[256] = {
	['a' ... 'z'] = IN_WORD, ['A' ... 'Z'] = IN_WORD, ['0' ... '9'] = IN_WORD | IN_NUMBER,
	['_'] = IN_WORD,	 [' '] = BLANK,		  ['\t' ... '\r'] = BLANK,
	['/'] = SPECIAL,	 ['\\'] = SPECIAL,	  ['"'] = SPECIAL,
	['\''] = SPECIAL,
};

static unsigned char class_of(char c)
{
	return classes[(unsigned char)c];
}

static bool is_word(char c)
{
	return class_of(c) & IN_WORD;
}

/* Behind a backslash and what it takes its meaning from: a line's end too. */
static const char *skip_escape(const char *p)
{
	p++;
	if (*p == '\r' && p[1] == '\n')
		p++;
	return *p ? p + 1 : p;
}

static const char *skip_comment(const char *p)
{
	const char *end = p[1] == '*' ? strstr(p + 2, "*/") : strchr(p, '\n');

	if (!end)
		return p + strlen(p);
	return p[1] == '*' ? end + 2 : end;
}

static bool is_comment(const char *p)
{
	return p[0] == '/' && (p[1] == '*' || p[1] == '/');
}

/* An apostrophe need not have a second one: assembly and #error have words in them. */
static const char *skip_literal(const char *p)
{
	char quote = *p++;

	while (*p && *p != '\n' && *p != quote)
		p = *p == '\\' ? skip_escape(p) : p + 1;
	return *p == quote ? p + 1 : p;
}

static const char *skip_line(const char *p)
{
	while (*p && *p != '\n') {
		if (is_comment(p))
			p = skip_comment(p);
		else if (*p == '"' || *p == '\'')
			p = skip_literal(p);
		else
			p = *p == '\\' ? skip_escape(p) : p + 1;
	}
	return p;
}

/* Behind what is no piece, or p itself. */
static const char *skip_one(struct pieces *s, const char *p)
{
	if (is_comment(p))
		return skip_comment(p);
	if (*p == '\\')
		return skip_escape(p);
	if (*p == '/')
		return p;
	s->in_line = true;
	if (!(class_of(*p) & IN_NUMBER))
		return skip_literal(p);
	while (is_word(*p) || *p == '.')
		p++;
	return p;
}

static const char *skip_all(struct pieces *s, const char *p)
{
	const char *next;

	while (p < s->end) {
		unsigned char class = class_of(*p);

		if (class & BLANK) {
			s->in_line &= *p++ != '\n';
			continue;
		}
		if (!(class & (SPECIAL | IN_NUMBER)))
			break;
		next = skip_one(s, p);
		if (next == p)
			break;
		p = next;
	}
	return p;
}

struct piece next_piece(struct pieces *s)
{
	struct piece r = {.kind = PIECE_END};
	const char *p = skip_all(s, s->p);

	r.at = p;
	if (p >= s->end || !*p) {
		r.end = s->p = p;
		return r;
	}
	if (*p == '#' && !s->in_line) {
		r.kind = PIECE_DIRECTIVE;
		p = skip_line(p);
	} else {
		r.kind = is_word(*p) ? PIECE_WORD : PIECE_MARK;
		p++;
		while (r.kind == PIECE_WORD && is_word(*p))
			p++;
		s->in_line = true;
	}
	r.end = s->p = p;
	return r;
}

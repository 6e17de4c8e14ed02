// SPDX-License-Identifier: GPL-2.0-or-later
/* The text of the unit's files. */
#include "tree.h"

#include "place.h"

#include <ctype.h>
#include <stdlib.h>

#include "base/buf.h"

enum { MAX_TEXT = 64 << 20, TAB = 8 };

static VEC(struct text_file *) files; /* by stream */

static void find_lines(struct text_file *f)
{
	vec_push(&f->lines, 0);
	for (const char *p = f->text; (p = memchr(p, '\n', f->size - (size_t)(p - f->text))); p++)
		vec_push(&f->lines, (uint32_t)(p - f->text) + 1);
}

const struct text_file *text_file(unsigned int stream)
{
	struct text_file *f;
	struct buf b = {};

	while (files.n <= stream)
		vec_push(&files, NULL);
	if (files.v[stream])
		return files.v[stream]->text ? files.v[stream] : NULL;
	f = calloc(1, sizeof(*f));
	if (!f)
		return NULL;
	files.v[stream] = f;
	f->stream = stream;
	if ((int)stream >= input_stream_nr || !stream || !input_streams[stream].name ||
	    buf_read_file(&b, input_streams[stream].name, MAX_TEXT, NULL))
		return NULL;
	f->text = b.s;
	f->size = (uint32_t)b.n;
	if (f->text)
		find_lines(f);
	return f->text ? f : NULL;
}

/* sparse counts a tab as a way to the next multiple of eight. */
bool text_offset(const struct text_file *f, unsigned int line, unsigned int column, uint32_t *at)
{
	uint32_t begin, end, wide = 0;

	if (!line || line > f->lines.n)
		return false;
	begin = f->lines.v[line - 1];
	end = line < f->lines.n ? f->lines.v[line] : f->size;
	for (*at = begin; *at < end; (*at)++) {
		wide = f->text[*at] == '\t' ? (wide + TAB) / TAB * TAB : wide + 1;
		if (wide >= column)
			return true;
	}
	return false;
}

/* ---- braces ---- */

/* Where the comment, string or directive at the byte ends: its last character. */
static uint32_t skip(const struct text_file *f, uint32_t at, bool fresh)
{
	const char *s = f->text + at, *end = f->text + f->size, *to = NULL;

	if (*s == '/' && s + 1 < end && s[1] == '*') {
		to = memmem(s + 2, (size_t)(end - s - 2), "*/", 2);
		return to ? at + (uint32_t)(to - s) + 1 : f->size;
	}
	if ((*s == '#' && fresh) || (*s == '/' && s + 1 < end && s[1] == '/')) {
		while (++s < end && (*s != '\n' || s[-1] == '\\'))
			;
		return (uint32_t)(s - f->text) - 1;
	}
	if (*s != '"' && *s != '\'')
		return at;
	for (char quote = *s; ++s < end && *s != quote && *s != '\n';)
		s += *s == '\\';
	return (uint32_t)(s - f->text);
}

static size_t line_of(const struct text_file *f, uint32_t at)
{
	size_t low = 0, high = f->lines.n;

	while (high - low > 1) {
		size_t middle = (low + high) / 2;

		if (f->lines.v[middle] <= at)
			low = middle;
		else
			high = middle;
	}
	return low;
}

bool text_closing(const struct text_file *f, uint32_t from, unsigned int *line,
		  unsigned int *column)
{
	unsigned int depth = 0;
	bool fresh = false;

	for (uint32_t at = from; at < f->size; at++) {
		char c = f->text[at];

		if (c == '}' && depth && !--depth) {
			size_t n = line_of(f, at);

			*line = (unsigned int)n + 1;
			*column = at - f->lines.v[n] + 1;
			return true;
		}
		depth += c == '{';
		at = skip(f, at, fresh);
		if (c == '\n')
			fresh = true;
		else if (!isspace((unsigned char)c) && c != '/')
			fresh = false;
	}
	return false;
}

void text_colon(const struct text_file *f, uint32_t from, unsigned int *line, unsigned int *column)
{
	unsigned int choices = 1, depth = 0;

	if (from >= f->size || f->text[from] != '?')
		return;
	for (uint32_t at = from + 1; at < f->size; at++) {
		char c = f->text[at];

		if (strchr(")]};", c) && !depth)
			return;
		depth += strchr("([{", c) && c;
		depth -= strchr(")]}", c) && c;
		choices += c == '?' && !depth;
		if (c == ':' && !depth && !--choices) {
			size_t n = line_of(f, at);

			*line = (unsigned int)n + 1;
			*column = at - f->lines.v[n] + 1;
			return;
		}
		at = skip(f, at, false);
	}
}

bool text_anywhere(const char *phrase)
{
	for (int i = 0; i < input_stream_nr; i++) {
		const struct text_file *f = text_file((unsigned int)i);

		if (f && memmem(f->text, f->size, phrase, strlen(phrase)))
			return true;
	}
	return false;
}

uint32_t text_skip_blanks(const struct text_file *f, uint32_t at)
{
	while (at < f->size && isspace((unsigned char)f->text[at]))
		at++;
	return at;
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* Places in the source. */
#include "clang_lower.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/intern.h"

#include "facts/source.h"

const char *file_name(struct cunit *u, CXFile file)
{
	const char *name = map_get(&u->files, file, 0);
	CXString s;

	if (name)
		return name;
	s = clang_getFileName(file);
	name = source_file(u->u->srctree, clang_getCString(s));
	clang_disposeString(s);
	if (name)
		map_put(&u->files, file, 0, (void *)name);
	return name;
}

void place_of(struct cunit *u, CXSourceLocation loc, struct place *place,
	      const struct chain **chain)
{
	CXFile file, spelled;
	unsigned int use, at;

	place->file = NULL;
	*chain = NULL;
	clang_getExpansionLocation(loc, &file, &place->line, &place->column, &use);
	if (file)
		place->file = file_name(u, file);
	if (!place->file) {
		place->line = place->column = 0;
		return;
	}
	clang_getSpellingLocation(loc, &spelled, NULL, NULL, &at);
	if (spelled != file || at != use)
		*chain = macros_chain(u->macros, spelled, at, file, use);
}

/*
 * Of an operator's two ends, which libclang tells, neither is the operator: where
 * they come from different uses of macros it was spelled outside of both.
 */
void place_between(struct cunit *u, CXCursor c, struct place *place, const struct chain **chain)
{
	CXSourceRange range = clang_getCursorExtent(c);
	unsigned int first, last;
	CXFile a, z;

	place_of(u, clang_getRangeStart(range), place, chain);
	if (!*chain)
		return;
	clang_getExpansionLocation(clang_getRangeStart(range), &a, NULL, NULL, &first);
	clang_getExpansionLocation(clang_getRangeEnd(range), &z, NULL, NULL, &last);
	if (a != z || (first != last && !macros_spans(u->macros, a, first, last)))
		*chain = NULL;
}

/* How many lines lie between what stands at the byte and what was written before it. */
static unsigned int lines_back(const char *text, size_t at)
{
	unsigned int lines = 0;

	for (;;) {
		while (at && strchr(" \t\n\\(", text[at - 1]))
			lines += text[--at] == '\n';
		if (at < 2 || text[at - 1] != '/' || text[at - 2] != '*')
			return lines;
		for (at -= 2; at > 2 && (text[at - 1] != '*' || text[at - 2] != '/'); at--)
			lines += text[at - 1] == '\n';
		at -= 2;
	}
}

void place_operator(struct cunit *u, CXCursor c, CXCursor left, CXCursor right, struct place *place,
		    const struct chain **chain)
{
	CXSourceRange after = clang_getCursorExtent(right);
	unsigned int line, at;
	struct place end;
	const struct chain *unused;
	const char *text;
	size_t size = 0;
	CXFile file;

	place_between(u, c, place, chain);
	if (*chain)
		return;
	place_of(u, clang_getRangeEnd(clang_getCursorExtent(left)), &end, &unused);
	if (end.file != place->file || !end.line)
		return;
	*place = end;
	clang_getExpansionLocation(clang_getRangeStart(after), &file, &line, NULL, &at);
	text = file ? macros_text(u->macros, file, &size) : NULL;
	if (!text || at > size || file_name(u, file) != place->file)
		return;
	line -= lines_back(text, at);
	if (line > place->line)
		*place = (struct place){.file = place->file, .line = line, .column = 1};
}

const char *text_of_use(struct cunit *u, CXCursor c, const char *text)
{
	unsigned int line, use, lines;
	struct buf out = {};
	char last[16];
	const char *s;
	CXFile file;
	size_t n;

	clang_getExpansionLocation(clang_getCursorLocation(c), &file, &line, NULL, &use);
	lines = file ? macros_lines(u->macros, file, use) : 0;
	if (!lines)
		return text;
	n = (size_t)snprintf(last, sizeof(last), "%u", line + lines);
	for (s = text; *s; s++) {
		if ((s > text && isalnum((unsigned char)s[-1])) || strncmp(s, last, n) ||
		    isalnum((unsigned char)s[n])) {
			buf_putc(&out, *s);
			continue;
		}
		buf_printf(&out, "%u", line);
		s += n - 1;
	}
	text = intern_n(out.s ? out.s : "", out.n);
	buf_free(&out);
	return text;
}

/*
 * __LINE__ in a macro that is used over several lines: clang says the last of them, GCC
 * the first.  That it was __LINE__ shows in a number that is spelled nowhere and is a
 * line of the use.
 */
int64_t line_of_use(struct cunit *u, CXCursor c, int64_t value)
{
	CXSourceLocation at = clang_getCursorLocation(c);
	CXFile spelled, used;
	unsigned int line, use;

	if (clang_getCursorKind(c) != CXCursor_IntegerLiteral ||
	    clang_getCanonicalType(clang_getCursorType(c)).kind != CXType_Int)
		return value;
	clang_getSpellingLocation(at, &spelled, NULL, NULL, NULL);
	clang_getExpansionLocation(at, &used, &line, NULL, &use);
	if (spelled || !used || value <= line)
		return value;
	return value <= line + macros_lines(u->macros, used, use) ? line : value;
}

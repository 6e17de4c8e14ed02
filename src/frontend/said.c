// SPDX-License-Identifier: GPL-2.0-or-later
#include "said.h"

#include <string.h>

#include "base/str.h"

/* The compiler's own, the assembler's, and that one of the two is not there. */
static bool is_error(const char *line, size_t n)
{
	return memmem(line, n, "error: ", 7) || memmem(line, n, "Error: ", 7) ||
	       starts(line, "cannot run ");
}

const char *said_below(const char *line, const char *srctree)
{
	size_t top = srctree ? strlen(srctree) : 0;

	return top && starts(line, srctree) && line[top] == '/' ? line + top + 1 : line;
}

const char *said_line(const char *messages, const char *srctree, size_t *n)
{
	const char *line = messages;

	while (*line && !is_error(line, strcspn(line, "\n"))) {
		line += strcspn(line, "\n");
		line += *line == '\n';
	}
	if (!*line)
		line = messages;
	line = said_below(line, srctree);
	*n = strcspn(line, "\n");
	return line;
}

// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * How deep files include each other: compilers end it, sparse goes on until no
 * memory is left.  So the linker puts this in front of sparse's own function.
 */
#include "tree.h"

/* gcc's and clang's */
#define DEEPEST 200

/* names that the linker gives */
struct token *__real_tokenize(const struct position *from, const char *name, int fd,
			      struct token *end, const char **next_path);
struct token *__wrap_tokenize(const struct position *from, const char *name, int fd,
			      struct token *end, const char **next_path);

static int depth_of(const struct position *from)
{
	int depth = 0;

	for (int s = from ? from->stream : -1; s >= 0 && depth <= DEEPEST; s = stream_prev(s))
		depth++;
	return depth;
}

struct token *__wrap_tokenize(const struct position *from, const char *name, int fd,
			      struct token *end, const char **next_path)
{
	if (depth_of(from) > DEEPEST)
		error_die(*from, "#include nested too deeply");
	return __real_tokenize(from, name, fd, end, next_path);
}

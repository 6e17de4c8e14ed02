/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How a process that lowers one unit is told of it: KEY=VALUE words before the compile command. */
#ifndef EQS_FRONTEND_WORDS_H
#define EQS_FRONTEND_WORDS_H

#include <stdbool.h>

#include "clang.h"

struct words {
	const char *out; /* the file for the facts; FILE.d gets the names of what was read */
	struct clang_unit unit;
	bool warns;		/* the parser's own warnings are wanted */
	struct clang_args warn; /* words for the parser that it is given for them */
};

/* Reads them up to the compiler; how many they are.  words_free() it. */
size_t words_read(struct words *w, const char *const *v, size_t n);

void words_free(struct words *w);

/* Writes both files; a negative errno when it cannot. */
int words_write(const struct words *w, const struct clang_facts *facts, struct error *err);

#endif

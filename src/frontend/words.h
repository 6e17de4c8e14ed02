/* SPDX-License-Identifier: GPL-2.0-or-later */
/* How a process that lowers one unit is told of it: KEY=VALUE words before the compile command. */
#ifndef EQS_FRONTEND_WORDS_H
#define EQS_FRONTEND_WORDS_H

#include "clang.h"

struct words {
	const char *out; /* the file for the facts; FILE.d gets the names of what was read */
	struct clang_unit unit;
};

/* Reads them up to the compiler; how many they are. */
size_t words_read(struct words *w, const char *const *v, size_t n);

/* Writes both files; a negative errno when it cannot. */
int words_write(const struct words *w, const struct clang_facts *facts, struct error *err);

#endif

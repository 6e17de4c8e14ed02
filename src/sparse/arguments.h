/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What sparse is given of a compiler's command. */
#ifndef EQS_FRONTEND_SPARSE_ARGUMENTS_H
#define EQS_FRONTEND_SPARSE_ARGUMENTS_H

#include "frontend/words.h"

/* As main() is given them, the program's name first and NULL behind the last. */
struct sparse_arguments {
	const char **v;
	size_t n, cap;
	const char *source; /* not among them; NULL: none, or several */
};

/* False when sparse does not know the machine. */
bool sparse_arguments_read(struct sparse_arguments *a, const struct words *words,
			   const char *const *command, size_t n);

/* True when sparse has to be told the macros that the compiler has of itself. */
bool sparse_arguments_ask(const struct words *words);

/* Has a file be included before all others. */
void sparse_arguments_include(struct sparse_arguments *a, const char *file);

/* OLD of the command's -fmacro-prefix-map=OLD=NEW, and NEW; NULL when it has none. */
const char *arguments_prefix(const char **to);

#endif

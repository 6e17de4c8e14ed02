/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Facts by libclang: no plugin and no build is needed, only the unit's compile
 * command, of which clang is given what it knows and what changes the meaning
 * of C.
 */
#ifndef EQS_FRONTEND_CLANG_H
#define EQS_FRONTEND_CLANG_H

#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "base/vec.h"
#include "facts/facts.h"

/* What is known of a unit beside its command; NULL: nothing of it. */
struct clang_unit {
	const char *srctree; /* absolute */
	const char *arch;
	const char *release;
	const char *object;
	const char *config;  /* hash of the configuration */
	const char *options; /* a file with the names of options, one a line */
	const char *include; /* one more directory of headers, searched last */
	const char *whole;   /* not NULL: bodies that nothing seems to need are parsed too */
};

VEC_TYPE(clang_args, const char *);

/*
 * Appends the words that clang is given for a compile command (command[0] the
 * compiler, which may be wrapped): --target by its name or by arch, and what is
 * on the list of known flags.  *source is the C file; NULL when there is none,
 * or several.
 */
void clang_arguments(const char *const *command, size_t n, const char *arch,
		     struct clang_args *args, const char **source);

/* What is left of a parsed unit: its facts, and the files that it was made of, one a line. */
struct clang_facts {
	struct arena arena;
	struct unit unit;
	struct buf reads;
};

/*
 * Lowers the unit with this command.  0, and clang_facts_free() it; -EINVAL it
 * does not compile; -ENOENT a header is not there, and *header (interned) is
 * its name as the source has it; -ENODATA it is no C; -E2BIG it is nested too
 * deeply.  err has one line of why.
 */
int clang_facts_make(const struct clang_unit *unit, const char *const *command, size_t n,
		     struct clang_facts *facts, const char **header, struct error *err);
/* How a process that does it ends: what was wrong is its first line on stderr, the header the
 * second. */
enum { CLANG_EXIT_FAILED = 3, CLANG_EXIT_HEADER, CLANG_EXIT_SILENT };

/* Its only word when it shall say clang_version(). */
#define CLANG_VERSION_WORD "version"

void clang_facts_free(struct clang_facts *facts);

/* "clang 19.1.7" */
const char *clang_version(void);

#endif

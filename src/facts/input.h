/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Facts in bytes of any kind that facts_read_file() knows; and the archives among them. */
#ifndef EQS_INPUT_H
#define EQS_INPUT_H

#include "forms.h"

/*
 * As facts_read_file(), for n bytes at p that are already there; name is for
 * messages.  A thin archive, whose members are other files, is refused.
 */
int facts_read_memory(const void *p, size_t n, const char *name, struct facts_pool *pool,
		      struct unit_vec *out, struct error *err);

/* One member of an archive. */
struct member {
	const char *name; /* as the archive says it; of a thin one a path from its directory */
	size_t name_size;
	const void *p; /* NULL in a thin archive */
	size_t n;
};

struct archive {
	const char *p, *end; /* what is left of it */
	const char *names;   /* its table of long names */
	size_t names_size;
	bool is_thin;
};

/* Begins to read the n bytes at p; false if they are no archive. */
bool archive_open(struct archive *a, const void *p, size_t n);

/* The next member that is a file: 1; 0 at the end; -EINVAL with the sentence in err. */
int archive_next(struct archive *a, struct member *m, struct error *err);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A baseline: the findings of an earlier run, one a line, so that only new ones
 * count.  Found again they are by their fingerprints; the rest of a line is for
 * people, and tells two of one fingerprint apart.
 */
#ifndef EQS_BASELINE_H
#define EQS_BASELINE_H

#include "base/error.h"
#include "suppress.h"

struct baseline_entry {
	const char *file, *function, *rule, *fingerprint;
	bool used;
};

struct baseline {
	const char *path;
	VEC(struct baseline_entry) entries;
};

/* -EINVAL names file and line: it is no baseline, or of another version; or what
 * buf_read_file() returns. */
int baseline_read(struct baseline *b, const char *path, struct error *err);

/*
 * Marks findings that an entry stands for, one for each entry; one that is
 * suppressed stays so.  Entries that are no longer found, where coverage can
 * tell, become one note.  Findings are sorted.
 */
void baseline_apply(struct baseline *b, const struct coverage *coverage, struct report *report);

/*
 * Writes the report's findings that are not suppressed, sorted by line; through
 * a temporary file, so that there is the old one or the new one.  0 or a
 * negative errno.
 */
int baseline_write(const struct report *report, const char *path, struct error *err);

void baseline_free(struct baseline *b);

#endif

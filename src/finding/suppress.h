/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Findings that somebody looked at and wrote down as harmless, with a reason:
 * in a comment of the source (comments.h), or in a file of lines
 *	RULE FUNCTION # reason
 */
#ifndef EQS_SUPPRESS_H
#define EQS_SUPPRESS_H

#include <stdbool.h>

#include "base/error.h"
#include "comments.h"
#include "facts/forms.h"
#include "finding.h"
#include "rules/rules.h"

struct suppress_entry {
	const char *rule, *function, *reason;
	uint32_t line;
	bool used;
};

struct suppressions {
	const char *file; /* of the entries; NULL: none */
	VEC(struct suppress_entry) entries;
	struct comment_vec comments;
};

/* What a run looked at: only of this can be said that something is not there. */
struct coverage {
	const struct unit_vec *units;
	const char *const *rules; /* these ran; all, when nrules is 0 */
	size_t nrules;
	bool is_whole; /* no unit failed, and findings that depend on callers were made too */
};

/*
 * Reads the file's entries; "#" begins a comment line.  -EINVAL names file and
 * line: no entry, an unknown rule, or a reason is missing; or what
 * buf_read_file() returns.
 */
int suppress_read(struct suppressions *s, const char *path, const struct ruleset *rules,
		  struct error *err);

/*
 * Marks the report's findings that are suppressed, by comments first: in their
 * own files and in the sources of the units, which are read from the report's
 * source directories.  Notes on what is not used (where coverage can tell), and
 * what is not understood, become assumptions.  Needs no order.
 */
void suppress_apply(struct suppressions *s, const struct ruleset *rules,
		    const struct coverage *coverage, struct report *report);

void suppress_free(struct suppressions *s);

/* True when the rule ran and was decided here, so that it would have been found. */
bool coverage_ran(const struct coverage *c, const struct report *report, const char *rule);

/* True when a unit has the file's own code. */
bool coverage_has_file(const struct coverage *c, const char *file);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What fix has tried, and how it hands that out. */
#ifndef EQS_OUTCOME_H
#define EQS_OUTCOME_H

#include <stdint.h>

#include "base/error.h"
#include "base/vec.h"
#include "series.h"

struct options;
struct plan;
struct report;

/* What was tried, and what came of it. */
struct attempt {
	const char *rule; /* NULL: asked for by name */
	const char *file, *function;
	uint32_t line;
	struct plan *plan; /* NULL: none, or its proof failed */
	const char *reason;
};
VEC_TYPE(attempt_vec, struct attempt);

struct outcome {
	const struct options *opt;
	const char *source; /* the tree */
	const struct attempt_vec *attempts;
	const struct patch_list *patches;
	const struct report *report; /* of the tree with all of them */
};

/* What who reads the patch should look at, interned; NULL: nothing. */
const char *outcome_notes(const struct plan *plan);

/* To stderr: units that were not read, and why. */
void outcome_say_unread(const struct outcome *x);

/* To stderr: what was not mended and why, what to look at, what was not read. */
void outcome_say(const struct outcome *x);

/*
 * The series, diff, plans or semantic patches to where the options say, or the
 * tree itself is changed.  0, or a negative errno with the sentence; -ECANCELED:
 * the user does not want it.
 */
int outcome_write(const struct outcome *x, struct error *err);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A source tree as it is linted once: the real one, or a copy with changes in it. */
#ifndef EQS_TRIAL_H
#define EQS_TRIAL_H

#include "base/buf.h"
#include "facts/forms.h"
#include "finding/finding.h"

struct gather;
struct options;
struct program;
struct ruleset;

struct trial {
	struct options *opt; /* its own */
	struct ruleset *rules;
	struct report report;
	struct facts_pool pool;
	struct gather *gather;
	struct program *program;
};

/*
 * Lints what the options ask for, in the copy at source (NULL: the real tree).
 * trial_close() it in either case.  0, or a negative errno with the sentence.
 */
int trial_open(struct trial *t, const struct options *opt, const char *source, struct error *err);
void trial_close(struct trial *t);

/*
 * Appends what gcc says of the declarations in the unit of this source file
 * (-aux-info).  -ENOENT: no unit is made of it; or what the compile came to.
 */
int trial_declarations(const struct trial *t, const char *file, struct buf *out, struct error *err);

/* The warnings of the unit of this source file with W=1, each a line, without places. */
int trial_warnings(const struct trial *t, const char *file, struct buf *out, struct error *err);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What scan, check and link hold from their start to their end, and how they end. */
#ifndef EQS_JOB_H
#define EQS_JOB_H

#include <stdbool.h>

#include "base/error.h"
#include "facts/forms.h"
#include "finding/finding.h"
#include "standing.h"

struct options;
struct ruleset;
struct shown_as;

struct job {
	const struct options *opt;
	struct ruleset *rules;
	struct standing standing;
	struct facts_pool pool; /* of the units */
	struct unit_vec units;	/* that the report speaks of */
	struct report report;
};

/*
 * Reads the rules, and the files that say where findings stand: what is wrong
 * with them is told before anything is compiled.  job_close() in either case.
 * Returns 0, or what lint_rules() and standing_read() do.
 */
int job_open(struct job *job, const struct options *opt, struct error *err);
void job_close(struct job *job);

/*
 * Sees where the report's findings stand and writes it; finds_all as for
 * standing_apply(), as for emit_report().  Returns the exit status.
 */
int job_report(struct job *job, bool finds_all, const struct shown_as *as);

/*
 * The same, after linting the units: the report has its counts already (and its
 * tree, else that is what the units agree on); with a subject it is one file,
 * and what callers decide is left out.
 * callers_known: a function that nobody calls is known to have no caller.
 */
int job_lint(struct job *job, bool callers_known, const struct shown_as *as);

#endif

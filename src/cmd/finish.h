/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What scan, check and link end with, once they have their units. */
#ifndef EQS_FINISH_H
#define EQS_FINISH_H

#include <stdbool.h>

#include "facts/forms.h"

struct options;
struct report;
struct ruleset;
struct shown_as;
struct standing;

/*
 * Sees where the report's findings stand and writes it; units and finds_all as
 * for standing_apply(), as for emit_report().  Returns the exit status.
 */
int finish_report(const struct options *opt, const struct ruleset *rules, struct standing *standing,
		  const struct unit_vec *units, bool finds_all, struct report *report,
		  const struct shown_as *as);

/*
 * The same, after linting the units: the report has its counts already (and its
 * tree, else that is what the units agree on); with a subject it is one file,
 * and what callers decide is left out.
 * callers_known: a function that nobody calls is known to have no caller.
 */
int finish(const struct options *opt, struct ruleset *rules, struct standing *standing,
	   bool callers_known, const struct unit_vec *units, struct report *report,
	   const struct shown_as *as);

#endif

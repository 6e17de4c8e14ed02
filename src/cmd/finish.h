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

/*
 * Lints the units and writes the report, which has its counts already (and its
 * tree, else that is what the units agree on); as is for emit_report().
 * callers_known: a function that nobody calls is known to have no caller.
 * Returns the exit status.
 */
int finish(const struct options *opt, struct ruleset *rules, bool callers_known,
	   const struct unit_vec *units, struct report *report, const struct shown_as *as);

#endif

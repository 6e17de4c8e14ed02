/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From units to findings: rules, link, solve. */
#ifndef EQS_LINT_H
#define EQS_LINT_H

#include <stdbool.h>

#include "base/error.h"
#include "facts/forms.h"
#include "finding/finding.h"

struct options;
struct ruleset;

/*
 * Loads the rules that the options name and proves each: before anything is
 * compiled, since what comes of broken rules is worth nothing.  0, or a
 * negative errno: the rules cannot be read, one does not fire on its own
 * proof, or a name of --rule is none.  The caller frees.
 */
int lint_rules(const struct options *opt, struct ruleset **rules, struct error *err);

/*
 * Links and solves the units; fills the report's findings, assumptions and
 * rules_hash.  callers_known: the units are whole images, a global function
 * without a caller is a root.
 */
void lint_units(const struct options *opt, struct ruleset *rules, const struct unit_vec *units,
		bool callers_known, struct report *out);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Models whose primitive this tree does not have any more: with a name that
 * was changed, what a model says is silently true of nothing.
 */
#ifndef EQS_UNMATCHED_H
#define EQS_UNMATCHED_H

#include "facts/forms.h"

struct report;
struct ruleset;

/*
 * Adds an assumption to the report, whose sources and architecture are known,
 * for each model that holds for this tree (as the rules are bound) and that
 * - nothing in the units uses, declares or defines, and
 * - the source file that it was read in does not know any more.
 * A model whose file this tree does not have is of other trees.
 */
void unmatched_models(const struct ruleset *rules, const struct unit_vec *units,
		      struct report *report);

#endif

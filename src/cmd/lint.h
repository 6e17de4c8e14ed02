/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From units to findings: rules, link, solve. */
#ifndef EQS_LINT_H
#define EQS_LINT_H

#include "base/arena.h"
#include "base/error.h"
#include "facts/forms.h"
#include "finding/finding.h"

struct lint_options {
	const char *rules_dir;
	const char *const *rules; /* only these; all, when nrules is 0 */
	size_t nrules;
	bool latent;
	bool callers_known; /* the units are whole images: a global function without caller is a
			       root */
};

/*
 * Loads and proves the rules, links and solves the units; fills the report's
 * findings, assumptions and rules_hash.  0, or a negative errno: the rules
 * cannot be read, one does not fire on its own proof, or a name in
 * options->rules is none.
 */
int lint_units(const struct lint_options *options, const struct unit_vec *units,
	       struct arena *arena, struct report *out, struct error *err);

#endif

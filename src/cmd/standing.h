/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where findings stand: what earlier runs and people said of them. */
#ifndef EQS_STANDING_H
#define EQS_STANDING_H

#include "base/error.h"
#include "finding/baseline.h"
#include "finding/suppress.h"

struct options;

struct standing {
	struct suppressions suppressions;
	struct baseline baseline;
};

/*
 * Reads the files of --suppress and --baseline: before anything is compiled,
 * since a mistake in them is told at once.  0, or a negative errno with the
 * sentence.  standing_free() in either case.
 */
int standing_read(const struct options *opt, const struct ruleset *rules, struct standing *s,
		  struct error *err);

/*
 * Gives the report's findings their status, notes what is not used, and writes
 * the file of --write-baseline.  finds_all: nothing that callers decide is left
 * out.  -EINVAL: a unit failed, so that a baseline would lack findings; or what
 * baseline_write() returns.
 */
int standing_apply(const struct options *opt, const struct ruleset *rules, struct standing *s,
		   const struct unit_vec *units, bool finds_all, struct report *report,
		   struct error *err);

void standing_free(struct standing *s);

#endif

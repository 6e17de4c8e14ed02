/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The units in assembly of a kernel tree: assembled, and their facts read from the objects. */
#ifndef EQS_ASSEMBLY_H
#define EQS_ASSEMBLY_H

#include "collect.h"
#include "keep.h"
#include "kernel/commands.h"
#include "rules/rules.h"

/* The instructions that models of the architecture name; allocated for free(), the strings not. */
const char **assembly_texts(const struct ruleset *rules, const char *arch, size_t *n);

struct assembly {
	const struct ktree *tree;
	const struct kunit_vec *units;
	const struct kheader_vec *headers; /* that the build makes */
	const struct collect_options *opt;
	struct made *made;
	const char *dir;	  /* temporary, and what is made in it may stay */
	const char *options_file; /* with the lines of asked_lines() */
	bool asked_for;
	struct keep *keep; /* facts of earlier times */
	bool progress;	   /* shown on stderr */
};

/*
 * Assembles the units and appends their facts, in the pool, to facts in the order
 * of their objects.  Counts them in the report.  Of units that were asked for,
 * one that does not assemble, or whose object cannot be read, is failed, and
 * one that needs a header which the build makes and which cannot be made here
 * is not ready; of others, and where something else is lacking that the build
 * makes, it is an assumption.  Returns 0, -EINTR, or another
 * negative errno.
 */
int assembly_collect(const struct assembly *what, struct report *report, struct unit_vec *facts,
		     struct facts_pool *pool, struct collect_stats *stats, struct error *err);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From a kernel tree and paths in it to the facts of the units there. */
#ifndef EQS_COLLECT_H
#define EQS_COLLECT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "facts/forms.h"
#include "finding/finding.h"
#include "kernel/tree.h"

struct collect_options {
	const char *const *paths; /* relative to the source tree */
	size_t npaths;
	const char *cache;	  /* as --cache has it; NULL: the default one */
	unsigned int jobs;	  /* 0: one per CPU */
	const char *plugins;	  /* directory of TRIPLET-VERSION/eqslint.so */
	const char *const *option_names; /* configuration options that the facts shall hold */
	size_t noptions;
	bool say_empty;		  /* note in the report each path that has no unit */
	bool quiet;		  /* no progress, on a terminal either */
};

/* What it took. */
struct collect_stats {
	bool commands_cached;
	size_t assembly;	/* units in assembly, which are not read */
	double commands_seconds; /* wall clock, to find the compile commands */
	double cpu_seconds;	 /* of the compilers */
	long max_rss_kb;	 /* the largest of them */
};

/*
 * Compiles the units of the paths for their facts, reads these into arena and
 * appends them to units in the order of their objects.  Fills the report's
 * tree and its counts: a unit that does not compile is listed in failed, one
 * that waits for something that the build makes in not_ready (made here where
 * the build shows how), and the others go on.  stats may be NULL.
 *
 * Returns 0; -ENOENT a path that is not there; -ENOPKG no plugin for the
 * compiler, or one for another; -EINTR; or another negative errno.
 */
int collect_units(const struct ktree *tree, const struct collect_options *opt,
		  struct report *report, struct unit_vec *units, struct arena *arena,
		  struct collect_stats *stats, struct error *err);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From units of a kernel tree to their facts: compiled for it, or kept from an earlier time. */
#ifndef EQS_COLLECT_H
#define EQS_COLLECT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "facts/forms.h"
#include "finding/finding.h"
#include "frontend/frontend.h"
#include "kernel/commands.h"
#include "kernel/files.h"

/* A header that is made may include another one that is not there. */
#define MAX_ROUNDS 3

/* Why the facts in the file cannot be read: the file is a temporary one, and says nothing. */
const char *collect_why_unread(const char *path, const struct error *e);

/* The names of what one unit read. */
#define READS_LIMIT ((size_t)16 << 20)

struct collect_options {
	const char *cache;    /* a directory; NULL: nothing is kept */
	struct kfiles *files; /* of that cache */
	enum frontend_kind frontend;
	unsigned int jobs;		 /* 0: one per CPU */
	const char *plugins;		 /* directory of TRIPLET-VERSION/eqslint.so */
	const char *const *option_names; /* configuration options that the facts shall hold */
	size_t noptions;
	const char *const *asm_texts; /* instructions that assembly's facts shall hold */
	size_t nasm_texts;
	bool quiet; /* no progress, on a terminal either */
};

/* What it took. */
struct collect_stats {
	size_t compiled, kept; /* units that were compiled now; whose facts were in the cache */
	double cpu_seconds;    /* of the compilers */
	long max_rss_kb;       /* the largest of them */
};

struct collector;

/*
 * Opens a collector for the tree; facts go into the pool, what they are of and
 * what became of the units into report.  All of the arguments must outlive it;
 * collector_close() it.  -ENOPKG: no plugin for the compiler; -EINTR; or
 * another negative errno.
 */
int collector_open(struct collector **c, const struct ktree *tree,
		   const struct collect_options *opt, struct report *report,
		   struct facts_pool *pool, struct error *err);

/*
 * Closes it (NULL too).  0, or a negative errno: what should have been kept
 * could not be, which does no harm to what was collected.
 */
int collector_close(struct collector *c, struct error *err);

/* More headers that the build makes, and how: what a unit waits for is looked up there. */
void collector_headers(struct collector *c, const struct kheader_vec *headers);

/*
 * The facts of units[0..n), in facts[0..n); NULL where there are none.  Of
 * units that were asked for, what went wrong is the report's: one that does not
 * compile is listed in failed, one that waits for something that the build
 * makes in not_ready (made here where the build shows how).  Of the others it
 * is an assumption.  The rest goes on.
 *
 * Returns 0; -ENOPKG the plugin is for another compiler; -EINTR; or another
 * negative errno.
 */
int collector_run(struct collector *c, const struct kunit *const *units, size_t n, bool asked_for,
		  struct unit **facts, struct error *err);

/* The facts of units in assembly, appended to facts; otherwise as collector_run(). */
int collector_assembly(struct collector *c, const struct kunit_vec *units, bool asked_for,
		       struct unit_vec *facts, struct error *err);

const struct collect_stats *collector_stats(const struct collector *c);

#endif

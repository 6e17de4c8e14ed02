/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Facts that checks of single units left in the cache, one file for each
 * object.  Nothing is locked and nothing is hashed but the facts: a check
 * takes less time than the hashes of its headers would.  So what they were
 * made of is compared by time, as make does.
 */
#ifndef EQS_KERNEL_CHECKS_H
#define EQS_KERNEL_CHECKS_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "base/buf.h"
#include "base/error.h"
#include "tree.h"
#include "words.h"

/* What a check knows of its unit. */
struct check_left {
	const char *build, *source; /* of the tree: absolute, as struct ktree has them */
	const char *object;	    /* relative to the object tree, or absolute; normal */
	uint64_t made_by;	    /* of configuration and options: checks_made_by() */
	struct timespec since;	    /* when it began, by CLOCK_REALTIME */
};

/* Of what a front-end is asked (asked_lines()) in this configuration (ktree's config_hash). */
uint64_t checks_made_by(const char *config_hash, const char *asked);

/*
 * Keeps the facts (none: an empty buffer) that were made of the files of the
 * list, one a line.  0, or a negative errno.
 */
int checks_keep(const char *cache, const struct check_left *left, const struct buf *reads,
		const struct buf *facts, struct error *err);

struct checks;

/* Opens what is kept of the tree; never fails.  checks_close() it. */
struct checks *checks_open(const char *cache, const struct ktree *tree, uint64_t made_by);
void checks_close(struct checks *c);

/* Appends the objects outside of the tree that checks left facts of, of modules: absolute, sorted.
 */
void checks_outside(const struct checks *c, struct word_vec *objects);

/* Appends the facts of the object; else why (interned) there are none that hold. */
bool checks_read(struct checks *c, const char *object, struct buf *facts, const char **why);

#endif

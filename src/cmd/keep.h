/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Facts of units that are kept between scans: what they depend on, in and out of the cache. */
#ifndef EQS_KEEP_H
#define EQS_KEEP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"
#include "facts/facts.h"
#include "frontend/frontend.h"
#include "kernel/commands.h"
#include "kernel/files.h"

struct facts_pool;
struct factcache;

struct keep {
	struct factcache *facts;
	uint64_t for_all; /* what all units are made by: the compiler, the list of options */
	uint64_t reader, program; /* what reads those in C, and those in assembly */
};

/*
 * Opens the cache (a directory, or NULL: nothing is kept) for units that this
 * front-end reads; options is the file that it is given.
 * keep_close() it.
 */
void keep_open(struct keep *k, const char *cache, const struct ktree *tree, struct kfiles *files,
	       const struct frontend *reader, const char *options);

/* What was kept so far is good whatever becomes of this run. */
void keep_save(struct keep *k);

/* 0, or a negative errno: something could not be kept, and why. */
int keep_close(struct keep *k, struct error *err);

/* What the unit is made by; u as it is told to the plugin, but for files in between. */
uint64_t keep_made_by(const struct keep *k, const struct frontend *reader, const struct gcc_unit *u,
		      const struct kunit *unit);

/* The same of a unit in assembly, of whose instructions those with one of the texts are facts. */
uint64_t keep_assembled_by(const struct keep *k, const struct ktree *tree, const struct kunit *unit,
			   const char *const *texts, size_t ntexts);

/*
 * True when facts of the object are kept and good: *out is the unit in the pool,
 * or NULL for one that the plugin gives no facts of; *count what keep_write()
 * was given.
 */
bool keep_read(struct keep *k, const char *object, uint64_t made_by, struct facts_pool *pool,
	       struct unit **out, uint64_t *count);

/*
 * Keeps what a compile that began at since (time()) left: facts (NULL: none
 * are given of this unit), and the list of the files that it read, one a line.
 * count is a number that belongs to the facts.
 */
void keep_write(struct keep *k, const char *object, uint64_t made_by, const struct buf *reads,
		int64_t since, const struct unit *facts, uint64_t count);

#endif

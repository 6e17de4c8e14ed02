/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Facts kept in the cache, one file for each object of a tree.  They are good
 * while what they were made by (a hash that the caller makes: command, plugin,
 * options) and the contents of every file that they were made of are the same.
 * As with every list of what a compile read, a file that is new and would now
 * be found first is not noticed: Kbuild would not either.
 */
#ifndef EQS_KERNEL_FACTCACHE_H
#define EQS_KERNEL_FACTCACHE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"
#include "tree.h"

struct factcache;
struct kfiles;

/*
 * Opens the tree's part of the cache directory; NULL: nothing is kept, and
 * nothing found; of a tree that reads a copy nothing is kept either.  What is kept of trees that
 * are gone is removed when a new one comes.  The files must outlive it; factcache_close() it.
 */
struct factcache *factcache_open(const char *cache, const struct ktree *tree, struct kfiles *files);

/*
 * True when there are good facts of the object: they are appended to facts.
 * None at all is an answer too: the front-end gives none of this unit.
 */
bool factcache_read(struct factcache *fc, const char *object, uint64_t made_by, struct buf *facts);

/*
 * Keeps facts that were made of the n files of the list (one a line, relative
 * to the object tree or absolute) by a compile that began at `since` (time());
 * not when a file may have changed meanwhile.  When the cache cannot be
 * written, factcache_close() says so.
 */
void factcache_write(struct factcache *fc, const char *object, uint64_t made_by,
		     const struct buf *files, int64_t since, const struct buf *facts);

/* What was written so far can be read by others from now on, however this one ends. */
void factcache_save(struct factcache *fc);

/* 0, or a negative errno: some facts could not be kept, and why. */
int factcache_close(struct factcache *fc, struct error *err);

#endif

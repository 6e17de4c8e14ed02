/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A file of the cache: one that is cut, changed or somebody else's is as good
 * as none.
 */
#ifndef EQS_KERNEL_CACHEFILE_H
#define EQS_KERNEL_CACHEFILE_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/error.h"

/* Appends the body; false when there is no whole file of ours of that kind. */
bool cachefile_read(const char *path, const char *kind, struct buf *body);

/*
 * Writes kind, a checksum and the body through a temporary, so that two runs
 * never see each other's half, and makes the directories above.  Returns 0 or
 * a negative errno.
 */
int cachefile_write(const char *path, const char *kind, const struct buf *body, struct error *err);

/*
 * The directory CACHE/WHAT/KEY of a tree, in *dir (interned) in any case.  When it
 * is new what was kept of trees that are gone is removed.  0, or a negative
 * errno: it cannot be made.
 */
int cachefile_tree(const char *cache, const char *what, const char *build, const char *source,
		   const char **dir, struct error *err);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Headers that a tree's build makes and that are not there yet: made outside of
 * it, and kept in the cache for as long as what they were made of stays.  That is
 * the configuration, the script, and each file that the script, or Kbuild's list
 * of what a compile in it read, names.
 */
#ifndef EQS_KERNEL_MADE_H
#define EQS_KERNEL_MADE_H

#include "base/error.h"
#include "commands.h"
#include "files.h"
#include "tree.h"

struct made;

/*
 * In the cache directory, or where that is NULL or cannot be written to, in the
 * directory temp, which is its owner's to remove.  Where the tree reads a copy, those in the cache
 * are used as long as the copy has what they were made of, and others are made in temp.  The
 * arguments must outlive it; made_close() it.
 */
struct made *made_open(const char *cache, const char *temp, const struct ktree *tree,
		       struct kfiles *files);
void made_close(struct made *m);

/* True when made_check() finds what is stale, so that facts made with it may be kept too. */
bool made_is_kept(const struct made *m);

/* Removes those of the headers that would be made otherwise now. */
void made_check(struct made *m, const struct kheader_vec *headers);

/*
 * Makes the header, and others that its script makes beside it, in a shadow of the
 * tree, unless it is there; *path
 * (interned) is its file, whose name ends with header->path.  Returns 0, -EINTR, or a
 * negative errno with the first line of what went wrong.
 */
int made_make(struct made *m, const struct kheader *header, const char **path, struct error *err);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What is in the files that a tree's units are made of: a hash of each, read
 * once and kept in the cache with what stat() said of the file.  Thousands of
 * units read the same headers, so one table serves all of a tree.
 */
#ifndef EQS_KERNEL_FILES_H
#define EQS_KERNEL_FILES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"
#include "tree.h"

struct kfiles;

/*
 * Opens the table of the tree in the cache directory (NULL: an empty one that
 * is kept nowhere); kfiles_close() it.  A table that is damaged is an empty one.
 */
struct kfiles *kfiles_open(const char *cache, const struct ktree *tree);
void kfiles_close(struct kfiles *files);

/* A number for the path (relative to the object tree, or absolute) that stays
 * the same between runs; 0: two paths have one number, and this is the second. */
uint64_t kfiles_id(struct kfiles *files, const char *path);

/* The hash of the contents; 0 when the file, or the number, is not there. */
uint64_t kfiles_hash(struct kfiles *files, uint64_t id);

/*
 * True when the file is still as it was hashed, and was not written to since
 * the time (of time(), in seconds): who read it meanwhile read the same.
 */
bool kfiles_unchanged(struct kfiles *files, uint64_t id, int64_t since);

/* The file was written or removed by this run, and is nobody else's: it is read anew, and counts as
 * old. */
void kfiles_ours(struct kfiles *files, uint64_t id);

/* For this run the file is not there. */
void kfiles_gone(struct kfiles *files, uint64_t id);

/* Adds what is new to the table in the cache.  0 or a negative errno. */
int kfiles_save(struct kfiles *files, struct error *err);

#endif

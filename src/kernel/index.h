/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which unit of a configuration defines a symbol, and which sources it includes. */
#ifndef EQS_KERNEL_INDEX_H
#define EQS_KERNEL_INDEX_H

#include "commands.h"

struct kindex;
struct kfiles;

/*
 * Reads the units' sources (defs.h); what was found in a file is kept in the
 * cache directory (NULL: nowhere) with a hash of its contents.  Commands and
 * files must outlive the index.  kindex_free() it.
 */
struct kindex *kindex_make(const struct ktree *tree, const struct kcommands *commands,
			   const char *cache, struct kfiles *files);
void kindex_free(struct kindex *index);

/* The units whose source, or one that it includes, defines the symbol; *n of them. */
const struct kunit *const *kindex_units(const struct kindex *index, const char *symbol, size_t *n);

/* True when the unit's source includes one (not a header) that lies under path. */
bool kindex_includes(struct kindex *index, const struct kunit *unit, const char *path);

#endif

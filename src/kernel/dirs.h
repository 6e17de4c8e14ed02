/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which directories to ask make for, to learn what is built of some paths. */
#ifndef EQS_KERNEL_DIRS_H
#define EQS_KERNEL_DIRS_H

#include <stddef.h>

#include "base/error.h"
#include "tree.h"
#include "words.h"

/*
 * Appends to known the paths as kpath_of() has them, one for each, and to dirs
 * the directories whose makefiles build what lies below them: sorted, none
 * below another.  Returns 0; -ENOENT when a path does not exist; -EINVAL when
 * one is empty.
 */
int kdirs_find(const struct ktree *tree, const char *const *paths, size_t npaths,
	       struct word_vec *known, struct word_vec *dirs, struct error *err);

/* The path as units name their files: normal, relative to the source tree; NULL: it is not in it.
 */
const char *kpath_of(const struct ktree *tree, const char *path);

#endif

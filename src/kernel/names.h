/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which names a tree's architecture knows: a probe, where releases tell nothing. */
#ifndef EQS_KERNEL_NAMES_H
#define EQS_KERNEL_NAMES_H

#include "tree.h"

/*
 * The lines a front-end is given of what to report (rules_wanted_facts()): an
 * option's name as it is; of "?NAME", which a unit's own headers may not show,
 * "?NAME=y" where a header of the tree's arch/X/include/asm has the name.
 * tree may be NULL: nothing is looked up then.
 */
void ktree_wanted(const struct ktree *tree, const char *const *names, size_t n, struct buf *out);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Compile commands kept in the cache.  An entry is a text file named after its
 * key; its first line holds the state of the makefiles that it came from and a
 * checksum of the rest.
 */
#ifndef EQS_KERNEL_CMDCACHE_H
#define EQS_KERNEL_CMDCACHE_H

#include <stdbool.h>
#include <stdint.h>

#include "commands.h"

/* What identifies an entry, and what it depends on, for make run on the directories. */
uint64_t cmdcache_key(const struct ktree *tree, const struct word_vec *dirs);
uint64_t cmdcache_state(const struct ktree *tree, const struct word_vec *dirs);

/* Fills the (empty) commands; false when there is no whole, current entry of our own. */
bool cmdcache_read(const char *cache, uint64_t key, uint64_t state, struct kcommands *commands);

/* Writes the entry; what goes wrong is no harm. */
void cmdcache_write(const char *cache, uint64_t key, uint64_t state,
		    const struct kcommands *commands);

#endif

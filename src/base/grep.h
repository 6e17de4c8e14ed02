/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Words in the files of a directory. */
#ifndef EQS_GREP_H
#define EQS_GREP_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Sets found[i] where words[i] (NULL: none) stands as a word of its own in a
 * file of dir, not below it, whose name ends so.  What cannot be read, or is
 * larger than 8 MB, holds none.
 */
void grep_words(const char *dir, const char *suffix, const char *const *words, size_t n,
		bool *found);

#ifdef __cplusplus
}
#endif
#endif

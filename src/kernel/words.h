/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Shell words and path names, as far as Kbuild's compile commands need them. */
#ifndef EQS_KERNEL_WORDS_H
#define EQS_KERNEL_WORDS_H

#include <stddef.h>

#include "base/vec.h"

VEC_TYPE(word_vec, const char *);

/*
 * Appends the words of one simple command, quotes taken off and interned, up
 * to an unquoted ; & | < > newline or the end.  Returns where it stopped, or
 * NULL when a quote is open or something is substituted (` or $).
 */
const char *words_split(const char *s, struct word_vec *words);

/*
 * The path without "." and "..", interned: a/b/../c is a/c.  Lexical: Kbuild's
 * object paths go through directories that are no links.
 */
const char *path_normal(const char *path);

/* path below dir without "dir/", or NULL when it is not below. */
const char *path_below(const char *path, const char *dir);

/* The path up to its last slash, interned; "." without one. */
const char *path_directory(const char *path);

#endif

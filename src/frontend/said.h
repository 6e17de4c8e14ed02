/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What compilers and assemblers say of a unit that they do not take. */
#ifndef EQS_FRONTEND_SAID_H
#define EQS_FRONTEND_SAID_H

#include <stddef.h>

/*
 * The line of the messages that tells most: the first that is an error, else the
 * first; *n is its length.  A name in srctree (NULL: none) that it begins with is
 * relative to it.
 */
const char *said_line(const char *messages, const char *srctree, size_t *n);

/* Where the line begins once a name in srctree (NULL: none) in front is relative to it. */
const char *said_below(const char *line, const char *srctree);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The file that tells a front-end which options and names the facts shall tell of. */
#ifndef EQS_WANTED_H
#define EQS_WANTED_H

#include <stddef.h>

struct error;

/*
 * Writes the names (rules_wanted_facts()) to path, as asked_lines() has them.
 * source, arch: where to look for what "?NAME" asks, or NULL.  0, or a negative errno.
 */
int wanted_write(const char *source, const char *arch, const char *const *names, size_t n,
		 const char *path, struct error *err);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The list of options and names that the facts are to tell of. */
#ifndef PLUGIN_WANTED_H
#define PLUGIN_WANTED_H

#ifdef __cplusplus
extern "C" {
#endif

/*
 * The lines of the file `list`, allocated: an option, "?NAME", or "?NAME=y".
 * With srctree, a "?NAME" that stands in a header of its arch/ARCH/include/asm
 * becomes "?NAME=y".  NULL: it cannot be read, and *why (interned) says so.
 */
char *wanted_read(const char *list, const char *srctree, const char *arch, const char **why);

#ifdef __cplusplus
}
#endif
#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Strings of facts that are made from strings of the compiler. */
#ifndef EQS_FACTS_SOURCE_H
#define EQS_FACTS_SOURCE_H

#ifdef __cplusplus
extern "C" {
#endif

/* An assembly template: one blank for white space, "; " between lines; interned, "" when empty. */
const char *source_asm(const char *s);

/*
 * The file relative to the source tree when it lies in it, else with "." and
 * ".." folded; interned.  srctree may be NULL; both may be relative to the
 * working directory.  NULL when the name is none (<built-in>).
 */
const char *source_file(const char *srctree, const char *file);

/* Does the object of this path belong to an image of its own: vdso, boot code, ...? */
int source_is_foreign(const char *path);

/* The kernel's name (arch/...) for the machine of a compiler's triplet; interned. */
const char *source_arch(const char *triplet);

#ifdef __cplusplus
}
#endif
#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Interned strings: one copy of each, so equal strings are equal pointers.
 * The table is the one global of the program; what is in it is never freed
 * before intern_drop().
 */
#ifndef EQS_INTERN_H
#define EQS_INTERN_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

const char *intern(const char *s);
const char *intern_n(const char *s, size_t n); /* n bytes, none of them 0 */
const char *intern_f(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* The interned copy if there is one, else NULL: a look-up that adds nothing. */
const char *intern_find(const char *s);
const char *intern_find_n(const char *s, size_t n);

/* Forgets everything: for leak checkers at exit, and for tests. */
void intern_drop(void);

#ifdef __cplusplus
}
#endif
#endif

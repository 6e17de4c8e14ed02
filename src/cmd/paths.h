/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where the program's own files are, found from where the program itself is. */
#ifndef EQS_PATHS_H
#define EQS_PATHS_H

struct error;

/*
 * The directory of the built-in rules, interned: beside the build directory
 * when the program runs from its source tree, else PREFIX/share/eqslint/rules.
 * NULL with the sentence in err when there is none.
 */
const char *paths_rules(struct error *err);

/* That of the semantic patches, beside the built-in rules; as paths_rules(). */
const char *paths_cocci(struct error *err);

/* The directory that holds TRIPLET-VERSION/eqslint.so, interned; it need not exist. */
const char *paths_plugins(void);

#endif

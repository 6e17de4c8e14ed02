/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Bodies that the parser is spared.  Headers of the kernel define some ten
 * thousand inline functions, of which a unit uses a few hundred, and to parse
 * the others takes half of the time.  Which words a unit can reach is seen
 * without a preprocessor: from its own text through the macros and functions
 * that stand behind the words there.  An inline function whose name is not
 * reached is given to clang as a declaration, at the same place.
 *
 * That is not exact: a name may be put together by ## in many ways.  Who lowers
 * what is left looks whether a function that is needed has lost its body, and
 * if so parses all.
 */
#ifndef EQS_CLANG_SPARE_H
#define EQS_CLANG_SPARE_H

#include "clang.h"
#include "clang_headers.h"

struct CXUnsavedFile;

struct spared {
	struct headers headers;
	VEC(struct CXUnsavedFile) files; /* headers that have such bodies */
};

/* text is that of the source; nothing is spared where files.n is 0. */
void spare_bodies(struct spared *s, const char *source, const struct buf *text,
		  const struct clang_args *args);
void spared_free(struct spared *s);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names in text that nobody has preprocessed, and which of them a unit's own text leads to. */
#ifndef EQS_CLANG_REACH_H
#define EQS_CLANG_REACH_H

#include <stddef.h>

#include "base/arena.h"
#include "base/map.h"
#include "base/vec.h"
#include "clang_piece.h"

/* How a name is wanted: in front of ( outside of everything it is a macro's, or it is declared. */
enum want { WANT_NOT, WANT_MACRO, WANT_ALL };

/* The body of an inline function, from its { on. */
struct inline_body {
	const char *s;
	size_t n;
	bool is_whole; /* where it ends is known, and #if within it does too */
	bool is_reached;
};

struct name;

struct reach {
	struct arena arena;
	struct map names;	   /* (interned word) -> struct name */
	VEC(struct name *) wanted; /* and not looked at yet */
	VEC(struct name *) functions;
};

void reach_init(struct reach *r);
void reach_free(struct reach *r);

void reach_want(struct reach *r, const struct piece *word, enum want how);
/* All words of a text, which stays where it is. */
void reach_words(struct reach *r, const char *from, const char *to);

/* What stands behind a name: the text from it to the end, of a function with its body or of a
 * macro. */
void reach_define(struct reach *r, const struct piece *word, struct inline_body *body,
		  const char *to);

/* Marks the bodies that what is wanted leads to. */
void reach_follow(struct reach *r);

#endif

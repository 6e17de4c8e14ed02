/* SPDX-License-Identifier: GPL-2.0-or-later */
/* C that nobody has preprocessed, in pieces: enough to tell functions, macros and words apart. */
#ifndef EQS_CLANG_PIECE_H
#define EQS_CLANG_PIECE_H

#include <stdbool.h>

enum piece_kind {
	PIECE_END,
	PIECE_WORD,
	PIECE_DIRECTIVE, /* from # to the end of the line, with those that a backslash joins to it
			  */
	PIECE_MARK,	 /* one character; comments, literals and numbers are left out */
};

struct piece {
	enum piece_kind kind;
	const char *at, *end;
};

/* Where the next piece is looked for: a text that ends with a 0, up to end. */
struct pieces {
	const char *p, *end;
	bool in_line; /* something stood on this line before: # is no directive */
};

struct piece next_piece(struct pieces *s);

static inline bool is_mark(const struct piece *p, char c)
{
	return p->kind == PIECE_MARK && *p->at == c;
}

#endif

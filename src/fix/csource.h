/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A C source file as it is written: tokens at their bytes, comments and
 * preprocessor lines among them.  Nothing is expanded: edits are made in the
 * text that a person reads.
 */
#ifndef EQS_FIX_CSOURCE_H
#define EQS_FIX_CSOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/vec.h"

enum token_kind {
	TOKEN_WORD, /* an identifier or a keyword */
	TOKEN_NUMBER,
	TOKEN_STRING, /* or a character */
	TOKEN_PUNCT,  /* one character, or the operators ->, ++, --, +=, ==, && and their like */
	TOKEN_COMMENT,
	TOKEN_DIRECTIVE, /* a whole preprocessor line, its continuations too */
};

/* Bytes [start, end) of the text. */
struct token {
	enum token_kind kind;
	size_t start, end;
	uint32_t line; /* from 1 */
};

struct csource {
	struct buf text;
	VEC(struct token) tokens;
};

/* Takes the text over (it is empty then).  -EINVAL: a comment or a string that does not end. */
int csource_lex(struct csource *s, struct buf *text, struct error *err);
/* The same of a file; name is what errors call it. */
int csource_read(struct csource *s, const char *path, const char *name, struct error *err);
void csource_free(struct csource *s);

/* True when the token is exactly this text. */
bool token_is(const struct csource *s, size_t token, const char *text);

/* Its text, interned. */
const char *token_text(const struct csource *s, size_t token);

/* True when some token is this word. */
bool has_word(const struct csource *s, const char *name);

/* The next token at or behind i (before end) that is code; end when there is none. */
size_t next_code(const struct csource *s, size_t i, size_t end);
/* The last token before i (not before begin) that is code; i when there is none. */
size_t previous_code(const struct csource *s, size_t i, size_t begin);

/*
 * The token that closes what opens at i ('(', '[' or '{'); end when nothing
 * does before it.
 */
size_t closing(const struct csource *s, size_t i, size_t end);

/* The byte at which the line of a byte starts, and the one behind its newline. */
size_t line_start(const struct csource *s, size_t byte);
size_t line_end(const struct csource *s, size_t byte);

/* True when only blanks stand before the byte on its line. */
bool begins_line(const struct csource *s, size_t byte);

/* The blanks that the line of the byte begins with, interned. */
const char *indentation(const struct csource *s, size_t byte);

/* The lines of the text, each behind the blanks instead of the old ones; interned. */
const char *indented(const char *text, const char *old, const char *blanks);

/* The column behind n bytes of text that begin at the column `from`: tabs go to the next eighth. */
size_t columns(const char *text, size_t n, size_t from);

/* Bytes [start, end), interned. */
const char *csource_slice(const struct csource *s, size_t start, size_t end);

#endif

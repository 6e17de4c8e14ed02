/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names in comments, and in text that moves, that are others now. */
#ifndef EQS_FIX_WORDS_H
#define EQS_FIX_WORDS_H

#include "plan.h"
#include "stmt.h"

struct rename {
	const char *old, *now;
};
VEC_TYPE(rename_vec, struct rename);

void words_add(struct rename_vec *words, const char *const *old, size_t n, const char *now);

/* The text with the new names, its comment lines wrapped anew; the text itself: it has none. */
const char *words_replaced(const struct rename_vec *words, const char *text);

/* Such a text for comment i: one that became too long for its line is a block. */
const char *words_in_comment(const struct csource *s, size_t i, const char *text);

/*
 * The comment speaks, besides one of the old names, of what the recipe's `doubtful` has:
 * whether it is true of the new one is for a person to say.  Appended to the plan.
 */
void words_doubt(const struct rename_vec *words, const struct recipe *r, const struct csource *s,
		 size_t token, const char *file, struct plan *plan);

/* The words of a comment, one blank between two; interned. */
const char *comment_words(const char *text);

/* The first token that belongs to the function: of a comment or a macro right above it. */
size_t function_first(const struct csource *s, const struct cfunction *f);

#endif

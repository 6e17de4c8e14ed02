/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Comments that speak to this program, in C and in assembly:
 *	// eqslint: RULE: reason
 * and the same between the marks of a block comment.  One is about the lines
 * that it stands on and the next one.
 */
#ifndef EQS_COMMENTS_H
#define EQS_COMMENTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/vec.h"

struct comment {
	const char *file;
	uint32_t first, last; /* lines of the comment itself */
	uint32_t guard;	      /* line of the innermost #if, #elif or #else around it; 0: none */
	const char *rule;     /* interned; "" when none is named */
	const char *reason;   /* one line; NULL: none is given */
	bool used;
};
VEC_TYPE(comment_vec, struct comment);

/* Appends those of the n bytes of a source file, in their order. */
void comments_read(const char *text, size_t n, const char *file, struct comment_vec *out);

#endif

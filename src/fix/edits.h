/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Replacements in one text, made together or not at all. */
#ifndef EQS_FIX_EDITS_H
#define EQS_FIX_EDITS_H

#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/vec.h"

/* Bytes [start, end) become text; end == start: it is put before that byte. */
struct edit {
	size_t start, end;
	const char *text; /* interned */
	size_t number;	  /* in the order of their making: for edits at one byte */
};
VEC_TYPE(edit_vec, struct edit);

void edits_add(struct edit_vec *edits, size_t start, size_t end, const char *text);

/* Appends the edited text to out.  -EINVAL: two edits overlap, or one lies outside. */
int edits_apply(const struct edit_vec *edits, const struct buf *text, struct buf *out,
		struct error *err);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Patches as mails for git am, as one diff, or put into the tree. */
#ifndef EQS_SERIES_H
#define EQS_SERIES_H

#include <stddef.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/vec.h"

struct patch;

VEC_TYPE(patch_list, const struct patch *);

/* Appends the diff of the patches together, those of one file as one. */
int series_diff(const struct patch_list *patches, struct buf *out, struct error *err);

/*
 * Writes 0001-SUBJECT.patch and so on to the directory (made when it is not
 * there), all of them or none; appends their paths to names, a line each.
 */
int series_write(const struct patch_list *patches, const char *dir, struct buf *names,
		 struct error *err);

/* Gives the files of the source tree their new text; all of them, or none. */
int series_apply(const struct patch_list *patches, const char *source, struct error *err);

/*
 * Says on stderr which of the files have changes that git knows nothing of: the
 * patches would not apply to what is committed.  Without git there is no note.
 */
void series_note_changes(const struct patch_list *patches, const char *source);

#endif

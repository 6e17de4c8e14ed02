/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A copy of a source tree in which files can be changed: links to the files of
 * the real one, which is never written to.
 */
#ifndef EQS_KERNEL_SCRATCH_H
#define EQS_KERNEL_SCRATCH_H

#include "base/buf.h"
#include "base/error.h"

struct scratch {
	const char *source; /* the real tree */
	char *dir;	    /* the copy, absolute */
};

/* Makes one; scratch_remove() it.  Returns 0 or a negative errno. */
int scratch_make(struct scratch *s, const char *source, struct error *err);
void scratch_remove(struct scratch *s);

/*
 * Gives the file (relative) this text in the copy.  Directories that lie beside
 * it become real ones, so that what includes it by a relative name finds it.
 */
int scratch_write(struct scratch *s, const char *file, const struct buf *text, struct error *err);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a front-end is asked to tell of a tree: options, and names that its headers have. */
#ifndef EQS_FACTS_ASKED_H
#define EQS_FACTS_ASKED_H

#include <stddef.h>

#include "base/buf.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Appends the names as the lines that a front-end is given: an option's name as
 * it is; of "?NAME", which a unit's own headers may not show, "?NAME=y" where a
 * header of srctree/arch/ARCH/include/asm has the name: a probe, where releases
 * tell nothing.  srctree may be NULL: nothing is looked up then.
 */
void asked_lines(const char *srctree, const char *arch, const char *const *names, size_t n,
		 struct buf *out);

#ifdef __cplusplus
}
#endif
#endif

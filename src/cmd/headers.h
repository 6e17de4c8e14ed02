/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Headers that the build makes and that are not there yet. */
#ifndef EQS_HEADERS_H
#define EQS_HEADERS_H

#include "base/error.h"
#include "kernel/commands.h"
#include "kernel/made.h"

/*
 * Makes the header that a source includes by that name, and the
 * directory to search for it in *include (interned).  Returns 1 when the unit shall
 * be tried again; 0 when not, with *why: it waits for the header; NULL in it
 * when the build makes none of that name; or -EINTR.
 */
int header_make(const struct ktree *tree, const struct kheader_vec *headers, struct made *made,
		const char *name, const char **include, const char **why, struct error *err);

/* Why a unit is not ready, for a person: it waits for path, which `make dir/` makes. */
const char *waits_for(const char *path, const char *dir);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Which parts of a kernel tree a scan reads. */
#ifndef EQS_SCOPE_H
#define EQS_SCOPE_H

#include "base/vec.h"

struct error;
struct ktree;
struct ruleset;

VEC_TYPE(path_vec, const char *);

/*
 * Appends what the rules' scope names in this tree, relative to its source:
 * what is there, and of arch/ this architecture's only.  -EINVAL: the rules
 * declare no scope, or none of it is there.
 */
int scope_paths(const struct ruleset *rules, const struct ktree *tree, struct path_vec *out,
		struct error *err);

#endif

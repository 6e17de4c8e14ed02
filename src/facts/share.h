/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One body for the functions that units have alike: what a reader asks of the pool. */
#ifndef EQS_SHARE_H
#define EQS_SHARE_H

#include "forms.h"

/*
 * The function was read behind the mark: where the pool has its like, its locals
 * and blocks become those, and what was read is given back.  Else it is kept.
 */
void pool_share(struct facts_pool *pool, struct function *f, const struct arena_mark *mark);

#endif

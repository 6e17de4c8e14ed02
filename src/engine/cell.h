/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Cells: the places a value can be known of, as small numbers.  A local is
 * the path without steps; equal paths are equal cells in every function, but
 * a local belongs to the function at hand.
 */
#ifndef EQS_ENGINE_CELL_H
#define EQS_ENGINE_CELL_H

#include <stdbool.h>
#include <stdint.h>

#include "facts/facts.h"

#define NO_CELL UINT32_MAX

/* The root "what the function returns": for records that are returned by value. */
#define LOCAL_RESULT (UINT32_MAX - 1)

struct cells;

bool path_equal(const struct path *a, const struct path *b);

/* The step that the path ends in; NULL: it has none. */
const struct step *path_last(const struct path *p);

/* It goes through a pointer. */
bool path_derefs(const struct path *p);

/* A local or part of one, and not reached through a pointer. */
bool path_is_own(const struct path *p);

/* The same where that is a field of a record; NULL: it is not. */
const struct step *path_last_field(const struct path *p);

struct cells *cells_new(void);
void cells_free(struct cells *t);

uint32_t cell_local(struct cells *t, uint32_t local);
/* NO_CELL for a volatile path. */
uint32_t cell_path(struct cells *t, const struct path *p);
const struct path *cell_get(const struct cells *t, uint32_t cell);

/* cell + more steps. */
uint32_t cell_extend(struct cells *t, uint32_t cell, const struct step *steps, uint32_t n);

/* True when cell is base itself or lies below it; *rest is the first step behind base. */
bool cell_below(const struct cells *t, uint32_t cell, uint32_t base, uint32_t *rest);

/* The local that it is rooted at, NO_LOCAL for other roots. */
uint32_t cell_root_local(const struct cells *t, uint32_t cell);

#endif

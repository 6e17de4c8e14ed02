/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The engine's faults and gaps as findings and assumptions. */
#ifndef EQS_CONVERT_H
#define EQS_CONVERT_H

#include "engine/engine.h"
#include "finding.h"

/* Whether what is at file, in the unit, is to be reported. */
typedef bool (*unit_wanted_fn)(const void *ctx, const struct unit *unit, const char *file);

/*
 * Appends to the report what the solved program found, with severity, status
 * and fingerprint; only rules named in only (all, when n is 0), and
 * of units that wanted (NULL: all) says so of.
 */
void findings_from_program(struct report *r, const struct program *p, const struct ruleset *rules,
			   const char *const *only, size_t n, unit_wanted_fn wanted,
			   const void *ctx);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Identity: what makes a finding the same one in another tree, so that
 * baselines and comparisons survive moved lines, renamed files and new calls
 * in between.
 */
#ifndef EQS_IDENTITY_H
#define EQS_IDENTITY_H

#include <stddef.h>

#include "finding.h"

/* SHA-256 of n bytes as 64 hex digits, interned.  Never fails. */
const char *identity_hash(const void *p, size_t n);

/*
 * Sets f->fingerprint from its rule, its function and those events of its path
 * that change a state or are the fault, in order: no lines, no files, no calls
 * passed through.
 */
void identity_fingerprint(struct finding *f);

/*
 * Sets each id: the first 12 digits of the fingerprint, with -2, -3, ... from
 * the second on where they are equal.  Findings have fingerprints and stand in
 * their final order.
 */
void identity_number(struct finding_vec *findings);

#endif

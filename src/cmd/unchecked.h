/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Units that a build with C=2 compiles, and that it hands to no checker. */
#ifndef EQS_UNCHECKED_H
#define EQS_UNCHECKED_H

#include "kernel/commands.h"

struct ktree;
struct report;

/* Adds a note for each directory with such units, sorted as they are. */
void unchecked_report(const struct ktree *tree, const struct kunit_vec *units, struct report *r);

#endif

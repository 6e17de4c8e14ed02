/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The path of a finding, a line for each step and a column for each state variable. */
#ifndef EQS_LANES_H
#define EQS_LANES_H

#include "finding/finding.h"

struct pen;

/*
 * Steps stand under the name of their function, named anew whenever it changes
 * and with its file whenever that does; values that a step changed are in
 * capitals.  A finding without a path is its function's name.
 */
void lanes_draw(struct pen *p, const struct finding *f);

#endif

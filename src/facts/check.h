/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What facts promise to whoever walks them, checked by every reader: names
 * that must be there are, and every number of a local or block is one.
 * The enumerations and the counts are the reader's own business.
 */
#ifndef EQS_CHECK_H
#define EQS_CHECK_H

#include "base/error.h"
#include "facts.h"

/* -EINVAL, with the function and what is wrong with it in err. */
int facts_check_function(const struct function *f, struct error *err);

/* Everything of a unit but its functions. */
int facts_check_unit(const struct unit *u, struct error *err);

#endif

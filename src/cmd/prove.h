/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whether a change does what it is for, and nothing besides. */
#ifndef EQS_PROVE_H
#define EQS_PROVE_H

struct error;
struct finding;
struct plan;
struct trial;

/*
 * Compares the tree before and after the plan's change: what it changed compiles
 * without a new warning, the finding (NULL: none was asked for) is gone, not
 * hidden, and the change brings no new one.
 *
 * What is found in the run itself, in files that are left alone, is not brought:
 * the run was made in the same state before, and the old finding hid what came
 * behind it.  It is noted in the plan.  0, or -EINVAL with what is wrong.
 */
int prove(const struct trial *before, const struct trial *after, struct plan *plan,
	  const struct finding *target, struct error *err);

/*
 * With plan->strict in the place of the file in the copy: it compiles without a
 * new warning.  -EINVAL: it does not, so the run does more with its words than
 * read them.
 */
int prove_strict(const struct trial *before, const struct trial *after, const struct plan *plan,
		 struct error *err);

#endif

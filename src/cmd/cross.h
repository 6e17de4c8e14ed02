/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A second opinion: the semantic patches of cocci/, which use nothing of this program. */
#ifndef EQS_CMD_CROSS_H
#define EQS_CMD_CROSS_H

struct error;
struct gather;
struct options;
struct report;

/*
 * Runs spatch with each script that is named as a rule on the sources of the
 * units that were asked for, and adds a note to the report for each function of
 * which only one of the two reports the rule.  Without spatch it says so, and
 * adds nothing.  0, or a negative errno with the sentence: a script cannot be
 * run, or -EINTR.
 */
int cross_check(const struct options *opt, const struct gather *g, struct report *report,
		struct error *err);

#endif

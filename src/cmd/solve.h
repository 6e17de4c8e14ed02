/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From what was gathered of a kernel tree to its findings. */
#ifndef EQS_CMD_SOLVE_H
#define EQS_CMD_SOLVE_H

struct error;
struct gather;
struct options;
struct program;
struct report;
struct ruleset;

/*
 * Solves, and again with the bodies that were lacking, until there are no more.
 * 0, and program_free() it; or a negative errno with the sentence (-EINTR).
 */
int solve_gathered(struct ruleset *rules, struct gather *g, struct program **program,
		   struct error *err);

/* Appends what was found of what was asked for to the report. */
void solved_findings(const struct program *p, const struct options *opt,
		     const struct ruleset *rules, const struct gather *g, struct report *report);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* From the arguments BUILD and PATH... to the units that they name. */
#ifndef EQS_GATHER_H
#define EQS_GATHER_H

struct arena;
struct error;
struct options;
struct report;
struct ruleset;
struct unit_vec;

/*
 * Opens the build directory opt->args.v[0], compiles the units of the other
 * arguments (of the rules' scope when there are none) into units and fills the
 * report's tree and counts.  Returns 0 or a negative errno with the sentence.
 */
int gather(const struct options *opt, struct ruleset *rules, struct unit_vec *units,
	   struct arena *arena, struct report *report, struct error *err);

#endif

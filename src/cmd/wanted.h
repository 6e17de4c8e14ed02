/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a front-end is asked for on behalf of the rules. */
#ifndef EQS_WANTED_H
#define EQS_WANTED_H

struct error;
struct ruleset;

/*
 * Writes the options and identifiers that the rules ask of a tree into path,
 * one a line.  Returns 0, or what buf_write_file() returns.
 */
int wanted_write(struct ruleset *rules, const char *path, struct error *err);

#endif

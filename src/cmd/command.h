/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The commands: what they are called, take and do. */
#ifndef EQS_COMMAND_H
#define EQS_COMMAND_H

#include <stddef.h>

struct buf;
struct options;

struct command {
	const char *name;
	const char *args;     /* "BUILD [PATH...]" */
	const char *summary;  /* in the list of commands, one line; NULL: not in it */
	const char *doc;      /* under --help */
	unsigned int options; /* which it takes: bits of enum option_bit */
	size_t min_args;
	int (*run)(const struct options *opt); /* returns the exit status */
};

extern const struct command commands[]; /* the last has no name */

/* The command of that name, or NULL. */
const struct command *command_find(const char *name);

int cmd_scan(const struct options *opt);
int cmd_check(const struct options *opt);
int cmd_link(const struct options *opt);
int cmd_fix(const struct options *opt);
int cmd_facts(const struct options *opt);
int cmd_compdb(const struct options *opt);
int cmd_explain(const struct options *opt);
int cmd_help(const struct options *opt);

/* Appends how eqslint is used and the list of commands. */
void help_overview(struct buf *out);

/* Appends the version of the program, the hash of its rules, the plugins and other readers that are
 * there. */
void version_text(struct buf *out);

#endif

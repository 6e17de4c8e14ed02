/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The command line: one table of options, of which each command takes some. */
#ifndef EQS_OPTIONS_H
#define EQS_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/vec.h"
#include "frontend/frontend.h"

struct command;

enum option_bit {
	OPTION_FORMAT = 1 << 0,
	OPTION_OUTPUT = 1 << 1,
	OPTION_RULES = 1 << 2,
	OPTION_RULE = 1 << 3,
	OPTION_LATENT = 1 << 4,
	OPTION_CACHE = 1 << 5,
	OPTION_COLOR = 1 << 6,
	OPTION_JOBS = 1 << 7,
	OPTION_ASSUMPTIONS = 1 << 8,
	OPTION_QUIET = 1 << 9,
	OPTION_VERBOSE = 1 << 10,
	OPTION_ERROR_EXITCODE = 1 << 11,
	OPTION_NORMAL = 1 << 12,
	OPTION_ALL = 1 << 13,
	OPTION_CLOSURE = 1 << 14,
	OPTION_BASELINE = 1 << 16,
	OPTION_WRITE_BASELINE = 1 << 17,
	OPTION_SUPPRESS = 1 << 18,
	OPTION_FRONTEND = 1 << 15,
	OPTION_FUNCTION = 1 << 19,
	OPTION_DIFF = 1 << 20,
	OPTION_APPLY = 1 << 21,
	OPTION_YES = 1 << 22,
	OPTION_DIRECTORY = 1 << 23,
	OPTION_CROSS_CHECK = 1 << 24,
	OPTION_WITH_SPARSE = 1 << 25,
	OPTION_FIX_FORMAT = 1 << 26,
	OPTION_FROM_CHECK = 1 << 27,
};

enum format { FORMAT_TEXT, FORMAT_JSON, FORMAT_COCCI };
enum color_when { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };

struct options {
	int argc; /* everything behind the program's name, for reports */
	const char *const *argv;
	VEC(const char *) args; /* what is no option */
	enum format format;
	const char *output;	/* NULL: stdout; fix: the directory of the series, NULL: here */
	const char *rules;	/* directory; NULL: the program's own */
	VEC(const char *) rule; /* only these rules; none: all */
	bool latent, assumptions, quiet, verbose, error_exitcode, normal, with_sparse;
	const char *baseline, *write_baseline, *suppress; /* files; NULL: none */
	const char *cache; /* directory, "none", or NULL: the default one */
	enum frontend_kind frontend;
	enum color_when color;
	unsigned int jobs; /* at least 1 */
	bool all;
	int closure; /* units that may be read for their bodies; -1: none, and no callers */
	const char *function; /* fix: this one; NULL: what has findings */
	bool diff, apply, yes;
	bool cross_check, from_check;
	const char *source; /* a copy of the source tree, with changes, that is read in its place;
			       or NULL */
	bool exit_zero;	    /* whatever is found: check without --error-exitcode */
};

/*
 * Parses argv (argv[0] is the command's name) for the command.  Prints a
 * message and exits with 2 when it is wrong, with 0 after --help.
 * opt->argc and argv are left to the caller; options_free() ends its use.
 */
void options_parse(const struct command *cmd, int argc, char **argv, struct options *opt);
void options_free(struct options *opt);

/* True for a rule that --rule names, and for all without it. */
bool options_asks_for(const struct options *opt, const char *rule);

/* The text of --help. */
void options_help(const struct command *cmd, FILE *out);

/* True when some command has an option that is written like arg ("--latent", "--format=json",
 * "-q"). */
bool options_known(const char *arg);

#endif

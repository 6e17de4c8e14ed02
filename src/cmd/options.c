// SPDX-License-Identifier: GPL-2.0-or-later
#include "options.h"

#include <argp.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/intern.h"
#include "base/proc.h"
#include "command.h"

enum { MAX_JOBS = 1024, MAX_CLOSURE = 1000000, CLOSURE = 64 };

/* Keys of options without a letter. */
enum {
	KEY_FORMAT = 0x100,
	KEY_RULES,
	KEY_RULE,
	KEY_LATENT,
	KEY_CACHE,
	KEY_COLOR,
	KEY_ASSUMPTIONS,
	KEY_ERROR_EXITCODE,
	KEY_WITH_SPARSE,
	KEY_NORMAL,
	KEY_ALL,
	KEY_CLOSURE,
	KEY_BASELINE,
	KEY_WRITE_BASELINE,
	KEY_SUPPRESS,
	KEY_FRONTEND,
	KEY_FUNCTION,
	KEY_DIFF,
	KEY_APPLY,
	KEY_YES,
	KEY_CROSS_CHECK,
	KEY_FROM_CHECK,
};

static const struct {
	unsigned int bit;
	struct argp_option option;
} table[] = {
	{OPTION_FORMAT, {"format", KEY_FORMAT, "text|json", 0, "How findings are printed", 0}},
	{OPTION_FIX_FORMAT,
	 {"format", KEY_FORMAT, "text|json|cocci", 0,
	  "What is written: patches, the plans, or a semantic patch to read", 0}},
	{OPTION_OUTPUT, {"output", 'o', "FILE", 0, "Write results to FILE, not to stdout", 0}},
	{OPTION_RULES,
	 {"rules", KEY_RULES, "DIR", 0, "Use the rules in DIR, not the built-in ones", 0}},
	{OPTION_RULE, {"rule", KEY_RULE, "NAME[,...]", 0, "Use only these rules", 0}},
	{OPTION_LATENT,
	 {"latent", KEY_LATENT, NULL, 0,
	  "Count latent findings, which need an option that is off here", 0}},
	{OPTION_BASELINE,
	 {"baseline", KEY_BASELINE, "FILE", 0, "Findings in FILE are known and do not count", 0}},
	{OPTION_WRITE_BASELINE,
	 {"write-baseline", KEY_WRITE_BASELINE, "FILE", 0,
	  "Write the findings of this run to FILE, for --baseline", 0}},
	{OPTION_SUPPRESS,
	 {"suppress", KEY_SUPPRESS, "FILE", 0,
	  "Findings that a line RULE FUNCTION # reason in FILE names do not count", 0}},
	{OPTION_FUNCTION,
	 {"function", KEY_FUNCTION, "NAME", 0, "Convert this function, whatever is found in it",
	  0}},
	{OPTION_DIRECTORY,
	 {"output-directory", 'o', "DIR", 0, "Write the patches to DIR, not here", 0}},
	{OPTION_DIFF, {"diff", KEY_DIFF, NULL, 0, "Print one diff, write no patches", 0}},
	{OPTION_APPLY,
	 {"apply", KEY_APPLY, NULL, 0, "Edit the source tree, after asking; write no patches", 0}},
	{OPTION_CROSS_CHECK,
	 {"cross-check", KEY_CROSS_CHECK, NULL, 0,
	  "Ask spatch too, with the scripts of cocci/, and say where it says otherwise", 0}},
	{OPTION_FROM_CHECK,
	 {"from-check", KEY_FROM_CHECK, NULL, 0,
	  "Compile nothing: solve what the checks of `make C=2 CHECK=eqslint` left in the cache",
	  0}},
	{OPTION_YES, {"yes", KEY_YES, NULL, 0, "With --apply: do not ask", 0}},
	{OPTION_CACHE,
	 {"cache", KEY_CACHE, "DIR|none", 0,
	  "Where facts and compile commands are kept (default: $EQSLINT_CACHE, else "
	  "$XDG_CACHE_HOME/eqslint, else ~/.cache/eqslint)",
	  0}},
	{OPTION_FRONTEND,
	 {"frontend", KEY_FRONTEND, "auto|gcc|sparse|clang", 0,
	  "What reads C: gcc with the plugin, sparse's library, libclang, or (auto) sparse's for check, "
	  "else the plugin where the compiler has one, else libclang",
	  0}},
	{OPTION_ALL, {"all", KEY_ALL, NULL, 0, "Lint every unit of the configuration", 0}},
	{OPTION_CLOSURE,
	 {"closure", KEY_CLOSURE, "N|off", 0,
	  "Read up to N units more for bodies that are lacking, and the callers that "
	  "the rules name (default: 64); off: only what is asked for",
	  0}},
	{OPTION_COLOR,
	 {"color", KEY_COLOR, "auto|always|never", 0,
	  "Colour; auto: on a terminal, unless NO_COLOR is set", 0}},
	{OPTION_JOBS,
	 {"jobs", 'j', "N", 0, "Compile N units at once (default: one for each CPU)", 0}},
	{OPTION_ASSUMPTIONS,
	 {"assumptions", KEY_ASSUMPTIONS, NULL, 0,
	  "List what was assumed where the analysis did not know", 0}},
	{OPTION_QUIET,
	 {"quiet", 'q', NULL, 0, "Print only findings that count, and the summary", 0}},
	{OPTION_VERBOSE, {"verbose", 'v', NULL, 0, "Say on stderr what is being done", 0}},
	{OPTION_ERROR_EXITCODE,
	 {"error-exitcode", KEY_ERROR_EXITCODE, NULL, 0, "Exit as scan does, not always with 0",
	  0}},
	{OPTION_WITH_SPARSE,
	 {"with-sparse", KEY_WITH_SPARSE, NULL, 0, "Print sparse's own warnings too", 0}},
	{OPTION_NORMAL,
	 {"normal", KEY_NORMAL, NULL, 0, "The normal form, which is the same for every front-end",
	  0}},
};

enum { NOPTIONS = sizeof(table) / sizeof(*table) };

struct parse {
	const struct command *cmd;
	struct options *opt;
};

/* The index of arg in the names, which end with NULL; a message and exit(2) when it is none. */
static int choose(struct argp_state *state, const char *option, const char *arg,
		  const char *const *names)
{
	struct buf all = {};
	int i;

	for (i = 0; names[i]; i++)
		if (!strcmp(arg, names[i]))
			return i;
	for (int j = 0; j < i; j++)
		buf_printf(&all, "%s%s", !j ? "" : j + 1 < i ? ", " : " or ", names[j]);
	argp_error(state, "--%s takes %s, not '%s'", option, all.s, arg);
	buf_free(&all);
	return 0;
}

static unsigned int jobs(struct argp_state *state, const char *arg)
{
	char *end;
	long n;

	errno = 0;
	n = strtol(arg, &end, 10);
	if (errno || *end || end == arg || n < 1 || n > MAX_JOBS)
		argp_error(state, "-j takes a number from 1 to %d, not '%s'", MAX_JOBS, arg);
	return (unsigned int)n;
}

static int closure(struct argp_state *state, const char *arg)
{
	char *end;
	long n;

	if (!strcmp(arg, "off"))
		return -1;
	errno = 0;
	n = strtol(arg, &end, 10);
	if (errno || *end || end == arg || n < 0 || n > MAX_CLOSURE)
		argp_error(state, "--closure takes off or a number from 0 to %d, not '%s'",
			   MAX_CLOSURE, arg);
	return (int)n;
}

static void split(struct argp_state *state, struct options *opt, const char *arg)
{
	size_t n;

	for (;; arg += n + 1) {
		n = strcspn(arg, ",");
		if (!n)
			argp_error(state, "--rule takes names with commas between them; "
					  "`eqslint explain list` lists them");
		vec_push(&opt->rule, intern_n(arg, n));
		if (!arg[n])
			return;
	}
}

static void end_of_args(struct argp_state *state, const struct parse *p)
{
	if (p->opt->args.n >= p->cmd->min_args)
		return;
	if (p->cmd->run == cmd_check)
		argp_error(state, "the compiler's arguments are missing; they stand behind --");
	argp_error(state, "an argument is missing: %s", p->cmd->args);
}

/* Where an option that is kept as it is given goes; NULL when key is none. */
static const char **string_of(struct options *opt, int key)
{
	switch (key) {
	case 'o':
		return &opt->output; /* fix: a directory */
	case KEY_RULES:
		return &opt->rules;
	case KEY_CACHE:
		return &opt->cache;
	case KEY_FUNCTION:
		return &opt->function;
	case KEY_BASELINE:
		return &opt->baseline;
	case KEY_WRITE_BASELINE:
		return &opt->write_baseline;
	case KEY_SUPPRESS:
		return &opt->suppress;
	}
	return NULL;
}

static bool *flag_of(struct options *opt, int key)
{
	switch (key) {
	case KEY_LATENT:
		return &opt->latent;
	case KEY_ASSUMPTIONS:
		return &opt->assumptions;
	case 'q':
		return &opt->quiet;
	case 'v':
		return &opt->verbose;
	case KEY_ERROR_EXITCODE:
		return &opt->error_exitcode;
	case KEY_WITH_SPARSE:
		return &opt->with_sparse;
	case KEY_NORMAL:
		return &opt->normal;
	case KEY_ALL:
		return &opt->all;
	case KEY_DIFF:
		return &opt->diff;
	case KEY_APPLY:
		return &opt->apply;
	case KEY_CROSS_CHECK:
		return &opt->cross_check;
	case KEY_FROM_CHECK:
		return &opt->from_check;
	case KEY_YES:
		return &opt->yes;
	}
	return NULL;
}

static error_t parse_option(int key, char *arg, struct argp_state *state)
{
	static const char *const formats[] = {"text", "json", NULL};
	static const char *const fix_formats[] = {"text", "json", "cocci", NULL};
	static const char *const colors[] = {"auto", "always", "never", NULL};
	const struct parse *p = state->input;
	struct options *opt = p->opt;

	switch (key) {
	case KEY_FORMAT:
		opt->format = (enum format)choose(state, "format", arg,
						  p->cmd->options & OPTION_FIX_FORMAT ? fix_formats
										      : formats);
		return 0;
	case KEY_COLOR:
		opt->color = (enum color_when)choose(state, "color", arg, colors);
		return 0;
	case KEY_FRONTEND:
		opt->frontend = (enum frontend_kind)choose(state, "frontend", arg, frontend_names);
		return 0;
	case KEY_RULE:
		split(state, opt, arg);
		return 0;
	case 'j':
		opt->jobs = jobs(state, arg);
		return 0;
	case KEY_CLOSURE:
		opt->closure = closure(state, arg);
		return 0;
	case ARGP_KEY_ARG:
		vec_push(&opt->args, arg);
		return 0;
	case ARGP_KEY_END:
		end_of_args(state, p);
		return 0;
	}
	if (string_of(opt, key))
		*string_of(opt, key) = arg;
	else if (flag_of(opt, key))
		*flag_of(opt, key) = true;
	else
		return ARGP_ERR_UNKNOWN;
	return 0;
}

/* The options that the command takes; room for NOPTIONS + 1. */
static void choose_options(const struct command *cmd, struct argp_option *out)
{
	int i;

	for (i = 0; i < NOPTIONS; i++)
		if (cmd->options & table[i].bit)
			*out++ = table[i].option;
	memset(out, 0, sizeof(*out));
}

static struct argp make_argp(const struct command *cmd, struct argp_option *room)
{
	choose_options(cmd, room);
	return (struct argp){
		.options = room,
		.parser = parse_option,
		.args_doc = cmd->args,
		.doc = cmd->doc,
	};
}

void options_parse(const struct command *cmd, int argc, char **argv, struct options *opt)
{
	struct argp_option room[NOPTIONS + 1];
	struct argp argp = make_argp(cmd, room);
	struct parse p = {.cmd = cmd, .opt = opt};
	char **own = calloc((size_t)argc + 1, sizeof(*own));

	if (!own)
		die("out of memory");
	/* argp moves arguments about; the caller's stay as they are for the report */
	memcpy(own, argv, (size_t)argc * sizeof(*own));
	own[0] = (char *)intern_f("eqslint %s", cmd->name);
	memset(opt, 0, sizeof(*opt));
	opt->jobs = proc_online_cpus();
	opt->closure = CLOSURE;
	argp_err_exit_status = 2;
	argp_parse(&argp, argc, own, 0, NULL, &p);
	free(own);
	opt->exit_zero = (cmd->options & OPTION_ERROR_EXITCODE) && !opt->error_exitcode;
}

void options_free(struct options *opt)
{
	vec_free(&opt->args);
	vec_free(&opt->rule);
}

bool options_asks_for(const struct options *opt, const char *rule)
{
	for (size_t i = 0; i < opt->rule.n; i++)
		if (!strcmp(opt->rule.v[i], rule))
			return true;
	return !opt->rule.n;
}

void options_help(const struct command *cmd, FILE *out)
{
	struct argp_option room[NOPTIONS + 1];
	struct argp argp = make_argp(cmd, room);

	argp_help(&argp, out, ARGP_HELP_LONG | ARGP_HELP_USAGE | ARGP_HELP_DOC,
		  (char *)intern_f("eqslint %s", cmd->name));
}

bool options_known(const char *arg)
{
	int i;

	for (i = 0; i < NOPTIONS; i++) {
		const struct argp_option *o = &table[i].option;
		size_t n = strlen(o->name);

		if (arg[0] == '-' && arg[1] == o->key && !arg[2])
			return true;
		if (!strncmp(arg, "--", 2) && !strncmp(arg + 2, o->name, n) &&
		    (!arg[n + 2] || arg[n + 2] == '='))
			return true;
	}
	return false;
}

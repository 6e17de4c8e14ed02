// SPDX-License-Identifier: GPL-2.0-or-later
#include "command.h"

#include <string.h>

#include "options.h"

/* What every command that reports findings takes. */
enum {
	REPORTS = OPTION_FORMAT | OPTION_OUTPUT | OPTION_RULES | OPTION_RULE | OPTION_LATENT |
		  OPTION_COLOR | OPTION_ASSUMPTIONS | OPTION_QUIET | OPTION_BASELINE |
		  OPTION_WRITE_BASELINE | OPTION_SUPPRESS,
	COMPILES = OPTION_CACHE | OPTION_VERBOSE | OPTION_FRONTEND,
};

#define EXIT_STATUS                                                                                \
	"\vExit status: 0 nothing found that counts; 1 new findings of severity warning or "       \
	"more (with --latent, latent ones too); 2 some of the work could not be done, and "        \
	"the message says why."

const struct command commands[] = {
	{
		.name = "scan",
		.args = "BUILD [PATH...]",
		.summary = "lint a configured kernel build directory, or parts of it",
		.doc = "Lint a configured and prepared kernel build directory.  BUILD is what O= named, "
		       "or the source tree itself.  PATH is relative to the source tree, as "
		       "arch/s390/kvm; without one, the places are linted that the rules are made "
		       "for.  Other units are read along for what is called and for who calls." EXIT_STATUS,
		.options = REPORTS | COMPILES | OPTION_JOBS | OPTION_ALL | OPTION_CLOSURE |
			   OPTION_CROSS_CHECK | OPTION_FROM_CHECK,
		.min_args = 1,
		.run = cmd_scan,
	},
	{
		.name = "check",
		.args = "-- ARGS",
		.summary = "lint one file, called by Kbuild: make C=2 CHECK=eqslint",
		.doc = "Lint one file, compiled with ARGS in the current directory: what Kbuild runs "
		       "for `make C=2 CHECK=eqslint`; with options, CHECK=\"eqslint check -q --\".\v"
		       "Exit status: 0, since another one would stop the build; with "
		       "--error-exitcode that of scan.",
		.options = REPORTS | OPTION_ERROR_EXITCODE | COMPILES | OPTION_WITH_SPARSE,
		.min_args = 1,
		.run = cmd_check,
	},
	{
		.name = "link",
		.args = "FILE...",
		.summary = "lint facts found in objects, archives, .eqs files",
		.doc = "Lint the facts in FILEs together: .eqs files, text facts, objects that were "
		       "compiled with the plugin, what ld -r made of them, archives." EXIT_STATUS,
		.options = REPORTS,
		.min_args = 1,
		.run = cmd_link,
	},
	{
		.name = "fix",
		.args = "BUILD [PATH...]",
		.summary = "write the patches that mend what scan finds",
		.doc = "Write the patches that mend what scan finds, for git am: where guest time and "
		       "the EQS are entered together, they are taken apart.  Each is tried in a copy "
		       "of the source first: what it changes compiles without a new warning, the "
		       "finding is gone and there is no new one.  What cannot be mended so is named, "
		       "and why.\v"
		       "Exit status: 0 everything that it knows how to mend is; 1 some is not; 2 some of "
		       "the work could not be done, and the message says why.",
		.options = OPTION_FIX_FORMAT | OPTION_DIRECTORY | OPTION_RULES | OPTION_RULE |
			   OPTION_QUIET | COMPILES | OPTION_JOBS | OPTION_CLOSURE |
			   OPTION_FUNCTION | OPTION_DIFF | OPTION_APPLY | OPTION_YES,
		.min_args = 1,
		.run = cmd_fix,
	},
	{
		.name = "facts",
		.args = "FILE...\nBUILD PATH",
		.summary = "print what a front-end saw, as text",
		.doc = "Print facts as text: those in FILEs, or those of one unit of a kernel build "
		       "directory, compiled now.",
		.options = OPTION_OUTPUT | OPTION_NORMAL | COMPILES,
		.min_args = 1,
		.run = cmd_facts,
	},
	{
		.name = "compdb",
		.args = "BUILD [PATH...]",
		.summary = "write a compile_commands.json for clangd and others",
		.doc = "Write the compile commands of a configured and prepared build directory as "
		       "clangd and other tools of clang's read them: without the flags that only gcc "
		       "knows, and with the machine that is compiled for.  Nothing need be built.  PATH "
		       "is relative to the source tree; without one, every unit of the configuration is "
		       "there.",
		.options = OPTION_OUTPUT | OPTION_CACHE,
		.min_args = 1,
		.run = cmd_compdb,
	},
	{
		.name = "explain",
		.args = "RULE\nlist\noptions",
		.summary = "what a rule means, why, and how to fix what it finds",
		.doc = "Explain a rule; `list` names them all, `options` what they ask of a kernel's "
		       "configuration and headers, one a line, as the plugin reads it.",
		.options = OPTION_OUTPUT | OPTION_RULES | OPTION_COLOR,
		.run = cmd_explain,
	},
	{
		.name = "help",
		.args = "[COMMAND]",
		.summary = "this list, or the options of a command",
		.doc = "List the commands, or explain one.",
		.run = cmd_help,
	},
	{},
};

const struct command *command_find(const char *name)
{
	const struct command *c;

	for (c = commands; c->name; c++)
		if (!strcmp(c->name, name))
			return c;
	return NULL;
}

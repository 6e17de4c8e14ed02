// SPDX-License-Identifier: GPL-2.0-or-later
/* Finds the command that is asked for and runs it; who calls may be Kbuild. */
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/intern.h"
#include "base/str.h"
#include "base/vec.h"
#include "cmd/command.h"
#include "cmd/emit.h"
#include "cmd/options.h"

/* Results are written as the last thing, so what is interrupted has printed none. */
static void interrupted(int sig)
{
	static const char said[] = "eqslint: interrupted\n";
	ssize_t n = write(STDERR_FILENO, said, sizeof(said) - 1);

	(void)sig;
	(void)n;
	_exit(2);
}

/* A handler, other than SIG_IGN, is not passed on to the programs that are run. */
static void pipe_closed(int sig)
{
	(void)sig;
}

static void set_signals(void)
{
	struct sigaction stop = {.sa_handler = interrupted};
	struct sigaction broken = {.sa_handler = pipe_closed, .sa_flags = SA_RESTART};

	sigaction(SIGINT, &stop, NULL);
	sigaction(SIGTERM, &stop, NULL);
	sigaction(SIGPIPE, &broken, NULL);
}

/* argv[0] is the command's name; all is the command line as it was given. */
static int run(const struct command *cmd, int argc, char **argv, int nall, char **all)
{
	struct options opt;
	int ret;

	options_parse(cmd, argc, argv, &opt);
	opt.argc = nall - 1;
	opt.argv = (const char *const *)all + 1;
	ret = cmd->run(&opt);
	options_free(&opt);
	return ret;
}

/* Kbuild runs `$(CHECK) $(CHECKFLAGS) $(c_flags) file.c`: that is `check -- ARGS`. */
static int run_for_kbuild(int argc, char **argv)
{
	VEC(char *) v = {};
	int i, ret;

	vec_push(&v, "check");
	vec_push(&v, "--");
	for (i = 1; i < argc; i++)
		vec_push(&v, argv[i]);
	vec_push(&v, NULL);
	ret = run(command_find("check"), argc + 1, v.v, argc, argv);
	vec_free(&v);
	return ret;
}

static int print(void (*text)(struct buf *))
{
	struct options opt = {};
	struct buf out = {};
	int ret;

	text(&out);
	ret = emit_text(&opt, &out);
	buf_free(&out);
	return ret;
}

static int dispatch(int argc, char **argv)
{
	static const char *const help[] = {"--help", "-h", "-?", "--usage", NULL};
	static const char *const version[] = {"--version", "-V", "version", NULL};
	const struct command *cmd;
	struct error err;

	if (argc < 2 || !*argv[1]) {
		error_set(&err, EINVAL, "a command is missing; `eqslint help` lists them");
		return emit_error(&err);
	}
	cmd = command_find(argv[1]);
	if (cmd)
		return run(cmd, argc - 1, argv + 1, argc, argv);
	if (is_one_of(argv[1], help))
		return print(help_overview);
	if (is_one_of(argv[1], version))
		return print(version_text);
	if (options_known(argv[1]))
		error_set(&err, EINVAL, "options stand behind the command: eqslint COMMAND %s ...",
			  argv[1]);
	else if (argv[1][0] == '-')
		return run_for_kbuild(argc, argv);
	else
		error_set(&err, EINVAL, "no command '%s'; `eqslint help` lists them", argv[1]);
	return emit_error(&err);
}

int main(int argc, char **argv)
{
	int ret;

	set_signals();
	ret = dispatch(argc, argv);
	intern_drop();
	return ret;
}

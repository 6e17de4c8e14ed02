// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What sparse says.  It goes to a file of its own; what a caller reads of a
 * failure is told where stderr was: a line of why, and one with the header that
 * is not there.
 */
#include "tree.h"

#include "said.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/intern.h"
#include "base/str.h"
#include "frontend/clang.h"

static int saved_stderr = -1;
static FILE *said, *result; /* result: what a child that lowers tells */
static bool is_parsed, warns;
static pid_t child;

static FILE *new_file(void)
{
	FILE *f = tmpfile();

	if (!f)
		_exit(CLANG_EXIT_FAILED);
	return f;
}

/* The header of "PLACE: error: unable to open 'NAME'"; NULL. */
static const char *missing_header(const char *line)
{
	const char *name = strstr(line, "unable to open '");

	if (!name)
		return NULL;
	name += strlen("unable to open '");
	return intern_n(name, strcspn(name, "'"));
}

/* Limits and doubts of sparse's own, which leave nothing out that facts tell. */
static bool is_harmless(const char *line)
{
	return strstr(line, "error: too long token expansion") ||
	       strstr(line, "error: static assertion failed") ||
	       strstr(line, "error: dubious one-bit signed bitfield");
}

/*
 * An error of types that leaves facts out: sparse refuses some that compilers
 * take, and of their own functions it does not know all.
 */
static bool is_fatal_type(const char *line)
{
	const char *name = strstr(line, "error: undefined identifier '");

	return name && !starts(strchr(name, '\'') + 1, "__builtin_");
}

/* What is parsed is known to be C: then only types may be wrong. */
static bool is_fatal(const char *line)
{
	if (is_parsed)
		return is_fatal_type(line);
	return strstr(line, "No such file") || (strstr(line, "error: ") && !is_harmless(line));
}

/* The first error that is one; false when there is none. */
static bool find_fatal(char *line, int size)
{
	bool found = false;

	fflush(stderr);
	rewind(said);
	while (!found && fgets(line, size, said))
		found = is_fatal(line);
	fseek(said, 0, SEEK_END);
	return found;
}

/* To where the caller reads. */
static void copy(FILE *from)
{
	char text[8192];
	size_t n;

	rewind(from);
	while ((n = fread(text, 1, sizeof(text), from)))
		if (write(saved_stderr, text, n) < 0)
			break;
}

void said_result(const char *why, const char *header)
{
	int to = result && !child ? fileno(result) : saved_stderr;

	dprintf(to, "%s\n%s\n", why, header ? header : "");
}

/* The first error is why; its status. */
static int tell_error(void)
{
	char line[4096];
	const char *header;

	if (!find_fatal(line, sizeof(line))) {
		is_parsed = false;
		if (!find_fatal(line, sizeof(line)))
			strcpy(line, "sparse ends and says nothing");
	}
	line[strcspn(line, "\n")] = 0;
	header = missing_header(line);
	said_result(line, header);
	return header ? CLANG_EXIT_HEADER : CLANG_EXIT_FAILED;
}

void said_parsed(void)
{
	said_stop_on_errors();
	is_parsed = true;
}

void said_stop_on_errors(void)
{
	char line[4096];

	/* of types sparse keeps no more than whether the last symbol had an error */
	if ((is_parsed || has_error) && find_fatal(line, sizeof(line)))
		_exit(tell_error());
}

/* What the child came to, then sparse's own words. */
static void finish_warnings(void)
{
	int status = 0;

	waitpid(child, &status, 0);
	if (!WIFEXITED(status)) {
		dprintf(saved_stderr, "what lowers died of signal %d\n\n", WTERMSIG(status));
		status = CLANG_EXIT_FAILED << 8;
	} else if (status) {
		copy(result);
	}
	fflush(stderr);
	copy(said);
	_exit(WEXITSTATUS(status));
}

/* sparse ended the process. */
static void at_end(void)
{
	int status;

	if (child)
		finish_warnings();
	status = tell_error();
	if (warns)
		copy(said);
	_exit(status);
}

void said_begin(bool with_warnings)
{
	warns = with_warnings;
	said = new_file();
	saved_stderr = dup(STDERR_FILENO);
	if (saved_stderr < 0 || dup2(fileno(said), STDERR_FILENO) < 0)
		_exit(CLANG_EXIT_FAILED);
	atexit(at_end);
}

bool said_fork(void)
{
	FILE *own = new_file();
	char text[8192];
	ssize_t n;

	result = new_file();
	fflush(NULL);
	child = fork();
	if (child < 0)
		_exit(CLANG_EXIT_FAILED);
	if (child)
		return false;
	/* the parent goes on in its own */
	for (off_t at = 0; (n = pread(fileno(said), text, sizeof(text), at)) > 0; at += n)
		if (write(fileno(own), text, (size_t)n) < 0)
			break;
	said = own;
	if (dup2(fileno(said), STDERR_FILENO) < 0)
		_exit(CLANG_EXIT_FAILED);
	return true;
}

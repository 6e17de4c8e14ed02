// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * One unit lowered by sparse, as `eqslint lower` does it by libclang.  sparse
 * keeps everything in globals and ends the process where it cannot go on: so
 * it is a program of its own.
 */
#include "tree.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "frontend/words.h"
#include "arguments.h"
#include "base/intern.h"
#include "base/str.h"
#include "base/vec.h"
#include "unit.h"

/* Of a thread that lowers: it goes as deep as the code is nested.  Only what is used is there. */
#define STACK_SIZE ((size_t)1 << 30)

/* What sparse says goes to a file of its own; ours is told where stderr was. */
static int saved_stderr = -1;
static FILE *said;
static bool is_parsed, done;
static const char *source;

static void hide_messages(void)
{
	said = tmpfile();
	saved_stderr = dup(STDERR_FILENO);
	if (!said || saved_stderr < 0 || dup2(fileno(said), STDERR_FILENO) < 0)
		exit(CLANG_EXIT_FAILED);
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

/* Limits of sparse's own, which leave nothing out that facts tell. */
static bool is_harmless(const char *line)
{
	return strstr(line, "error: too long token expansion") ||
	       strstr(line, "error: static assertion failed");
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

static void stop_on_errors(void)
{
	char line[4096];

	if (has_error && find_fatal(line, sizeof(line)))
		exit(1);
}

/* sparse ended the process, or should have: its first error is why. */
static void tell_why(void)
{
	char line[4096];
	const char *header;

	if (done || !said)
		return;
	if (!find_fatal(line, sizeof(line)))
		strcpy(line, "sparse ends and says nothing\n");
	header = missing_header(line);
	if (header && source && !strcmp(base_name(header), base_name(source))) {
		dprintf(saved_stderr, "%s: error: it includes itself without end\n\n", source);
		_exit(CLANG_EXIT_FAILED);
	}
	dprintf(saved_stderr, "%s%s\n", line, header ? header : "");
	_exit(header ? CLANG_EXIT_HEADER : CLANG_EXIT_FAILED);
}

/*
 * What headers say to a checker only is no code: they are read as a compiler
 * reads them.
 */
static void compile(struct sparse_arguments *a)
{
	static const char text[] =
		"#undef __CHECKER__\n"
		"#define __seg_gs\n#define __seg_fs\n"
		/* of enumerations that are packed sparse does not know the size */
		"#define _Static_assert(...)\n";
	int fd = memfd_create("compiler", 0);

	if (fd < 0 || write(fd, text, sizeof(text) - 1) < 0)
		return;
	sparse_arguments_include(a, intern_f("/proc/self/fd/%d", fd));
}

struct work {
	struct words w;
	struct sparse_arguments a;
	int status;
};

static void *lower(void *arg)
{
	struct work *w = arg;
	struct string_list *files = NULL;
	struct clang_facts facts;
	struct symbol_list *list;
	struct error err;
	int ret;

	compile(&w->a);
	sparse_initialize((int)w->a.n, (char **)w->a.v, &files);
	attributes_watch();
	/* as sparse() does, but what macros stand for is still asked for */
	list = sparse_keep_tokens((char *)source);
	stop_on_errors();
	is_parsed = true;
	evaluate_symbol_list(list);
	ret = unit_lower(&w->w.unit, source, list, &facts, &err);
	stop_on_errors();
	done = true;
	if (!ret)
		ret = words_write(&w->w, &facts, &err);
	if (ret)
		dprintf(saved_stderr, "%s\n\n", err.text);
	w->status = ret ? CLANG_EXIT_FAILED : 0;
	return NULL;
}

/* On a stack that is large enough for whatever sparse takes. */
static int lower_deep(struct work *w)
{
	pthread_attr_t attr;
	pthread_t thread;
	int ret = pthread_attr_init(&attr);

	if (!ret)
		ret = pthread_attr_setstacksize(&attr, STACK_SIZE);
	if (!ret)
		ret = pthread_create(&thread, &attr, lower, w);
	if (ret) {
		fprintf(stderr, "no thread to read C in: %s\n\n", strerror(ret));
		return CLANG_EXIT_FAILED;
	}
	pthread_join(thread, NULL);
	return w->status;
}

int main(int argc, char **argv)
{
	struct work w = {};
	const char *const *words = (const char *const *)argv + 1;
	size_t n, all = argc > 1 ? (size_t)argc - 1 : 0;
	int status;

	n = words_read(&w.w, words, all);
	if (!w.w.out || n == all) {
		fprintf(stderr, "out=FILE and a compiler's command are needed\n\n");
		return CLANG_EXIT_FAILED;
	}
	sparse_arguments_read(&w.a, &w.w.unit, words + n, all - n);
	source = w.a.source;
	if (!source) {
		fprintf(stderr, "the command compiles no C, or several files\n\n");
		vec_free(&w.a);
		return CLANG_EXIT_SILENT;
	}
	hide_messages();
	atexit(tell_why);
	status = lower_deep(&w);
	fflush(NULL);
	_exit(status); /* what sparse keeps goes with the process */
}

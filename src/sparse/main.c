// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * One unit lowered by sparse, as eqslint-clang does it by libclang.  sparse
 * keeps everything in globals and ends the process where it cannot go on: so
 * it is a program of its own.
 */
#include "tree.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "frontend/words.h"
#include "said.h"
#include "arguments.h"
#include "base/deep.h"
#include "base/intern.h"
#include "base/vec.h"
#include "predefined.h"
#include "unit.h"

/* sparse's own program, of whose parts these are the names here. */
int sparse_main(int argc, char **argv);
struct symbol_list *sparse_hook(char *file);

/*
 * What headers say to a checker only is no code: they are read as a compiler
 * reads them.
 */
static void compile(struct sparse_arguments *a, const struct buf *macros)
{
	static const char text[] =
		"#undef __CHECKER__\n"
		"#define __seg_gs\n#define __seg_fs\n"
		/* of enumerations that are packed sparse does not know the size */
		"#define _Static_assert(...)\n";
	int fd = memfd_create("compiler", 0);

	if (fd < 0 || write(fd, macros->s, macros->n) < 0 || write(fd, text, sizeof(text) - 1) < 0)
		return;
	sparse_arguments_include(a, intern_f("/proc/self/fd/%d", fd));
}

struct work {
	struct words w;
	struct sparse_arguments a;
	struct buf macros; /* that the compiler has, where sparse must be told */
	int status;
};

/* sparse's own program has no room for one more argument. */
static struct work *current;

static int lower(struct work *w, struct symbol_list *list)
{
	struct clang_facts facts;
	struct error err;
	int ret;

	said_parsed();
	/* of what it does not print nothing is known, and headers may have as many */
	fmax_errors = UINT_MAX;
	evaluate_symbol_list(list);
	ret = unit_lower(&w->w.unit, w->a.source, list, &facts, &err);
	said_stop_on_errors();
	if (!ret)
		ret = words_write(&w->w, &facts, &err);
	if (ret)
		said_result(err.text, NULL);
	return ret ? CLANG_EXIT_FAILED : 0;
}

/* In the place of sparse()'s call in sparse's own program: from the same parse. */
struct symbol_list *sparse_hook(char *file)
{
	struct symbol_list *list;

	attributes_watch();
	list = sparse_keep_tokens(file);
	if (said_fork()) {
		attributes_watch_constants();
		_exit(lower(current, list));
	}
	/* as sparse() does: the other process has its own */
	clear_token_alloc();
	if (has_error & ERROR_CURR_PHASE)
		has_error = ERROR_PREV_PHASE;
	evaluate_symbol_list(list);
	return list;
}

/* Numbers of 128 bits are as aligned as they are large, but for s390. */
static void align_large_numbers(void)
{
	struct sp_symbol *const large[] = {&int128_ctype, &sint128_ctype, &uint128_ctype};

	for (size_t i = 0; i < sizeof(large) / sizeof(*large) && arch_target->mach != MACH_S390X;
	     i++)
		large[i]->ctype.alignment = 16;
}

static void *work(void *arg)
{
	struct work *w = arg;
	struct string_list *files = NULL;

	current = w;
	if (w->w.warns) {
		sparse_main((int)w->a.n, (char **)w->a.v);
		exit(0);
	}
	compile(&w->a, &w->macros);
	sparse_initialize((int)w->a.n, (char **)w->a.v, &files);
	attributes_watch();
	attributes_watch_constants();
	align_large_numbers();
	/* as sparse() does, but what macros stand for is still asked for */
	w->status = lower(w, sparse_keep_tokens((char *)w->a.source));
	return NULL;
}

static int work_deep(struct work *w)
{
	if (deep_call(work, w)) {
		said_result("no thread to read C in", NULL);
		return CLANG_EXIT_FAILED;
	}
	return w->status;
}

/* sparse reads one as an empty file. */
static bool is_directory(const char *name)
{
	struct stat st;

	return !stat(name, &st) && S_ISDIR(st.st_mode);
}

/* What is kept goes with the process. */
static _Noreturn void leave(int status, const char *why)
{
	if (why)
		fprintf(stderr, "%s\n\n", why);
	fflush(NULL);
	_exit(status);
}

int main(int argc, char **argv)
{
	struct work w = {};
	struct error err;
	const char *const *words = (const char *const *)argv + 1;
	size_t n, all = argc > 1 ? (size_t)argc - 1 : 0;

	n = words_read(&w.w, words, all);
	if (!w.w.out || n == all)
		leave(CLANG_EXIT_FAILED, "out=FILE and a compiler's command are needed");
	if (!sparse_arguments_read(&w.a, &w.w, words + n, all - n))
		leave(CLANG_EXIT_FAILED,
		      intern_f("sparse knows no machine of %s's", w.w.unit.arch));
	if (!w.a.source)
		leave(CLANG_EXIT_SILENT, "the command compiles no C, or several files");
	if (is_directory(w.a.source))
		leave(CLANG_EXIT_FAILED, intern_f("%s: Is a directory", w.a.source));
	if (sparse_arguments_ask(&w.w) && predefined_read(words + n, all - n, &w.macros, &err))
		leave(CLANG_EXIT_FAILED, err.text);
	said_begin(w.w.warns);
	leave(work_deep(&w), NULL);
}

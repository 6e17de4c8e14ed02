// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * One unit lowered by libclang, as eqslint-sparse does it by sparse: a program
 * of its own, because it may crash alone, and because loading LLVM takes as
 * long as reading a unit by sparse does.
 */
#include <errno.h>
#include <stdio.h>
#include <malloc.h>
#include <string.h>

#include "base/intern.h"
#include "frontend/words.h"

static int lower(const struct words *w, const char *const *command, size_t n)
{
	const char *header = NULL;
	struct clang_facts facts;
	struct error err;
	int ret = clang_facts_make(&w->unit, command, n, &facts, &header, &err);

	if (!ret) {
		ret = words_write(w, &facts, &err);
		clang_facts_free(&facts);
	}
	if (!ret)
		return 0;
	fprintf(stderr, "%s\n%s\n", err.text, header ? header : "");
	return ret == -ENOENT && header ? CLANG_EXIT_HEADER
	       : ret == -ENODATA	? CLANG_EXIT_SILENT
					: CLANG_EXIT_FAILED;
}

/* Facts are kept for as long as this stays the same. */
static int say_version(void)
{
	return puts(clang_version()) < 0 || fflush(stdout) ? CLANG_EXIT_FAILED : 0;
}

/*
 * libclang parses in a thread, whose own heap grows page by page; what it takes it
 * keeps until the end, and then the process ends.
 */
static void prepare_heap(void)
{
	mallopt(M_ARENA_MAX, 1);
	mallopt(M_TOP_PAD, 16 << 20);
	mallopt(M_MMAP_THRESHOLD, 1 << 30);
}

int main(int argc, char **argv)
{
	const char *const *words = (const char *const *)argv + 1;
	size_t n = argc > 1 ? (size_t)argc - 1 : 0, i;
	int status = CLANG_EXIT_FAILED;
	struct words w;

	if (n == 1 && !strcmp(words[0], CLANG_VERSION_WORD)) {
		status = say_version();
		intern_drop();
		return status;
	}
	prepare_heap();
	i = words_read(&w, words, n);
	if (w.out && i < n)
		status = lower(&w, words + i, n - i);
	else
		fputs("out=FILE and a compiler's command are needed\n\n", stderr);
	words_free(&w);
	intern_drop();
	return status;
}

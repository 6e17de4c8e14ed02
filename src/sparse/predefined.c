// SPDX-License-Identifier: GPL-2.0-or-later
#include "predefined.h"

#include <errno.h>
#include <string.h>

#include "base/proc.h"
#include "base/str.h"
#include "base/vec.h"
#include "frontend/gcc.h"

/* The words of the machine and the language, none that writes a file. */
static bool is_asked_with(const char *word)
{
	static const char *const with[] = {"-m", "-f", "-O", "-E", "-std=", "--target=", NULL};
	static const char *const without[] = {"-fplugin", "-fdump", NULL};

	return starts_one_of(word, with) && !starts_one_of(word, without) && strcmp(word, "-E");
}

/* As arch/mips/Makefile does it for sparse. */
static void append(struct buf *text, const char *lines)
{
	static const char version[] = "#define __GNUC_";

	for (const char *end; (end = strchr(lines, '\n')); lines = end + 1)
		if (!starts(lines, version) && !starts(lines, "#define __GNUC__ "))
			buf_add(text, lines, (size_t)(end + 1 - lines));
}

int predefined_read(const char *const *command, size_t n, struct buf *text, struct error *err)
{
	static const char *const question[] = {"-dM", "-E", "-x", "c", "/dev/null", NULL};
	VEC(const char *) words = {};
	struct proc_result r;
	size_t i = command_start(command, n);
	int ret;

	if (i == n)
		return error_set(err, EINVAL, "the command names no compiler");
	vec_push(&words, command[i]);
	for (size_t k = i + 1; k < n; k++)
		if (is_asked_with(command[k]))
			vec_push(&words, command[k]);
	for (size_t k = 0; k < sizeof(question) / sizeof(*question); k++)
		vec_push(&words, question[k]);
	ret = proc_run(&(struct proc){.argv = words.v}, &r, err);
	vec_free(&words);
	if (ret)
		return ret;
	if (r.status)
		ret = error_set(err, EIO, "%s does not say its macros: %.*s", command[i],
				(int)strcspn(r.err.s, "\n"), r.err.s);
	else
		append(text, r.out.s);
	proc_result_free(&r);
	return ret;
}

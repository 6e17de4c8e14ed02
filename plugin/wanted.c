// SPDX-License-Identifier: GPL-2.0-or-later
#include "wanted.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/grep.h"
#include "base/intern.h"
#include "base/vec.h"

enum { MAX_LIST = 1 << 20 };

VEC_TYPE(name_vec, const char *);

/* Lines that ask, each with its answer where the headers have one. */
static char *answered(const struct name_vec *names, const char *srctree, const char *arch)
{
	const char **words = calloc(names->n + 1, sizeof(*words));
	bool *found = calloc(names->n + 1, sizeof(*found));
	struct buf out = {}, dir = {};

	if (!words || !found)
		die("out of memory");
	for (size_t i = 0; i < names->n; i++)
		if (names->v[i][0] == '?' && !strchr(names->v[i], '='))
			words[i] = names->v[i] + 1;
	if (srctree) {
		buf_printf(&dir, "%s/arch/%s/include/asm", srctree, arch);
		grep_words(dir.s, ".h", words, names->n, found);
	}
	buf_puts(&out, "");
	for (size_t i = 0; i < names->n; i++)
		buf_printf(&out, "%s%s\n", names->v[i], found[i] ? "=y" : "");
	buf_free(&dir);
	free(words);
	free(found);
	return out.s;
}

char *wanted_read(const char *list, const char *srctree, const char *arch, const char **why)
{
	struct name_vec names = {};
	struct buf text = {};
	struct error err;
	char *out = NULL;

	if (buf_read_file(&text, list, MAX_LIST, &err)) {
		*why = intern(err.text);
	} else {
		for (const char *line = text.s; *line; line += strspn(line, "\n")) {
			size_t n = strcspn(line, "\n");

			if (n)
				vec_push(&names, intern_n(line, n));
			line += n;
		}
		out = answered(&names, srctree, arch);
	}
	vec_free(&names);
	buf_free(&text);
	return out;
}

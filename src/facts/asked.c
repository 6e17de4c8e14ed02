// SPDX-License-Identifier: GPL-2.0-or-later
#include "asked.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/grep.h"

void asked_lines(const char *srctree, const char *arch, const char *const *names, size_t n,
		 struct buf *out)
{
	const char **words = calloc(n + 1, sizeof(*words));
	bool *found = calloc(n + 1, sizeof(*found));
	struct buf dir = {};

	if (!found || !words)
		die("out of memory");
	for (size_t i = 0; i < n; i++)
		words[i] = names[i][0] == '?' && !strchr(names[i], '=') ? names[i] + 1 : NULL;
	if (srctree) {
		buf_printf(&dir, "%s/arch/%s/include/asm", srctree, arch);
		grep_words(dir.s, ".h", words, n, found);
	}
	buf_add(out, "", 0);
	for (size_t i = 0; i < n; i++)
		buf_printf(out, "%s%s\n", names[i], found[i] ? "=y" : "");
	buf_free(&dir);
	free(words);
	free(found);
}

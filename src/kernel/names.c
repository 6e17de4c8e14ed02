// SPDX-License-Identifier: GPL-2.0-or-later
#include "names.h"

#include <stdlib.h>

#include "base/grep.h"

void ktree_wanted(const struct ktree *tree, const char *const *names, size_t n, struct buf *out)
{
	const char **words = calloc(n + 1, sizeof(*words));
	bool *found = calloc(n + 1, sizeof(*found));
	struct buf dir = {};

	if (!found || !words)
		die("out of memory");
	for (size_t i = 0; i < n; i++)
		words[i] = names[i][0] == '?' ? names[i] + 1 : NULL;
	if (tree) {
		buf_printf(&dir, "%s/arch/%s/include/asm", tree->source, tree->srcarch);
		grep_words(dir.s, ".h", words, n, found);
	}
	for (size_t i = 0; i < n; i++)
		buf_printf(out, "%s%s\n", names[i], found[i] ? "=y" : "");
	buf_free(&dir);
	free(words);
	free(found);
}

// SPDX-License-Identifier: GPL-2.0-or-later
#include "names.h"

#include <ctype.h>
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

/* No header of an architecture comes near it. */
#define MAX_HEADER (8 << 20)

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* name stands in text as a word of its own. */
static bool has_word(const char *text, const char *name)
{
	size_t n = strlen(name);

	for (const char *p = strstr(text, name); p; p = strstr(p + 1, name))
		if ((p == text || !is_word(p[-1])) && !is_word(p[n]))
			return true;
	return false;
}

static void look_into(const char *dir, const char *file, const char *const *names, size_t n,
		      bool *found)
{
	struct buf path = {}, text = {};
	size_t len = strlen(file);

	if (len < 3 || strcmp(file + len - 2, ".h"))
		return;
	buf_printf(&path, "%s/%s", dir, file);
	/* A header that cannot be read knows no name: the compiles will say what is wrong. */
	if (!buf_read_file(&text, path.s, MAX_HEADER, NULL))
		for (size_t i = 0; i < n; i++)
			found[i] |= names[i][0] == '?' && has_word(text.s, names[i] + 1);
	buf_free(&path);
	buf_free(&text);
}

void ktree_wanted(const struct ktree *tree, const char *const *names, size_t n, struct buf *out)
{
	bool *found = calloc(n + 1, sizeof(*found));
	struct buf path = {};
	struct dirent *d;
	DIR *dir = NULL;

	if (!found)
		die("out of memory");
	if (tree) {
		buf_printf(&path, "%s/arch/%s/include/asm", tree->source, tree->srcarch);
		dir = opendir(path.s);
	}
	while (dir && (d = readdir(dir)))
		look_into(path.s, d->d_name, names, n, found);
	if (dir)
		closedir(dir);
	for (size_t i = 0; i < n; i++)
		buf_printf(out, "%s%s\n", names[i], found[i] ? "=y" : "");
	buf_free(&path);
	free(found);
}

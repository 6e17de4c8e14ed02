// SPDX-License-Identifier: GPL-2.0-or-later
#include "grep.h"

#include <dirent.h>
#include <string.h>

#include "buf.h"
#include "str.h"

enum { MAX_FILE = 8 << 20 };

/* name stands in text as a word of its own. */
static bool has_word(const char *text, const char *name)
{
	size_t n = strlen(name);

	for (const char *p = strstr(text, name); p; p = strstr(p + 1, name))
		if ((p == text || !is_name_char(p[-1])) && !is_name_char(p[n]))
			return true;
	return false;
}

void grep_words(const char *dir, const char *suffix, const char *const *words, size_t n,
		bool *found)
{
	struct buf path = {}, text = {};
	DIR *d = opendir(dir);
	struct dirent *e;

	while (d && (e = readdir(d))) {
		if (!ends(e->d_name, suffix))
			continue;
		path.n = text.n = 0;
		buf_printf(&path, "%s/%s", dir, e->d_name);
		if (buf_read_file(&text, path.s, MAX_FILE, NULL))
			continue;
		for (size_t i = 0; i < n; i++)
			found[i] |= words[i] && has_word(text.s, words[i]);
	}
	if (d)
		closedir(d);
	buf_free(&path);
	buf_free(&text);
}

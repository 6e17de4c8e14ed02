// SPDX-License-Identifier: GPL-2.0-or-later
#include "words.h"

#include <string.h>

#include "base/intern.h"
#include "facts/forms.h"

static bool take(const char *word, const char *key, const char **value)
{
	size_t n = strlen(key);

	if (strncmp(word, key, n) || word[n] != '=')
		return false;
	*value = word + n + 1;
	return true;
}

/* warn=WORD stands there for each, and once alone. */
static bool take_warn(struct words *w, const char *word)
{
	const char *flag;

	if (!take(word, "warn", &flag))
		return false;
	w->warns = true;
	if (*flag)
		vec_push(&w->warn, flag);
	return true;
}

void words_free(struct words *w)
{
	vec_free(&w->warn);
}

size_t words_read(struct words *w, const char *const *v, size_t n)
{
	struct clang_unit *u = &w->unit;
	size_t i;

	memset(w, 0, sizeof(*w));
	for (i = 0; i < n; i++)
		if (!take(v[i], "out", &w->out) && !take(v[i], "srctree", &u->srctree) &&
		    !take(v[i], "arch", &u->arch) && !take(v[i], "release", &u->release) &&
		    !take(v[i], "object", &u->object) && !take(v[i], "config", &u->config) &&
		    !take(v[i], "options", &u->options) && !take(v[i], "include", &u->include) &&
		    !take(v[i], "whole", &u->whole) && !take_warn(w, v[i]))
			break;
	return i;
}

int words_write(const struct words *w, const struct clang_facts *facts, struct error *err)
{
	struct buf b = {};
	int ret;

	facts_write_binary(&b, &facts->unit);
	ret = buf_write_file(&b, w->out, err);
	buf_free(&b);
	return ret ? ret : buf_write_file(&facts->reads, intern_f("%s.d", w->out), err);
}

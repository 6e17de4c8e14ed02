// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * One unit lowered by libclang, in a process of its own: what a scan runs
 * several of at once, and what may crash alone.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/intern.h"
#include "base/str.h"
#include "command.h"
#include "emit.h"
#include "facts/forms.h"
#include "frontend/clang.h"
#include "options.h"

static bool take(const char *word, const char *key, const char **value)
{
	size_t n = strlen(key);

	if (strncmp(word, key, n) || word[n] != '=')
		return false;
	*value = word + n + 1;
	return true;
}

/* Reads KEY=VALUE words up to the compiler; how many they are. */
static size_t read_words(const struct options *opt, struct clang_unit *u, const char **out)
{
	size_t i = 0;

	for (; i < opt->args.n; i++) {
		const char *w = opt->args.v[i];

		if (!take(w, "out", out) && !take(w, "srctree", &u->srctree) &&
		    !take(w, "arch", &u->arch) && !take(w, "release", &u->release) &&
		    !take(w, "object", &u->object) && !take(w, "config", &u->config) &&
		    !take(w, "options", &u->options) && !take(w, "include", &u->include))
			break;
	}
	return i;
}

static int write_facts(const struct clang_facts *facts, const char *out, struct error *err)
{
	struct buf b = {};
	int ret;

	facts_write_binary(&b, &facts->unit);
	ret = buf_write_file(&b, out, err);
	buf_free(&b);
	return ret ? ret : buf_write_file(&facts->reads, intern_f("%s.d", out), err);
}

int cmd_lower(const struct options *opt)
{
	struct clang_unit unit = {};
	const char *out = NULL, *header = NULL;
	size_t i = read_words(opt, &unit, &out);
	struct clang_facts facts;
	struct error err;
	int ret;

	if (!out || i == opt->args.n) {
		error_set(&err, EINVAL, "lower needs out=FILE and a compiler's command");
		return emit_error(&err);
	}
	ret = clang_facts_make(&unit, opt->args.v + i, opt->args.n - i, &facts, &header, &err);
	if (!ret) {
		ret = write_facts(&facts, out, &err);
		clang_facts_free(&facts);
	}
	if (!ret)
		return 0;
	fprintf(stderr, "%s\n%s\n", err.text, header ? header : "");
	return ret == -ENOENT && header ? CLANG_EXIT_HEADER
	       : ret == -ENODATA	? CLANG_EXIT_SILENT
					: CLANG_EXIT_FAILED;
}

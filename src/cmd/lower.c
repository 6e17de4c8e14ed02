// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * One unit lowered by libclang, in a process of its own: what a scan runs
 * several of at once, and what may crash alone.
 */
#include <errno.h>
#include <stdio.h>

#include "base/error.h"
#include "command.h"
#include "emit.h"
#include "frontend/words.h"
#include "options.h"

int cmd_lower(const struct options *opt)
{
	const char *header = NULL;
	struct words w;
	size_t i = words_read(&w, opt->args.v, opt->args.n);
	struct clang_facts facts;
	struct error err;
	int ret;

	if (!w.out || i == opt->args.n) {
		error_set(&err, EINVAL, "lower needs out=FILE and a compiler's command");
		return emit_error(&err);
	}
	ret = clang_facts_make(&w.unit, opt->args.v + i, opt->args.n - i, &facts, &header, &err);
	if (!ret) {
		ret = words_write(&w, &facts, &err);
		clang_facts_free(&facts);
	}
	if (!ret)
		return 0;
	fprintf(stderr, "%s\n%s\n", err.text, header ? header : "");
	return ret == -ENOENT && header ? CLANG_EXIT_HEADER
	       : ret == -ENODATA	? CLANG_EXIT_SILENT
					: CLANG_EXIT_FAILED;
}

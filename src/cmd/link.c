// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>

#include "base/arena.h"
#include "base/error.h"
#include "command.h"
#include "emit.h"
#include "facts/forms.h"
#include "finding/finding.h"
#include "finish.h"
#include "lint.h"
#include "options.h"
#include "rules/rules.h"

static int read_files(const struct options *opt, struct arena *arena, struct unit_vec *units,
		      struct report *r, struct error *err)
{
	const char *const *file;
	size_t before;
	int ret;

	vec_for_each(file, &opt->args) {
		struct unit_note bare = { .object = *file, .why = "holds no facts; compile it with the plugin" };

		before = units->n;
		ret = facts_read_file(*file, arena, units, err);
		if (ret)
			return ret;
		if (units->n == before)
			vec_push(&r->not_ready, bare);
	}
	if (!units->n)
		return error_set(err, ENODATA,
				 "no facts in %s%s; compile with the plugin, or use `eqslint scan`",
				 opt->args.v[0], opt->args.n > 1 ? " and the other files" : "");
	return 0;
}

int cmd_link(const struct options *opt)
{
	struct unit_vec units = {};
	struct report report = {};
	struct ruleset *rules = NULL;
	struct arena arena;
	struct error err;
	int ret;

	arena_init(&arena);
	if (lint_rules(opt, &rules, &err) || read_files(opt, &arena, &units, &report, &err)) {
		ret = emit_error(&err);
	} else {
		report.checked = units.n;
		ret = finish(opt, rules, true, &units, &report, NULL);
	}
	report_free(&report);
	vec_free(&units);
	arena_free(&arena);
	rules_free(rules);
	return ret;
}

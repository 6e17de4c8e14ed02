// SPDX-License-Identifier: GPL-2.0-or-later
#include "base/arena.h"
#include "base/error.h"
#include "command.h"
#include "emit.h"
#include "facts/forms.h"
#include "finding/finding.h"
#include "finish.h"
#include "gather.h"
#include "lint.h"
#include "rules/rules.h"
#include "standing.h"

int cmd_scan(const struct options *opt)
{
	struct unit_vec units = {};
	struct report report = {};
	struct ruleset *rules = NULL;
	struct standing standing = {};
	struct arena arena;
	struct error err;
	int ret;

	arena_init(&arena);
	if (lint_rules(opt, &rules, &err) || standing_read(opt, rules, &standing, &err) ||
	    gather(opt, rules, &units, &arena, &report, &err))
		ret = emit_error(&err);
	else
		ret = finish(opt, rules, &standing, false, &units, &report, NULL);
	report_free(&report);
	standing_free(&standing);
	vec_free(&units);
	arena_free(&arena);
	rules_free(rules);
	return ret;
}

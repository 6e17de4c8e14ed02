// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "base/error.h"
#include "command.h"
#include "emit.h"
#include "facts/forms.h"
#include "finding/finding.h"
#include "gather.h"
#include "lint.h"
#include "options.h"
#include "rules/rules.h"

static bool is_directory(const char *path)
{
	struct stat st;

	return !stat(path, &st) && S_ISDIR(st.st_mode);
}

/* What kept a unit from being read, when none was. */
static int no_units(const struct options *opt, const struct report *r, struct error *err)
{
	const struct unit_note *n = r->failed.n	     ? r->failed.v
				    : r->not_ready.n ? r->not_ready.v
						     : NULL;

	if (n)
		return error_set(err, ENODATA, "%s: %s", n->object, n->why ? n->why : "no facts");
	return error_set(err, ENODATA, "no facts in %s", opt->args.v[opt->args.n - 1]);
}

static int compile_units(const struct options *opt, struct facts_pool *pool, struct unit_vec *units,
			 struct report *report, struct error *err)
{
	const struct gathered *u;
	struct ruleset *rules;
	struct gather *g;
	int ret = lint_rules(opt, &rules, err);

	if (ret)
		return ret;
	ret = gather_open(&g, opt, rules, true, report, pool, err);
	if (!ret) {
		vec_for_each (u, gather_units(g))
			vec_push(units, u->facts);
		gather_close(g);
	}
	rules_free(rules);
	return ret;
}

static int read_units(const struct options *opt, struct facts_pool *pool, struct unit_vec *units,
		      struct error *err)
{
	struct report report = {};
	const char *const *file;
	int ret = 0;

	if (is_directory(opt->args.v[0])) {
		if (opt->args.n < 2)
			return error_set(err, EINVAL,
					 "%s is a directory: name a PATH in the kernel tree too",
					 opt->args.v[0]);
		ret = compile_units(opt, pool, units, &report, err);
	} else {
		vec_for_each (file, &opt->args)
			if (!ret)
				ret = facts_read_file(*file, pool, units, err);
	}
	if (!ret && !units->n)
		ret = no_units(opt, &report, err);
	report_free(&report);
	return ret;
}

int cmd_facts(const struct options *opt)
{
	struct unit_vec units = {};
	struct unit *const *u;
	struct buf out = {};
	struct facts_pool pool;
	struct error err;
	int ret;

	pool_init(&pool);
	if (read_units(opt, &pool, &units, &err)) {
		ret = emit_error(&err);
	} else {
		vec_for_each (u, &units)
			facts_write_text(&out, opt->normal ? facts_normalise(*u, &pool.arena) : *u);
		ret = emit_text(opt, &out);
	}
	buf_free(&out);
	vec_free(&units);
	pool_free(&pool);
	return ret;
}

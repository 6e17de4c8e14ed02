// SPDX-License-Identifier: GPL-2.0-or-later
#include "gather.h"

#include <stdio.h>

#include "base/error.h"
#include "base/intern.h"
#include "collect.h"
#include "kernel/tree.h"
#include "options.h"
#include "paths.h"
#include "rules/rules.h"
#include "scope.h"

static void say_stats(const struct collect_stats *s, const struct report *r)
{
	fprintf(stderr, "eqslint: compile commands %s in %.1f s\n",
		s->commands_cached ? "from the cache" : "from make -n", s->commands_seconds);
	fprintf(stderr, "eqslint: %zu units compiled with %.1f s of CPU, at most %ld MB in one compiler\n",
		r->compiled, s->cpu_seconds, s->max_rss_kb / 1024);
}

static int collect_paths(const struct options *opt, struct ruleset *rules, const struct ktree *tree,
			 const struct path_vec *paths, struct unit_vec *units, struct arena *arena,
			 struct report *report, struct error *err)
{
	struct collect_stats stats;
	struct collect_options c = {
		.paths = paths->v,
		.npaths = paths->n,
		.cache = opt->cache,
		.jobs = opt->jobs,
		.plugins = paths_plugins(),
		/* not all places that the rules name are in every configuration */
		.say_empty = opt->args.n > 1,
		.quiet = opt->quiet,
	};
	int ret;

	c.option_names = rules_wanted_facts(rules, &c.noptions);
	ret = collect_units(tree, &c, report, units, arena, &stats, err);
	if (ret)
		return ret;
	if (opt->verbose)
		say_stats(&stats, report);
	if (stats.assembly) {
		struct assumption a = { .kind = "assembly" };

		a.what = intern_f("units in assembly are not read: %zu here", stats.assembly);
		vec_push(&report->assumptions, a);
	}
	return 0;
}

static int gather_tree(const struct options *opt, struct ruleset *rules, const struct ktree *tree,
		       struct unit_vec *units, struct arena *arena, struct report *report,
		       struct error *err)
{
	struct path_vec paths = {};
	size_t i;
	int ret = 0;

	for (i = 1; i < opt->args.n; i++)
		vec_push(&paths, opt->args.v[i]);
	if (!paths.n)
		ret = scope_paths(rules, tree, &paths, err);
	if (!ret)
		ret = collect_paths(opt, rules, tree, &paths, units, arena, report, err);
	vec_free(&paths);
	return ret;
}

int gather(const struct options *opt, struct ruleset *rules, struct unit_vec *units,
	   struct arena *arena, struct report *report, struct error *err)
{
	struct ktree *tree;
	int ret = ktree_open(opt->args.v[0], &tree, err);

	if (ret)
		return ret;
	ret = gather_tree(opt, rules, tree, units, arena, report, err);
	ktree_close(tree);
	return ret;
}

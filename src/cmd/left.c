// SPDX-License-Identifier: GPL-2.0-or-later
#include "left.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/intern.h"
#include "base/map.h"
#include "engine/engine.h"
#include "facts/asked.h"
#include "finding/convert.h"
#include "job.h"
#include "kernel/checks.h"
#include "kernel/commands.h"
#include "kernel/dirs.h"
#include "kernel/tree.h"
#include "options.h"
#include "rules/rules.h"
#include "scope.h"
#include "unchecked.h"
#include "unmatched.h"

struct left {
	struct job *job;
	struct ktree *tree;
	struct kcommands commands; /* of the whole configuration */
	struct path_vec paths;	   /* what is reported */
	struct word_vec outside;   /* objects of modules that were checked, sorted */
	struct word_vec modules;   /* those of them that are asked for */
	struct checks *checks;
	struct unit_vec facts; /* of the units, in their order; NULL: none */
	struct map wanted;     /* (facts, 0): under the paths */
	size_t n, of_modules;  /* units with facts, and those of them that are modules' */
	size_t lacks;	       /* units under the paths without */
};

static bool is_under_paths(const struct left *l, const struct kunit *u)
{
	for (size_t i = 0; i < l->paths.n; i++)
		if (kunit_is_under(u, l->paths.v[i]))
			return true;
	return false;
}

static bool is_taken(const struct left *l, const char *object)
{
	for (size_t i = 0; i < l->modules.n; i++)
		if (l->modules.v[i] == object)
			return true;
	return false;
}

/* Is the path a module's directory?  Then its objects are units of this scan. */
static bool take_modules(struct left *l, const char *path)
{
	char *at = realpath(path, NULL);
	bool found = false;

	for (size_t i = 0; at && i < l->outside.n; i++) {
		if (!path_below(l->outside.v[i], at))
			continue;
		if (!is_taken(l, l->outside.v[i]))
			vec_push(&l->modules, l->outside.v[i]);
		found = true;
	}
	if (found)
		vec_push(&l->paths, intern(at));
	free(at);
	return found;
}

static int find_paths(struct left *l, struct error *err)
{
	const struct options *opt = l->job->opt;
	struct word_vec given = {}, dirs = {}, args = {};
	int ret = 0;

	if (opt->all && opt->args.n > 1)
		return error_set(err, EINVAL,
				 "--all is every unit of the configuration: it takes no PATH");
	if (opt->all)
		vec_push(&l->paths, ".");
	else if (opt->args.n < 2)
		return scope_paths(l->job->rules, l->tree, &l->paths, err);
	for (size_t i = 1; i < opt->args.n; i++)
		if (!take_modules(l, opt->args.v[i]))
			vec_push(&args, opt->args.v[i]);
	if (args.n)
		ret = kdirs_find(l->tree, args.v, args.n, &given, &dirs, err);
	for (size_t i = 0; i < given.n; i++)
		vec_push(&l->paths, given.v[i]);
	vec_free(&given);
	vec_free(&dirs);
	vec_free(&args);
	return ret;
}

/* Units that no makefile of the tree knows. */
static void add_modules(struct left *l)
{
	for (size_t i = 0; i < l->modules.n; i++) {
		const char *object = l->modules.v[i];

		vec_push(&l->commands.units,
			 (struct kunit){.object = object, .target = object, .source = object});
	}
}

static bool is_module(const struct kunit *u)
{
	return *u->object == '/';
}

static void open_checks(struct left *l, const char *cache)
{
	struct buf asked = {};
	const char **names;
	size_t n;

	names = rules_wanted_facts(l->job->rules, &n);
	asked_lines(l->tree->source, l->tree->srcarch, names, n, &asked);
	l->checks = checks_open(cache, l->tree,
				checks_made_by(l->tree->config_hash, asked.n ? asked.s : ""));
	buf_free(&asked);
}

/* Facts of the unit, or NULL and why.  A unit without any of the kernel's code has no facts. */
static struct unit *read_unit(struct left *l, const struct kunit *k, const char **why)
{
	struct unit *facts = NULL;
	struct buf body = {};
	struct error err;
	size_t used;

	if (checks_read(l->checks, k->object, &body, why)) {
		*why = NULL;
		if (body.n && facts_read_shared(body.s, body.n, &used, &l->job->pool, &facts, &err))
			*why = intern(err.text);
	}
	buf_free(&body);
	return *why ? NULL : facts;
}

static void note_lacking(struct left *l, const struct kunit *u, const char *why)
{
	vec_push(&l->job->report.assumptions, (struct assumption){
						      .kind = NOTE_NOT_CHECKED,
						      .file = u->source,
						      .what = intern_f("%s: %s", u->object, why),
					      });
	l->lacks++;
}

static void read_all(struct left *l)
{
	struct kunit_vec unchecked = {};
	const struct kunit *u;

	vec_for_each (u, &l->commands.units) {
		bool wanted = is_under_paths(l, u);
		const char *why = NULL;
		struct unit *facts = read_unit(l, u, &why);

		vec_push(&l->facts, facts);
		l->n += !why;
		l->of_modules += !why && is_module(u);
		if (facts && wanted) {
			map_put(&l->wanted, facts, 0, facts);
			vec_push(&l->job->units, facts);
		}
		/* C=1 hands on what C=2 does not */
		if (why && wanted && u->is_unchecked)
			vec_push(&unchecked, *u);
		else if (why && wanted)
			note_lacking(l, u, why);
	}
	l->lacks += unchecked.n;
	unchecked_report(l->tree, &unchecked, &l->job->report);
	vec_free(&unchecked);
}

/* An image is whole when it has no assembly, of which checks know nothing, and facts of all its C.
 */
static bool is_whole(const struct left *l, const char *image)
{
	const struct ruleset *rules = l->job->rules;
	const struct kunit *u;

	vec_for_each (u, &l->commands.assembly)
		if (rules_image(rules, u->object) == image)
			return false;
	for (size_t i = 0; i < l->commands.units.n; i++)
		if (!l->facts.v[i] && !is_module(&l->commands.units.v[i]) &&
		    rules_image(rules, l->commands.units.v[i].object) == image)
			return false;
	return true;
}

static bool is_wanted(const void *ctx, const struct unit *unit, const char *file)
{
	const struct left *l = ctx;

	(void)file;
	return map_get(&l->wanted, unit, 0);
}

static void solve(struct left *l)
{
	struct ruleset *rules = l->job->rules;
	struct report *report = &l->job->report;
	struct program *p = program_new(rules);
	struct map whole = {}; /* (image, 0): what is asked of it once */
	static char yes, no;

	for (size_t i = 0; i < l->facts.n; i++) {
		const char *image = rules_image(rules, l->commands.units.v[i].object);

		if (!l->facts.v[i])
			continue;
		if (!map_get(&whole, image, 0))
			map_put(&whole, image, 0, is_whole(l, image) ? &yes : &no);
		program_add(p, l->facts.v[i],
			    !is_module(&l->commands.units.v[i]) &&
				    map_get(&whole, image, 0) == &yes);
		report->checked++;
		report->closure += !map_get(&l->wanted, l->facts.v[i], 0);
	}
	map_free(&whole);
	program_link(p);
	program_solve(p);
	report->rules_hash = rules->hash;
	findings_from_program(report, p, rules, l->job->opt->rule.v, l->job->opt->rule.n, is_wanted,
			      l);
	program_free(p);
}

static void say_read(const struct left *l)
{
	fprintf(stderr, "eqslint: checks left facts of %zu of the configuration's %zu units\n",
		l->n - l->of_modules, l->commands.units.n - l->modules.n);
	if (l->outside.n > l->modules.n)
		fprintf(stderr,
			"eqslint: units of modules left out: %zu; their directory is a PATH too\n",
			l->outside.n - l->modules.n);
}

static int scan(struct left *l, const char *cache, struct error *err)
{
	const char *all = ".";
	int ret;

	open_checks(l, cache);
	checks_outside(l->checks, &l->outside);
	ret = find_paths(l, err);
	if (!ret)
		ret = kcommands_load(l->tree, &all, 1, cache, &l->commands, err);
	if (ret)
		return ret;
	add_modules(l);
	read_all(l);
	if (!l->n)
		return error_set(err, ENODATA,
				 "no check left facts of %s that hold: run make C=2 CHECK=eqslint "
				 "there, with the same cache",
				 l->tree->build);
	if (!l->job->opt->quiet)
		say_read(l);
	solve(l);
	if (l->job->opt->args.n < 2 && !l->lacks)
		unmatched_models(l->job->rules, &l->job->units, &l->job->report);
	return 0;
}

static void describe(const struct ktree *t, struct report *r)
{
	r->release = t->release;
	r->arch = t->srcarch;
	r->compiler = t->compiler;
	r->config = t->config_hash;
	vec_push(&r->sources, t->source);
}

int left_scan(struct job *job, bool *whole, struct error *err)
{
	const char *cache = cache_directory(job->opt->cache);
	struct left l = {.job = job};
	int ret;

	if (job->opt->cross_check)
		return error_set(err, EINVAL,
				 "--cross-check reads the sources again: not with --from-check");
	if (!cache)
		return error_set(err, EINVAL, "--from-check needs the cache that the checks used");
	ret = ktree_open(job->opt->args.v[0], &l.tree, err);
	if (ret)
		return ret;
	describe(l.tree, &job->report);
	ret = scan(&l, cache, err);
	*whole = !l.lacks;
	if (l.checks)
		checks_close(l.checks);
	kcommands_free(&l.commands);
	vec_free(&l.paths);
	vec_free(&l.facts);
	vec_free(&l.outside);
	vec_free(&l.modules);
	map_free(&l.wanted);
	ktree_close(l.tree);
	return ret;
}

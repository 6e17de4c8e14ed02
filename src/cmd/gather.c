// SPDX-License-Identifier: GPL-2.0-or-later
#include "gather.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "assembly.h"
#include "base/error.h"
#include "base/intern.h"
#include "base/map.h"
#include "collect.h"
#include "kernel/dirs.h"
#include "kernel/files.h"
#include "kernel/index.h"
#include "kernel/tree.h"
#include "options.h"
#include "paths.h"
#include "rules/rules.h"
#include "scope.h"
#include "unchecked.h"

struct gather {
	const struct options *opt;
	struct ruleset *rules;
	struct report *report;
	struct facts_pool *pool;
	const char *cache;
	struct ktree *tree;
	struct kfiles *files;
	struct path_vec paths;	/* what is reported; normal, relative to the source tree */
	struct kcommands asked; /* the units there */
	struct kcommands whole; /* all of the configuration; empty until they are needed */
	struct kindex *index;
	struct collector *collector;
	const char **asm_texts;
	struct map taken;  /* (object, 0) -> kunit: read, or tried */
	struct map wanted; /* (facts, 0) -> what stands in wanted_values */
	struct gathered_vec units;
	size_t room; /* how many units may be read for their bodies */
	size_t more; /* and how many were */
	double commands_seconds;
};

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int cmp_units(const void *a, const void *b)
{
	return strcmp((*(const struct kunit *const *)a)->object,
		      (*(const struct kunit *const *)b)->object);
}

VEC_TYPE(unit_list, const struct kunit *);

/* Puts the unit on the list if it was never there before. */
static void take(struct gather *g, struct unit_list *list, const struct kunit *u)
{
	if (map_get(&g->taken, u->object, 0))
		return;
	map_put(&g->taken, u->object, 0, (void *)u);
	vec_push(list, u);
}

static void add_facts(struct gather *g, struct unit *facts, enum wanted wanted)
{
	static enum wanted values[] = {WANTED_WHOLE, WANTED_PART, READ_ALONG};

	if (!facts)
		return;
	vec_push(&g->units, (struct gathered){.facts = facts, .wanted = wanted});
	map_put(&g->wanted, facts, 0, &values[wanted]);
}

/* Reads the units of the list, and empties it. */
static int read_list(struct gather *g, struct unit_list *list, enum wanted wanted,
		     struct error *err)
{
	struct unit **facts = calloc(list->n + 1, sizeof(*facts));
	int ret;

	if (!facts)
		die("out of memory");
	if (list->n)
		qsort(list->v, list->n, sizeof(*list->v), cmp_units);
	ret = collector_run(g->collector, list->v, list->n, wanted != READ_ALONG, facts, err);
	for (size_t i = 0; !ret && i < list->n; i++)
		add_facts(g, facts[i], wanted);
	free(facts);
	vec_free(list);
	return ret;
}

static int read_assembly(struct gather *g, const struct kunit_vec *assembly, enum wanted wanted,
			 struct error *err)
{
	struct unit_vec facts = {};
	int ret = collector_assembly(g->collector, assembly, wanted != READ_ALONG, &facts, err);

	for (size_t i = 0; !ret && i < facts.n; i++)
		add_facts(g, facts.v[i], wanted);
	vec_free(&facts);
	return ret;
}

/* ---- which units ---- */

static int load_commands(struct gather *g, const struct path_vec *paths, struct kcommands *c,
			 struct error *err)
{
	double start = now();
	int ret = kcommands_load(g->tree, paths->v, paths->n, g->cache, c, err);

	g->commands_seconds += now() - start;
	if (!ret && g->opt->verbose && c->not_linked)
		fprintf(stderr,
			"eqslint: make -n ends at linking %s, whose objects are not there\n",
			c->not_linked);
	return ret;
}

static int load_asked(struct gather *g, struct error *err)
{
	int ret = 0;

	if (g->opt->all && g->opt->args.n > 1)
		return error_set(err, EINVAL,
				 "--all is every unit of the configuration: it takes no PATH");
	if (g->opt->all)
		vec_push(&g->paths, ".");
	else if (g->opt->args.n > 1)
		for (size_t i = 1; i < g->opt->args.n; i++)
			vec_push(&g->paths, g->opt->args.v[i]);
	else
		ret = scope_paths(g->rules, g->tree, &g->paths, err);
	if (!ret)
		ret = load_commands(g, &g->paths, &g->asked, err);
	/* from here on as units name their files */
	for (size_t i = 0; !ret && i < g->paths.n; i++)
		g->paths.v[i] = kpath_of(g->tree, g->paths.v[i]);
	return ret;
}

/*
 * All units of the configuration, and what they define.  A tree that cannot be
 * asked as a whole is read in the parts that were asked for alone.
 */
static int load_whole(struct gather *g, struct error *err)
{
	struct path_vec all = {};
	int ret;

	vec_push(&all, ".");
	ret = load_commands(g, &all, &g->whole, err);
	vec_free(&all);
	if (ret == -EINTR)
		return ret;
	if (ret) {
		vec_push(&g->report->assumptions,
			 (struct assumption){.kind = "no-closure", .what = intern(err->text)});
		return 0;
	}
	collector_headers(g->collector, &g->whole.headers);
	g->index = kindex_make(g->tree, &g->whole, g->cache, g->files);
	return 0;
}

/* Units with a source under the paths that they include: kernel/sched/idle.c has no object of its
 * own. */
static void take_including(struct gather *g, const struct path_vec *paths, struct unit_list *list)
{
	const struct kunit *u;

	vec_for_each (u, &g->whole.units)
		for (size_t i = 0; i < paths->n; i++)
			if (kindex_includes(g->index, u, paths->v[i]))
				take(g, list, u);
}

/* A path is not empty when a unit includes a source there. */
static void drop_included(struct gather *g)
{
	const struct kunit *u;

	for (size_t k = 0; k < g->asked.empty.n; k++)
		vec_for_each (u, &g->whole.units)
			if (g->asked.empty.v[k] &&
			    kindex_includes(g->index, u, kpath_of(g->tree, g->asked.empty.v[k])))
				g->asked.empty.v[k] = NULL;
}

static void take_under(struct gather *g, const struct kunit_vec *units,
		       const struct path_vec *paths, struct unit_list *list)
{
	const struct kunit *u;

	vec_for_each (u, units)
		for (size_t i = 0; i < paths->n; i++)
			if (kunit_is_under(u, paths->v[i]))
				take(g, list, u);
}

/* Reads the units, in C and in assembly, for the others' sake, and empties the list. */
static int read_along(struct gather *g, struct unit_list *list, struct error *err)
{
	struct kunit_vec assembly = {};
	size_t n = 0;
	int ret;

	for (size_t i = 0; i < list->n; i++)
		if (list->v[i]->is_assembly)
			vec_push(&assembly, *list->v[i]);
		else
			list->v[n++] = list->v[i];
	list->n = n;
	ret = read_list(g, list, READ_ALONG, err);
	if (!ret)
		ret = read_assembly(g, &assembly, READ_ALONG, err);
	vec_free(&assembly);
	return ret;
}

/* What the rules' scope has of this configuration, as callers of what was asked for. */
static int read_callers(struct gather *g, struct error *err)
{
	struct unit_list list = {};
	struct path_vec scope = {};
	struct error none;

	if (!scope_paths(g->rules, g->tree, &scope, &none)) {
		take_under(g, &g->whole.assembly, &scope, &list);
		take_under(g, &g->whole.units, &scope, &list);
		if (g->index)
			take_including(g, &scope, &list);
	}
	vec_free(&scope);
	return read_along(g, &list, err);
}

/* What make knows of the asked paths, and no unit stands for. */
static void report_paths(struct gather *g)
{
	struct report *r = g->report;
	const struct kmissing *m;

	unchecked_report(g->tree, &g->asked.units, r);
	vec_for_each (m, &g->asked.missing)
		vec_push(&r->not_ready,
			 (struct unit_note){
				 .object = m->needed_by,
				 .why = m->file == m->needed_by
						? "make has no rule for it: its source is not there"
						: intern_f("waits for %s, which make does not know "
							   "how to make: run make first",
							   m->file),
			 });
	/* not all places that the rules name are in every configuration */
	for (size_t i = 0; g->opt->args.n > 1 && i < g->asked.empty.n; i++)
		if (g->asked.empty.v[i])
			vec_push(&r->assumptions,
				 (struct assumption){
					 .kind = ASSUMPTION_NO_UNIT,
					 .what = intern_f("%s has no unit in this configuration",
							  g->asked.empty.v[i]),
				 });
}

static int read_asked(struct gather *g, struct error *err)
{
	struct unit_list list = {}, assembly = {};
	const struct kunit *u;
	int ret;

	vec_for_each (u, &g->asked.units)
		take(g, &list, u);
	vec_for_each (u, &g->asked.assembly)
		take(g, &assembly, u);
	vec_free(&assembly);
	ret = read_list(g, &list, WANTED_WHOLE, err);
	return ret ? ret : read_assembly(g, &g->asked.assembly, WANTED_WHOLE, err);
}

/* An image is whole when no unit of the configuration was left out of it. */
static bool is_whole(const struct gather *g, const char *image)
{
	const struct unit_note_vec *left_out[] = {&g->report->failed, &g->report->not_ready};

	for (size_t i = 0; i < 2; i++)
		for (size_t k = 0; k < left_out[i]->n; k++)
			if (rules_image(g->rules, left_out[i]->v[k].object) == image)
				return false;
	return true;
}

static void mark_whole(struct gather *g)
{
	struct gathered *u;

	vec_for_each (u, &g->units)
		u->image_is_whole = is_whole(g, rules_image(g->rules, u->facts->object));
}

static int gather(struct gather *g, bool alone, struct error *err)
{
	bool closure = !alone && !g->opt->all && g->opt->closure >= 0;
	struct unit_list including = {};
	int ret = load_asked(g, err);

	if (ret)
		return ret;
	collector_headers(g->collector, &g->asked.headers);
	/*
	 * First, because a header that a unit waits for may be made anywhere.  A
	 * path without units may still be a source that a unit includes.
	 */
	if (closure || (g->asked.empty.n && !g->opt->all))
		ret = load_whole(g, err);
	if (!ret)
		ret = read_asked(g, err);
	if (!ret && g->index) {
		take_including(g, &g->paths, &including);
		drop_included(g);
		ret = read_list(g, &including, WANTED_PART, err);
	}
	/* where nothing is reported nobody's callers matter */
	if (!ret && closure && g->opt->args.n > 1 && g->units.n)
		ret = read_callers(g, err);
	g->room = closure ? (size_t)g->opt->closure : 0;
	if (!ret)
		report_paths(g);
	if (!ret && g->opt->all)
		mark_whole(g);
	return ret;
}

/* ---- open and close ---- */

static int open_collector(struct gather *g, struct error *err)
{
	struct collect_options c = {
		.cache = g->cache,
		.files = g->files,
		.frontend = g->opt->frontend,
		.jobs = g->opt->jobs,
		.plugins = paths_plugins(),
		.quiet = g->opt->quiet,
	};

	c.option_names = rules_wanted_facts(g->rules, &c.noptions);
	c.asm_texts = g->asm_texts = assembly_texts(g->rules, g->tree->srcarch, &c.nasm_texts);
	return collector_open(&g->collector, g->tree, &c, g->report, g->pool, err);
}

int gather_open(struct gather **out, const struct options *opt, struct ruleset *rules, bool alone,
		struct report *report, struct facts_pool *pool, struct error *err)
{
	struct gather *g = calloc(1, sizeof(*g));
	int ret;

	if (!g)
		die("out of memory");
	g->opt = opt;
	g->rules = rules;
	g->report = report;
	g->pool = pool;
	g->cache = cache_directory(opt->cache);
	ret = ktree_open(opt->args.v[0], &g->tree, err);
	if (!ret) {
		if (opt->source)
			ktree_use_copy(g->tree, opt->source);
		report->release = g->tree->release;
		report->arch = g->tree->srcarch;
		report->compiler = g->tree->compiler;
		report->config = g->tree->config_hash;
		vec_push(&report->sources, ktree_moved(g->tree, g->tree->source));
		g->files = kfiles_open(g->cache, g->tree);
		ret = open_collector(g, err);
	}
	if (!ret)
		ret = gather(g, alone, err);
	if (ret)
		gather_close(g);
	else
		*out = g;
	return ret;
}

static void say_stats(const struct gather *g)
{
	const struct collect_stats *s = collector_stats(g->collector);

	fprintf(stderr, "eqslint: compile commands %s in %.1f s\n",
		g->asked.from_cache ? "from the cache" : "from make -n", g->commands_seconds);
	fprintf(stderr,
		"eqslint: %zu units compiled with %.1f s of CPU, at most %ld MB in one compiler; "
		"facts of %zu from the cache\n",
		s->compiled, s->cpu_seconds, s->max_rss_kb / 1024, s->kept);
	fprintf(stderr, "eqslint: %zu units read for bodies that were lacking\n", g->more);
}

void gather_close(struct gather *g)
{
	struct error err;

	if (g->collector && g->opt->verbose)
		say_stats(g);
	if (collector_close(g->collector, &err))
		fprintf(stderr, "eqslint: facts are not kept for the next time: %s\n", err.text);
	kindex_free(g->index);
	kcommands_free(&g->asked);
	kcommands_free(&g->whole);
	vec_free(&g->paths);
	vec_free(&g->units);
	map_free(&g->taken);
	map_free(&g->wanted);
	free(g->asm_texts);
	kfiles_close(g->files);
	ktree_close(g->tree);
	free(g);
}

/* ---- what was read ---- */

const struct gathered_vec *gather_units(const struct gather *g)
{
	return &g->units;
}

/* The units of the symbol; one behind a static call goes by the name of the call. */
static const struct kunit *const *units_of(const struct gather *g, const char *symbol, size_t *n)
{
	const char *const prefixes[] = {g->rules->static_call_prefix, g->rules->static_call_key};
	const struct kunit *const *units = kindex_units(g->index, symbol, n);

	for (size_t i = 0; !*n && i < 2; i++) {
		size_t len = prefixes[i] ? strlen(prefixes[i]) : 0;

		if (len && !strncmp(symbol, prefixes[i], len))
			units = kindex_units(g->index, symbol + len, n);
	}
	return units;
}

int gather_more(struct gather *g, const char *const *symbols, size_t n, struct error *err)
{
	struct unit_list list = {};
	size_t nunits;
	int ret;

	for (size_t i = 0; g->index && i < n; i++) {
		const struct kunit *const *units = units_of(g, symbols[i], &nunits);

		for (size_t k = 0; k < nunits && g->more + list.n < g->room; k++) {
			size_t before = list.n;

			take(g, &list, units[k]);
			if (g->opt->verbose && list.n > before)
				fprintf(stderr, "eqslint: %s is read for %s\n", units[k]->object,
					symbols[i]);
		}
	}
	nunits = list.n;
	g->more += nunits;
	ret = read_along(g, &list, err);
	return ret ? ret : (int)nunits;
}

const struct kunit *gather_unit(const struct gather *g, const char *source)
{
	const struct kunit_vec *lists[] = {&g->asked.units, &g->whole.units};
	const struct kunit *u;

	for (size_t i = 0; i < 2; i++)
		vec_for_each (u, lists[i])
			if (!strcmp(u->source, source))
				return u;
	return NULL;
}

const struct ktree *gather_tree(const struct gather *g)
{
	return g->tree;
}

bool gather_is_wanted(const struct gather *g, const struct unit *facts, const char *file)
{
	const enum wanted *w = map_get(&g->wanted, facts, 0);

	if (!w || *w == READ_ALONG)
		return false;
	for (size_t i = 0; *w == WANTED_PART && i < g->paths.n; i++)
		if (file && (!strcmp(file, g->paths.v[i]) || path_below(file, g->paths.v[i])))
			return true;
	return *w == WANTED_WHOLE;
}

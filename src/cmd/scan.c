// SPDX-License-Identifier: GPL-2.0-or-later
#include <stdio.h>

#include "base/error.h"
#include "command.h"
#include "emit.h"
#include "engine/engine.h"
#include "finding/convert.h"
#include "gather.h"
#include "job.h"
#include "options.h"
#include "rules/rules.h"
#include "unmatched.h"

/* Bodies bring calls of other bodies; a chain that is longer leads nowhere. */
#define MAX_ROUNDS 12

static struct program *solve(struct ruleset *rules, const struct gathered_vec *units)
{
	struct program *p = program_new(rules);
	const struct gathered *u;

	vec_for_each (u, units)
		program_add(p, u->facts, u->image_is_whole);
	program_link(p);
	program_solve(p);
	return p;
}

/*
 * Solves, and again with the bodies that were lacking, until there are no more.
 * NULL, with the sentence, when that was ended.
 */
static struct program *solve_all(struct ruleset *rules, struct gather *g, struct error *err)
{
	for (int round = 0;; round++) {
		struct program *p = solve(rules, gather_units(g));
		int more = 0;

		/* where RCU is not watching first: there is room for so many and no more */
		for (int all = 0; all < 2 && !more && round < MAX_ROUNDS; all++) {
			const char *const *lacks;
			size_t n;

			lacks = program_lacks(p, !all, &n);
			more = gather_more(g, lacks, n, err);
		}
		if (!more)
			return p;
		program_free(p);
		if (more < 0)
			return NULL;
	}
}

static bool is_wanted(const void *ctx, const struct unit *unit, const char *file)
{
	return gather_is_wanted(ctx, unit, file);
}

static void say_stats(const struct program *p)
{
	struct program_stats s;

	program_stats(p, &s);
	fprintf(stderr, "eqslint: %zu units, %zu functions, %zu entered in %zu states, %zu steps\n",
		s.units, s.functions, s.core, s.contexts, s.visits);
}

/* What is not reported of units that were read along is not known to be gone. */
static void add_wanted(struct job *job, const struct gather *g)
{
	const struct gathered *u;

	vec_for_each (u, gather_units(g))
		if (u->wanted == WANTED_WHOLE)
			vec_push(&job->units, u->facts);
}

/* Of a part of the tree it is not known what the rest has. */
static void find_unmatched(struct job *job, const struct gather *g)
{
	const struct gathered *u;
	struct unit_vec all = {};

	if (job->opt->args.n > 1)
		return;
	vec_for_each (u, gather_units(g))
		vec_push(&all, u->facts);
	unmatched_models(job->rules, &all, &job->report);
	vec_free(&all);
}

static int scan(struct job *job, struct error *err)
{
	const struct options *opt = job->opt;
	struct report *report = &job->report;
	struct program *p;
	struct gather *g;
	int ret = gather_open(&g, opt, job->rules, false, report, &job->pool, err);

	if (ret)
		return ret;
	p = solve_all(job->rules, g, err);
	if (p) {
		report->rules_hash = job->rules->hash;
		findings_from_program(report, p, job->rules, opt->rule.v, opt->rule.n, is_wanted,
				      g);
		find_unmatched(job, g);
		add_wanted(job, g);
		if (opt->verbose)
			say_stats(p);
		program_free(p);
	}
	gather_close(g);
	return p ? 0 : -1;
}

int cmd_scan(const struct options *opt)
{
	struct error err;
	struct job job;
	int ret;

	if (job_open(&job, opt, &err) || scan(&job, &err))
		ret = emit_error(&err);
	else
		ret = job_report(&job, opt->closure >= 0, NULL);
	job_close(&job);
	return ret;
}

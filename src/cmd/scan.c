// SPDX-License-Identifier: GPL-2.0-or-later
#include <stdio.h>

#include "base/error.h"
#include "command.h"
#include "cross.h"
#include "emit.h"
#include "engine/engine.h"
#include "gather.h"
#include "job.h"
#include "left.h"
#include "options.h"
#include "rules/rules.h"
#include "solve.h"
#include "unmatched.h"

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
	ret = solve_gathered(job->rules, g, &p, err);
	if (!ret) {
		solved_findings(p, opt, job->rules, g, report);
		find_unmatched(job, g);
		add_wanted(job, g);
		if (opt->verbose)
			say_stats(p);
		program_free(p);
		if (opt->cross_check)
			ret = cross_check(opt, g, report, err);
	}
	gather_close(g);
	return ret;
}

static int scan_left(struct job *job)
{
	struct error err;
	bool whole;

	return left_scan(job, &whole, &err) ? emit_error(&err) : job_report(job, whole, NULL);
}

int cmd_scan(const struct options *opt)
{
	struct error err;
	struct job job;
	int ret;

	if (job_open(&job, opt, &err) || (!opt->from_check && scan(&job, &err)))
		ret = emit_error(&err);
	else if (opt->from_check)
		ret = scan_left(&job);
	else
		ret = job_report(&job, opt->closure >= 0, NULL);
	job_close(&job);
	return ret;
}

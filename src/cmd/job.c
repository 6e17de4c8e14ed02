// SPDX-License-Identifier: GPL-2.0-or-later
#include "job.h"

#include <string.h>

#include "emit.h"
#include "lint.h"
#include "rules/rules.h"
#include "unmatched.h"

/* What all units agree on; NULL where they differ. */
static void describe_tree(struct report *r, const struct unit_vec *units)
{
	struct unit *const *u;

	vec_for_each (u, units) {
		bool first = u == units->v;

		r->release = first || r->release == (*u)->release ? (*u)->release : NULL;
		r->arch = first || r->arch == (*u)->arch ? (*u)->arch : NULL;
		r->compiler = first || r->compiler == (*u)->compiler ? (*u)->compiler : NULL;
		r->config = first || r->config == (*u)->config ? (*u)->config : NULL;
	}
}

int job_open(struct job *job, const struct options *opt, struct error *err)
{
	int ret;

	memset(job, 0, sizeof(*job));
	job->opt = opt;
	pool_init(&job->pool);
	ret = lint_rules(opt, &job->rules, err);
	return ret ? ret : standing_read(opt, job->rules, &job->standing, err);
}

void job_close(struct job *job)
{
	report_free(&job->report);
	standing_free(&job->standing);
	vec_free(&job->units);
	pool_free(&job->pool);
	rules_free(job->rules);
}

int job_report(struct job *job, bool finds_all, const struct shown_as *as)
{
	struct report *report = &job->report;
	struct error err;
	int ret = standing_apply(job->opt, job->rules, &job->standing, &job->units, finds_all,
				 report, &err);

	if (ret)
		emit_error(&err);
	/* what a failed unit spoils is no reason to hold back the others' findings: it is 2 anyway
	 */
	return ret && !report->failed.n ? 2 : emit_report(job->opt, report, as);
}

int job_lint(struct job *job, bool callers_known, const struct shown_as *as)
{
	if (!job->report.arch)
		describe_tree(&job->report, &job->units);
	lint_units(job->opt, job->rules, &job->units, callers_known, &job->report);
	/* of one file it would say how little it uses */
	if (!as)
		unmatched_models(job->rules, &job->units, &job->report);
	/* of one file alone what depends on its callers is not found: nothing is known to be gone
	 */
	return job_report(job, !as || !as->subject, as);
}

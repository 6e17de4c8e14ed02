// SPDX-License-Identifier: GPL-2.0-or-later
#include "finish.h"

#include "emit.h"
#include "finding/finding.h"
#include "lint.h"
#include "standing.h"
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

int finish_report(const struct options *opt, const struct ruleset *rules, struct standing *standing,
		  const struct unit_vec *units, bool finds_all, struct report *report,
		  const struct shown_as *as)
{
	struct error err;
	int ret = standing_apply(opt, rules, standing, units, finds_all, report, &err);

	if (ret)
		emit_error(&err);
	/* what a failed unit spoils is no reason to hold back the others' findings: it is 2 anyway
	 */
	return ret && !report->failed.n ? 2 : emit_report(opt, report, as);
}

int finish(const struct options *opt, struct ruleset *rules, struct standing *standing,
	   bool callers_known, const struct unit_vec *units, struct report *report,
	   const struct shown_as *as)
{
	if (!report->arch)
		describe_tree(report, units);
	lint_units(opt, rules, units, callers_known, report);
	/* of one file it would say how little it uses */
	if (!as)
		unmatched_models(rules, units, report);
	/* of one file alone what depends on its callers is not found: nothing is known to be gone
	 */
	return finish_report(opt, rules, standing, units, !as || !as->subject, report, as);
}

// SPDX-License-Identifier: GPL-2.0-or-later
#include "finish.h"

#include "emit.h"
#include "finding/finding.h"
#include "lint.h"

/* What all units agree on; NULL where they differ. */
static void describe_tree(struct report *r, const struct unit_vec *units)
{
	struct unit *const *u;

	vec_for_each(u, units) {
		bool first = u == units->v;

		r->release = first || r->release == (*u)->release ? (*u)->release : NULL;
		r->arch = first || r->arch == (*u)->arch ? (*u)->arch : NULL;
		r->compiler = first || r->compiler == (*u)->compiler ? (*u)->compiler : NULL;
		r->config = first || r->config == (*u)->config ? (*u)->config : NULL;
	}
}

int finish(const struct options *opt, struct ruleset *rules, bool callers_known,
	   const struct unit_vec *units, struct report *report, const struct shown_as *as)
{
	if (!report->arch)
		describe_tree(report, units);
	lint_units(opt, rules, units, callers_known, report);
	return emit_report(opt, report, as);
}

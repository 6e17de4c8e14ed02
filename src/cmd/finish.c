// SPDX-License-Identifier: GPL-2.0-or-later
#include "finish.h"

#include "base/error.h"
#include "emit.h"
#include "finding/finding.h"
#include "lint.h"
#include "options.h"
#include "paths.h"

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

int finish(const struct options *opt, bool callers_known, const struct unit_vec *units,
	   struct arena *arena, struct report *report, const struct shown_as *as)
{
	struct error err;
	struct lint_options lint = {
		.rules_dir = opt->rules ? opt->rules : paths_rules(&err),
		.rules = opt->rule.v,
		.nrules = opt->rule.n,
		.latent = opt->latent,
		.callers_known = callers_known,
	};

	if (!report->arch)
		describe_tree(report, units);
	if (!lint.rules_dir || lint_units(&lint, units, arena, report, &err))
		return emit_error(&err);
	return emit_report(opt, report, as);
}

// SPDX-License-Identifier: GPL-2.0-or-later
#include "standing.h"

#include <errno.h>

#include "options.h"

int standing_read(const struct options *opt, const struct ruleset *rules, struct standing *s,
		  struct error *err)
{
	int ret = 0;

	if (opt->suppress)
		ret = suppress_read(&s->suppressions, opt->suppress, rules, err);
	if (!ret && opt->baseline)
		ret = baseline_read(&s->baseline, opt->baseline, err);
	return ret;
}

int standing_apply(const struct options *opt, const struct ruleset *rules, struct standing *s,
		   const struct unit_vec *units, bool finds_all, struct report *report,
		   struct error *err)
{
	const struct coverage coverage = {
		.units = units,
		.rules = opt->rule.v,
		.nrules = opt->rule.n,
		.is_whole = finds_all && !report->failed.n,
	};

	report_sort(report);
	suppress_apply(&s->suppressions, rules, &coverage, report);
	if (opt->baseline)
		baseline_apply(&s->baseline, &coverage, report);
	if (!opt->write_baseline)
		return 0;
	if (report->failed.n)
		return error_set(err, EINVAL,
				 "%s is not written: %s%s failed, and its findings are not known",
				 opt->write_baseline, report->failed.v[0].object,
				 report->failed.n > 1 ? " and others" : "");
	return baseline_write(report, opt->write_baseline, err);
}

void standing_free(struct standing *s)
{
	suppress_free(&s->suppressions);
	baseline_free(&s->baseline);
}

// SPDX-License-Identifier: GPL-2.0-or-later
#include "solve.h"

#include "engine/engine.h"
#include "finding/convert.h"
#include "gather.h"
#include "options.h"
#include "rules/rules.h"

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

int solve_gathered(struct ruleset *rules, struct gather *g, struct program **program,
		   struct error *err)
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
		if (!more) {
			*program = p;
			return 0;
		}
		program_free(p);
		if (more < 0)
			return more;
	}
}

static bool is_wanted(const void *ctx, const struct unit *unit, const char *file)
{
	return gather_is_wanted(ctx, unit, file);
}

void solved_findings(const struct program *p, const struct options *opt,
		     const struct ruleset *rules, const struct gather *g, struct report *report)
{
	report->rules_hash = rules->hash;
	findings_from_program(report, p, rules, opt->rule.v, opt->rule.n, is_wanted, g);
}

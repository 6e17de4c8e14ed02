// SPDX-License-Identifier: GPL-2.0-or-later
#include "lint.h"

#include <errno.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "engine/engine.h"
#include "finding/convert.h"
#include "options.h"
#include "paths.h"
#include "rules/rules.h"

/* Facts skip empty lines: with as many behind the first, the proof's lines are those of its file.
 */
static int read_proof(const struct rule *rule, struct arena *arena, struct unit **unit,
		      struct error *err)
{
	size_t first = strcspn(rule->proof, "\n");
	struct buf text = {};
	int ret;

	buf_add(&text, rule->proof, first);
	for (unsigned i = 0; i < rule->proof_line; i++)
		buf_puts(&text, "\n");
	buf_puts(&text, rule->proof + first);
	ret = facts_read_text(text.s, text.n, rule->file, arena, unit, err);
	buf_free(&text);
	return ret;
}

/* With this rule alone: one place is one fault, and another rule may take it. */
static bool fires_on(struct ruleset *rules, struct rule *rule, const struct unit *unit)
{
	struct program *p = program_new(rules);
	struct rule **all = rules->rules.v;
	size_t n = rules->rules.n;
	bool fired;

	rules->rules.v = &rule;
	rules->rules.n = 1;
	program_add(p, unit, true);
	program_link(p);
	program_solve(p);
	fired = program_faults(p)->n;
	program_free(p);
	rules->rules.v = all;
	rules->rules.n = n;
	return fired;
}

/*
 * Each rule carries a small program on which it must fire: a broken rules
 * directory must not look like a clean kernel.
 */
static int prove_rule(struct ruleset *rules, struct rule *rule, struct error *err)
{
	struct arena arena;
	struct unit *unit;
	int ret;

	arena_init(&arena);
	ret = read_proof(rule, &arena, &unit, err);
	if (ret)
		error_prefix(err, "the proof of rule %s", rule->name);
	else if (!fires_on(rules, rule, unit))
		ret = error_set(
			err, EINVAL,
			"%s:%u: rule %s does not fire on its own proof: the rules are broken",
			rule->file, rule->proof_line, rule->name);
	arena_free(&arena);
	return ret;
}

static int check_names(const struct ruleset *rules, const struct options *opt, struct error *err)
{
	for (size_t i = 0; i < opt->rule.n; i++)
		if (!rules_find(rules, opt->rule.v[i]))
			return error_set(err, ENOENT,
					 "there is no rule '%s'; see `eqslint explain list`",
					 opt->rule.v[i]);
	return 0;
}

int lint_rules(const struct options *opt, struct ruleset **out, struct error *err)
{
	const char *dir = opt->rules ? opt->rules : paths_rules(err);
	struct ruleset *rules;
	int ret;

	if (!dir)
		return -ENOENT;
	ret = rules_load(dir, &rules, err);
	if (ret)
		return ret;
	ret = check_names(rules, opt, err);
	for (size_t i = 0; i < rules->rules.n && !ret; i++)
		ret = prove_rule(rules, rules->rules.v[i], err);
	if (ret)
		rules_free(rules);
	else
		*out = rules;
	return ret;
}

void lint_units(const struct options *opt, struct ruleset *rules, const struct unit_vec *units,
		bool callers_known, struct report *out)
{
	struct program *p = program_new(rules);

	out->rules_hash = rules->hash;
	for (size_t i = 0; i < units->n; i++)
		program_add(p, units->v[i], callers_known);
	program_link(p);
	program_solve(p);
	findings_from_program(out, p, rules, opt->rule.v, opt->rule.n, NULL, NULL);
	program_free(p);
}

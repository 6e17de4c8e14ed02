// SPDX-License-Identifier: GPL-2.0-or-later
#include "lint.h"

#include <errno.h>
#include <string.h>

#include "engine/engine.h"
#include "finding/convert.h"
#include "rules/rules.h"

/*
 * Each rule carries a small program on which it must fire: a broken rules
 * directory must not look like a clean kernel.
 */
static int prove_rule(struct ruleset *rules, const struct rule *rule, struct error *err)
{
	struct arena arena;
	struct unit *unit;
	struct program *p;
	bool fired = false;
	int ret;

	arena_init(&arena);
	ret = facts_read_text(rule->proof, strlen(rule->proof), rule->file, &arena, &unit, err);
	if (ret) {
		error_prefix(err, "the proof of rule %s", rule->name);
	} else {
		p = program_new(rules);
		program_add(p, unit, true);
		program_link(p);
		program_solve(p);
		for (size_t i = 0; i < program_faults(p)->n; i++)
			fired |= program_faults(p)->v[i].check->rule == rule;
		program_free(p);
		if (!fired)
			ret = error_set(
				err, EINVAL,
				"%s: rule %s does not fire on its own proof: the rules are broken",
				rule->file, rule->name);
	}
	arena_free(&arena);
	return ret;
}

static int check_names(const struct ruleset *rules, const struct lint_options *o, struct error *err)
{
	for (size_t i = 0; i < o->nrules; i++)
		if (!rules_find(rules, o->rules[i]))
			return error_set(err, ENOENT,
					 "there is no rule '%s'; see `eqslint explain list`",
					 o->rules[i]);
	return 0;
}

int lint_units(const struct lint_options *o, const struct unit_vec *units, struct arena *arena,
	       struct report *out, struct error *err)
{
	struct ruleset *rules;
	struct program *p;
	int ret = rules_load(o->rules_dir, &rules, err);

	(void)arena;
	if (ret)
		return ret;
	out->rules_hash = rules->hash;
	ret = check_names(rules, o, err);
	for (size_t i = 0; i < rules->rules.n && !ret; i++)
		ret = prove_rule(rules, rules->rules.v[i], err);
	if (!ret) {
		p = program_new(rules);
		for (size_t i = 0; i < units->n; i++)
			program_add(p, units->v[i], o->callers_known);
		program_link(p);
		program_solve(p);
		findings_from_program(out, p, rules, o->rules, o->nrules);
		program_free(p);
	}
	rules_free(rules);
	return ret;
}

// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/intern.h"
#include "facts/facts.h"
#include "parse.h"

static const struct {
	const char *key;
	enum match_kind kind;
} matches[] = {
	{"call", MATCH_CALL}, {"slot", MATCH_SLOT},   {"macro", MATCH_MACRO},
	{"asm", MATCH_ASM},   {"store", MATCH_STORE}, {"load", MATCH_LOAD},
};

static int parse_match(struct ruleset *rules, const struct node *map, struct model *m,
		       struct error *err)
{
	int ret = 0;

	for (size_t i = 0; i < sizeof(matches) / sizeof(*matches) && !ret; i++) {
		if (!yaml_get(map, matches[i].key))
			continue;
		if (m->nnames)
			return yaml_error(map, err, "a model matches one kind of event, not two");
		m->kind = matches[i].kind;
		ret = yaml_strings(map, matches[i].key, &rules->arena, &m->names, &m->nnames, err);
	}
	if (!ret && !m->nnames)
		ret = yaml_error(
			map, err,
			"what it matches is missing: call, slot, macro, asm, store or load");
	if (!ret)
		ret = yaml_strings(map, "within", &rules->arena, &m->within, &m->nwithin, err);
	if (!ret)
		ret = yaml_scalar(map, "takes", false, &m->takes, err);
	if (!ret && m->takes && m->kind != MATCH_ASM)
		ret = yaml_error(map, err, "'takes' is of an asm: of a call, its name says it");
	if (!ret)
		ret = yaml_scalar(map, "defined-in", false, &m->defined_in, err);
	if (!ret)
		ret = parse_flag(map, "without-body", &m->without_body, err);
	if (!ret)
		ret = parse_flag(map, "static-inline", &m->static_inline, err);
	return ret;
}

/* The first argument is 0. */
static int parse_argument(const struct node *n, const char *text, unsigned *arg, struct error *err)
{
	char *end;
	unsigned long v = strtoul(text, &end, 10);

	if (*end || end == text || v > 15)
		return yaml_error(n, err, "'%s' is no argument's number (the first is 0)", text);
	*arg = (unsigned)v;
	return 0;
}

static int parse_saves(struct ruleset *rules, const struct node *map, struct model *m,
		       struct error *err)
{
	const char *into = NULL;
	int ret = parse_variables(rules, map, "saved", &m->saves, err);

	m->result = RESULT_SAVED;
	if (!ret)
		ret = yaml_scalar(map, "into", false, &into, err);
	if (ret || !into)
		return ret;
	m->saves_into = true;
	return parse_argument(map, into, &m->result_arg, err);
}

/* "== 0", or "& 2 == 0" of the bits. */
static int parse_class(const struct node *n, const char *text, struct result_class *c,
		       struct error *err)
{
	static const struct {
		const char *text;
		enum guard_rel rel;
	} rels[] = {{"==", GUARD_EQ}, {"!=", GUARD_NE}, {"<=", GUARD_LE},
		    {">=", GUARD_GE}, {"<", GUARD_LT},	{">", GUARD_GT}};
	size_t i, nrels = sizeof(rels) / sizeof(*rels);
	const char *all = text;
	char *end;

	if (*text == '&') {
		c->mask = strtoull(text + 1, &end, 0);
		text = end + strspn(end, " ");
	}
	for (i = 0; i < nrels; i++)
		if (!strncmp(text, rels[i].text, strlen(rels[i].text)))
			break;
	if (i == nrels)
		return yaml_error(n, err, "'%s': expected a comparison, as '== 0' or '& 2 != 0'",
				  all);
	c->rel = rels[i].rel;
	text += strlen(rels[i].text);
	c->value = strtoll(text, &end, 0);
	if (*end || end == text)
		return yaml_error(n, err, "'%s': expected a number after the comparison", all);
	return 0;
}

static int parse_result(struct ruleset *rules, const struct node *n, struct model *m,
			struct error *err)
{
	static const char *const keys[] = {"test", "of",   "saved", "into", "value",
					   "read", "bits", "if",    NULL};
	const char *text = NULL;
	char *end;
	int ret = yaml_check_keys(n, keys, err);

	if (ret)
		return ret;
	if (yaml_get(n, "saved"))
		return parse_saves(rules, n, m, err);
	if (yaml_get(n, "test")) {
		m->result = RESULT_TEST;
		ret = parse_condition(rules, n, "test", &m->test, err);
		if (!ret)
			ret = yaml_scalar(n, "of", false, &text, err);
		if (ret || !text)
			return ret;
		m->result = RESULT_TEST_SAVED;
		return parse_argument(n, text, &m->result_arg, err);
	}
	if (yaml_get(n, "bits")) {
		m->result = RESULT_BITS;
		ret = yaml_scalar(n, "bits", true, &text, err);
		if (!ret)
			ret = parse_class(n, text, &m->bits, err);
		return ret ? ret : parse_condition(rules, n, "if", &m->test, err);
	}
	if (yaml_get(n, "read")) {
		m->result = RESULT_READ;
		ret = yaml_scalar(n, "read", true, &text, err);
		return ret ? ret : parse_argument(n, text, &m->result_arg, err);
	}
	m->result = RESULT_VALUE;
	ret = yaml_scalar(n, "value", true, &text, err);
	if (ret)
		return ret;
	m->result_value = strtoll(text, &end, 0);
	if (*end || end == text)
		return yaml_error(n, err, "'%s': expected a number", text);
	return 0;
}

/* "0 == 2": the first argument is 2. */
static int parse_case_arg(const struct node *n, struct effect_case *c, struct error *err)
{
	const char *text = NULL;
	int ret = yaml_scalar(n, "arg", false, &text, err), used = 0;
	long long value;

	if (ret || !text)
		return ret;
	if (sscanf(text, "%u == %lli%n", &c->arg, &value, &used) != 2 || text[used] || c->arg > 15)
		return yaml_error(n, err, "'%s': expected ARGUMENT == NUMBER (the first is 0)",
				  text);
	c->arg_value = value;
	c->has_arg = true;
	return 0;
}

static int parse_cases(struct ruleset *rules, const struct node *map, struct model *m,
		       struct error *err)
{
	static const char *const keys[] = {"if", "arg", "set", NULL};
	const struct node *cases, *set = yaml_get(map, "set");
	int ret = yaml_child(map, "cases", NODE_LIST, &cases, err);

	if (ret)
		return ret;
	if (cases && set)
		return yaml_error(set, err, "either 'set' or 'cases'");
	m->ncases = set ? 1 : cases ? cases->n : 0;
	m->cases = arena_array(&rules->arena, struct effect_case, m->ncases);
	if (set)
		return parse_assigns(rules, set, &m->cases[0].set, err);
	for (size_t i = 0; i < m->ncases && !ret; i++) {
		const struct node *c = cases->items[i];

		ret = yaml_check_keys(c, keys, err);
		if (!ret)
			ret = parse_condition(rules, c, "if", &m->cases[i].when, err);
		if (!ret)
			ret = parse_case_arg(c, &m->cases[i], err);
		if (!ret && yaml_get(c, "set"))
			ret = parse_assigns(rules, yaml_get(c, "set"), &m->cases[i].set, err);
		if (!ret && !m->cases[i].when && !m->cases[i].has_arg && i + 1 < m->ncases)
			ret = yaml_error(c, err,
					 "only the last case may have neither 'if' nor 'arg'");
	}
	return ret;
}

static int parse_return_case(struct ruleset *rules, const struct node *n, struct return_case *r,
			     struct error *err)
{
	static const char *const keys[] = {"result", "set", NULL};
	const char *text = NULL;
	struct result_class c = {};
	int ret = yaml_check_keys(n, keys, err);

	if (!ret)
		ret = yaml_scalar(n, "result", true, &text, err);
	if (!ret)
		ret = parse_class(n, text, &c, err);
	if (ret)
		return ret;
	r->rel = c.rel;
	r->mask = c.mask;
	r->value = c.value;
	return yaml_get(n, "set") ? parse_assigns(rules, yaml_get(n, "set"), &r->set, err) : 0;
}

/* A function that the modelled code calls back, and after which results it does so again. */
static int parse_calls_back(struct ruleset *rules, const struct node *map, struct model *m,
			    struct error *err)
{
	const char **texts;
	int ret = yaml_scalar(map, "calls-back", false, &m->calls_back, err);

	if (!ret)
		ret = yaml_strings(map, "again", &rules->arena, &texts, &m->nagain, err);
	if (!ret && m->nagain && !m->calls_back)
		ret = yaml_error(map, err, "'again' needs 'calls-back'");
	if (ret)
		return ret;
	m->again = arena_array(&rules->arena, struct result_class, m->nagain);
	for (size_t i = 0; i < m->nagain && !ret; i++)
		ret = parse_class(map, texts[i], &m->again[i], err);
	return ret;
}

static int parse_returns(struct ruleset *rules, const struct node *map, struct model *m,
			 struct error *err)
{
	const struct node *list;
	int ret = yaml_child(map, "returns", NODE_LIST, &list, err);

	if (ret || !list)
		return ret;
	m->nreturns = list->n;
	m->returns = arena_array(&rules->arena, struct return_case, m->nreturns);
	for (size_t i = 0; i < m->nreturns && !ret; i++)
		ret = parse_return_case(rules, list->items[i], &m->returns[i], err);
	return ret;
}

static int parse_tags(struct ruleset *rules, const struct node *map, struct model *m,
		      struct error *err)
{
	const char **names;
	size_t n;
	int ret = yaml_strings(map, "tags", &rules->arena, &names, &n, err);

	for (size_t i = 0; i < n && !ret; i++) {
		uint32_t bit = rules_tag(rules, names[i]);

		if (!bit) {
			if (rules->tags.n == 32)
				return yaml_error(map, err, "more than 32 tags");
			vec_push(&rules->tags, names[i]);
			bit = 1u << (rules->tags.n - 1);
		}
		m->tags |= bit;
	}
	return ret;
}

/* What the body of a contract must leave, and how it is entered. */
static int parse_promises(struct ruleset *rules, const struct node *map, struct model *m,
			  struct error *err)
{
	static const char *const keys[] = {"if", "set", NULL};
	const struct node *from = yaml_get(map, "from"), *list;
	int ret = yaml_child(map, "leaves", NODE_LIST, &list, err);

	if (!ret)
		ret = parse_flag(map, "contract", &m->is_contract, err);
	if (ret)
		return ret;
	if ((from || list) && !m->is_contract)
		ret = yaml_error(map, err, "'from' and 'leaves' are of a contract");
	else if (from)
		ret = parse_assigns(rules, from, &m->from, err);
	m->nleaves = list ? list->n : 0;
	m->leaves = arena_array(&rules->arena, struct effect_case, m->nleaves);
	for (size_t i = 0; i < m->nleaves && !ret; i++) {
		const struct node *set = yaml_get(list->items[i], "set");

		ret = yaml_check_keys(list->items[i], keys, err);
		if (!ret)
			ret = parse_condition(rules, list->items[i], "if", &m->leaves[i].when, err);
		if (!ret && !set)
			ret = yaml_error(list->items[i], err, "'set' is missing");
		if (!ret)
			ret = parse_assigns(rules, set, &m->leaves[i].set, err);
		if (m->leaves[i].when)
			m->promises |= m->leaves[i].when->vars;
		for (size_t k = 0; k < m->leaves[i].set.n; k++)
			m->promises |= (varmask)(1u << m->leaves[i].set.v[k].var);
	}
	return ret;
}

static int parse_effect(struct ruleset *rules, const struct node *map, struct model *m,
			struct error *err)
{
	const struct node *result = yaml_get(map, "result");
	const char *restores = NULL;
	unsigned arg = 0;
	int ret = parse_cases(rules, map, m, err);

	if (!ret)
		ret = parse_returns(rules, map, m, err);
	if (!ret && result)
		ret = parse_result(rules, result, m, err);
	if (!ret)
		ret = yaml_scalar(map, "restores", false, &restores, err);
	if (!ret && restores) {
		ret = parse_argument(map, restores, &arg, err);
		m->restores = (int)arg;
	}
	if (!ret)
		ret = parse_variables(rules, map, "not-restored", &m->spares, err);
	if (!ret && m->spares && m->restores < 0)
		ret = yaml_error(map, err, "'not-restored' is of 'restores'");
	if (!ret)
		ret = parse_condition(rules, map, "claim", &m->claim, err);
	if (!ret)
		ret = parse_tags(rules, map, m, err);
	if (!ret)
		ret = parse_calls_back(rules, map, m, err);
	if (!ret)
		ret = parse_flag(map, "ends-path", &m->ends_path, err);
	if (!ret)
		ret = parse_flag(map, "ends-if-false", &m->ends_if_false, err);
	if (!ret)
		ret = parse_flag(map, "alarm", &m->is_alarm, err);
	if (!ret)
		ret = parse_flag(map, "light", &m->is_light, err);
	if (!ret)
		ret = parse_flag(map, "waits", &m->waits, err);
	if (!ret)
		ret = parse_promises(rules, map, m, err);
	return ret;
}

static void model_masks(struct model *m)
{
	for (size_t i = 0; i < m->ncases; i++) {
		for (size_t k = 0; k < m->cases[i].set.n; k++)
			m->sets |= (varmask)(1u << m->cases[i].set.v[k].var);
		if (m->cases[i].when)
			m->reads |= m->cases[i].when->vars;
	}
	for (size_t i = 0; i < m->nreturns; i++)
		for (size_t k = 0; k < m->returns[i].set.n; k++)
			m->sets |= (varmask)(1u << m->returns[i].set.v[k].var);
	if (m->test)
		m->reads |= m->test->vars;
	if (m->claim)
		m->reads |= m->claim->vars;
	m->reads |= m->saves;
}

static const char *const model_keys[] = {
	"call",		  "slot",	   "macro",	 "asm",	     "store",	      "load",
	"within",	  "takes",	   "defined-in", "when",     "read-in",	      "set",
	"cases",	  "returns",	   "result",	 "restores", "not-restored",  "claim",
	"tags",		  "ends-path",	   "light",	 "contract", "ends-if-false", "alarm",
	"without-body",	  "static-inline", "calls-back", "again",    "from",	      "leaves",
	"in-other-trees", "waits",	   NULL};

static int parse_model(struct ruleset *rules, const struct node *map, const struct node *top,
		       struct error *err)
{
	struct model *m = arena_new(&rules->arena, struct model);
	int ret = yaml_check_keys(map, model_keys, err);

	m->file = map->file;
	m->line = map->line;
	m->restores = -1;
	if (!ret)
		ret = parse_match(rules, map, m, err);
	if (!ret)
		ret = parse_condition(rules, map, "when", &m->when, err);
	if (!ret)
		ret = yaml_scalar(top, "read-in", false, &m->source, err);
	if (!ret)
		ret = yaml_scalar(map, "read-in", false, &m->source, err);
	if (!ret && !m->source)
		ret = yaml_error(map, err,
				 "'read-in' is missing: the kernel file this was read in");
	if (!ret)
		ret = yaml_strings(map, "in-other-trees", &rules->arena, &m->others, &m->nothers,
				   err);
	if (!ret)
		ret = parse_archs(rules, top, "arch", &m->archs, &m->narchs, err);
	if (!ret)
		ret = parse_effect(rules, map, m, err);
	model_masks(m);
	rules->saved |= m->saves;
	vec_push(&rules->models, m);
	return ret;
}

int parse_model_list(struct ruleset *rules, const struct node *root, struct error *err)
{
	const struct node *list;
	int ret = yaml_child(root, "models", NODE_LIST, &list, err);

	for (size_t i = 0; !ret && list && i < list->n; i++)
		ret = parse_model(rules, list->items[i], root, err);
	return ret;
}

int parse_models(struct ruleset *rules, const struct node *root, struct error *err)
{
	static const char *const keys[] = {"arch", "read-in", "models", NULL};
	int ret = yaml_check_keys(root, keys, err);

	if (!ret && !yaml_get(root, "models"))
		ret = yaml_error(root, err, "'models' is missing, a list");
	return ret ? ret : parse_model_list(rules, root, err);
}

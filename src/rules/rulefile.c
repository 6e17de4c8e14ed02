// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <string.h>

#include "base/intern.h"
#include "parse.h"

static const struct {
	const char *name;
	enum trigger on;
} triggers[] = {
	{"becomes", ON_BECOMES},
	{"sets", ON_SET},
	{"tag", ON_TAG},
	{"claim", ON_CLAIM},
	{"return", ON_RETURN},
	{"flags-twice", ON_FLAGS_TWICE},
	{"flags-order", ON_FLAGS_ORDER},
	{"flags-unsaved", ON_FLAGS_UNSAVED},
	{"flags-lost", ON_FLAGS_LOST},
	{"contract", ON_CONTRACT},
	{"calls-out", ON_CALL_OUT},
	{"calls-traceable", ON_CALL_TRACEABLE},
	{"unthrottled", ON_UNTHROTTLED},
};

/* "sets" holds a map VARIABLE: VALUE or list of values. */
static int parse_sets(struct ruleset *rules, const struct node *n, struct check *c,
		      struct error *err)
{
	const char **names;
	size_t count;
	int var, ret;

	if (n->kind != NODE_MAP || n->n != 1)
		return yaml_error(n, err, "expected one VARIABLE: VALUES");
	var = find_variable(rules, n, n->keys[0], err);
	if (var < 0)
		return var;
	c->var = (unsigned)var;
	c->touches |= (varmask)(1u << var);
	ret = yaml_strings(n, n->keys[0], &rules->arena, &names, &count, err);
	for (size_t i = 0; i < count && !ret; i++) {
		unsigned v = variable_value(&rules->vars[var], names[i]);

		if (!v)
			return yaml_error(n, err, "'%s' is no value of '%s': expected %s", names[i],
					  n->keys[0], rules->vars[var].shown_values);
		c->values |= (uint16_t)(1u << v);
	}
	return ret;
}

/* Tags that some model has. */
static int parse_check_tags(struct ruleset *rules, const struct node *on, const char *key,
			    struct check *c, struct error *err)
{
	const char **names;
	size_t count;
	int ret = yaml_strings(on, key, &rules->arena, &names, &count, err);

	for (size_t i = 0; i < count && !ret; i++) {
		uint32_t bit = rules_tag(rules, names[i]);

		if (!bit)
			return yaml_error(on, err, "no model has the tag '%s'", names[i]);
		c->tags |= bit;
	}
	return ret;
}

/* The slots whose functions return: RECORD.FIELD each. */
static int parse_returning(struct ruleset *rules, const struct node *on, struct check *c,
			   struct error *err)
{
	int ret = yaml_strings(on, "return", &rules->arena, &c->fields, &c->nslots, err);

	return ret ? ret : split_slots(rules, on, c->fields, c->nslots, &c->records, err);
}

static int parse_return(struct ruleset *rules, const struct node *on, struct check *c,
			struct error *err)
{
	const struct node *what = yaml_get(on, "return");
	const char *text = NULL;
	int ret;

	if (what && what->kind == NODE_LIST)
		return parse_returning(rules, on, c, err);
	ret = yaml_scalar(on, "return", true, &text, err);
	if (!ret && strcmp(text, "root") && strcmp(text, "any"))
		ret = yaml_error(on, err, "'return' must be root, any or a list of slots");
	c->root_only = !ret && !strcmp(text, "root");
	return ret;
}

/* 'on': either the name of a trigger, or a map with the trigger and what belongs to it. */
static int parse_trigger(struct ruleset *rules, const struct node *on, struct check *c,
			 struct error *err)
{
	const char *name = !on					? NULL
			   : on->kind == NODE_SCALAR		? on->text
			   : on->kind == NODE_MAP && on->n == 1 ? on->keys[0]
								: NULL;
	size_t i, n = sizeof(triggers) / sizeof(*triggers);

	for (i = 0; name && i < n; i++)
		if (!strcmp(name, triggers[i].name))
			break;
	if (!name || i == n)
		return error_set(err, EINVAL,
				 "%s:%u: 'on' must be one of becomes, sets, tag, claim, return, "
				 "flags-twice, flags-order, flags-unsaved, flags-lost, contract, "
				 "calls-out, calls-traceable, unthrottled",
				 c->file, on ? on->line : c->line);
	c->on = triggers[i].on;
	if (c->on == ON_SET)
		return on->kind == NODE_MAP
			       ? parse_sets(rules, on->items[0], c, err)
			       : yaml_error(on, err, "expected 'sets: {VARIABLE: VALUE}'");
	if (c->on == ON_TAG)
		return parse_check_tags(rules, on, "tag", c, err);
	if (c->on == ON_RETURN)
		return parse_return(rules, on, c, err);
	if (c->on == ON_CONTRACT)
		return parse_variables(rules, on, "contract", &c->about, err);
	return 0;
}

static int parse_severity(const struct node *map, struct check *c, struct error *err)
{
	static const char *const names[] = {"note", "warning", "error"};
	const char *text = NULL;
	int ret = yaml_scalar(map, "severity", true, &text, err);

	for (unsigned i = 0; !ret && i < 3; i++)
		if (!strcmp(text, names[i])) {
			c->severity = (enum rule_severity)i;
			return 0;
		}
	return ret ? ret
		   : yaml_error(map, err, "'%s' is no severity: expected note, warning or error",
				text);
}

static int parse_check_needs(struct ruleset *rules, const struct node *map, struct check *c,
			     struct error *err)
{
	int ret = yaml_strings(map, "needs", &rules->arena, &c->needs, &c->nneeds, err);
	size_t kept = 0;

	for (size_t i = 0; i < c->nneeds && !ret; i++) {
		if (!strcmp(c->needs[i], "macro chains")) {
			c->needs_chains = true;
			continue;
		}
		if (strspn(c->needs[i], "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") !=
		    strlen(c->needs[i]))
			return yaml_error(
				yaml_get(map, "needs"), err,
				"'%s' is no option: expected a name as TRACE_IRQFLAGS, or "
				"'macro chains'",
				c->needs[i]);
		rules_tree_fact(rules, c->needs[i]);
		c->needs[kept++] = c->needs[i];
	}
	c->nneeds = kept;
	return ret;
}

/* A check that is no finding: what the variable was when it held is noted for the program. */
static int parse_remembers(struct ruleset *rules, const struct node *map, struct check *c,
			   struct error *err)
{
	const char *name = NULL;
	int var, ret = yaml_scalar(map, "remembers", false, &name, err);

	if (ret || !name)
		return ret;
	var = find_variable(rules, yaml_get(map, "remembers"), name, err);
	if (var < 0)
		return var;
	if (rules->remembers && rules->remembers != (unsigned)var + 1)
		return yaml_error(yaml_get(map, "remembers"), err,
				  "another check remembers '%s': expected the same variable",
				  rules->vars[rules->remembers - 1].name);
	rules->remembers = (unsigned)var + 1;
	c->remembers = true;
	return 0;
}

/* What only a check on a throttle has, or has not. */
static int parse_about(struct ruleset *rules, const struct node *map, struct check *c,
		       struct error *err)
{
	static const char *const own[] = {"arms", "requests", "entered", "defers", "reset"};
	static const char *const others[] = {"if",
					     "unless",
					     "every",
					     "origin",
					     "ends",
					     "unknown-after",
					     "needs",
					     "remembers",
					     "where-remembered",
					     "once-in-function"};
	bool is_throttle = c->on == ON_UNTHROTTLED;
	const char *const *wrong = is_throttle ? others : own;
	size_t n = is_throttle ? sizeof(others) / sizeof(*others) : sizeof(own) / sizeof(*own);

	for (size_t i = 0; i < n; i++)
		if (yaml_get(map, wrong[i]))
			return yaml_error(yaml_get(map, wrong[i]), err,
					  "'%s' is %s 'on: unthrottled'", wrong[i],
					  is_throttle ? "not for" : "of");
	return is_throttle ? parse_throttle(rules, map, &c->throttle, err) : 0;
}

/* Where else it holds, or does not, and how often it speaks. */
static int parse_when(struct ruleset *rules, const struct node *map, struct check *c,
		      struct error *err)
{
	int ret = parse_condition(rules, map, "unless", &c->unless, err);

	if (!ret)
		ret = parse_condition(rules, map, "origin", &c->origin, err);
	if (!ret)
		ret = parse_condition(rules, map, "ends", &c->ends, err);
	if (!ret)
		ret = parse_flag(map, "every", &c->every, err);
	if (!ret)
		ret = parse_flag(map, "once-in-function", &c->once, err);
	if (!ret)
		ret = parse_flag(map, "where-remembered", &c->where_remembered, err);
	return ret;
}

/* What is said; a check that only remembers says nothing. */
static int parse_words(const struct node *map, struct check *c, struct error *err)
{
	int ret = c->remembers ? 0 : parse_severity(map, c, err);

	if (!ret)
		ret = yaml_scalar(map, "message", !c->remembers, &c->message, err);
	if (!ret)
		ret = yaml_scalar(map, "note", false, &c->note, err);
	return ret;
}

static const char *const check_keys[] = {"on",
					 "if",
					 "unless",
					 "every",
					 "severity",
					 "message",
					 "note",
					 "origin",
					 "ends",
					 "unknown-after",
					 "needs",
					 "once-in-function",
					 "by",
					 "remembers",
					 "where-remembered",
					 "arms",
					 "requests",
					 "entered",
					 "defers",
					 "reset",
					 NULL};

static int parse_check(struct ruleset *rules, const struct node *map, struct check *c,
		       struct error *err)
{
	int ret = yaml_check_keys(map, check_keys, err);

	c->file = map->file;
	c->line = map->line;
	if (!ret)
		ret = parse_trigger(rules, yaml_get(map, "on"), c, err);
	if (!ret && yaml_get(map, "by") && c->on != ON_BECOMES)
		ret = yaml_error(yaml_get(map, "by"), err, "'by' is of 'on: becomes'");
	if (!ret && c->on == ON_BECOMES)
		ret = parse_check_tags(rules, map, "by", c, err);
	if (!ret)
		ret = parse_about(rules, map, c, err);
	if (!ret)
		ret = parse_condition(rules, map, "if", &c->state, err);
	if (!ret && c->on == ON_BECOMES && !c->state)
		ret = yaml_error(map, err, "'becomes' needs 'if': what comes to hold");
	if (!ret)
		ret = parse_when(rules, map, c, err);
	if (!ret)
		ret = parse_remembers(rules, map, c, err);
	if (!ret)
		ret = parse_words(map, c, err);
	if (!ret)
		ret = parse_variables(rules, map, "unknown-after", &c->poisons, err);
	if (!ret)
		ret = parse_check_needs(rules, map, c, err);
	if (c->state)
		c->touches |= c->state->vars;
	return ret;
}

static int parse_checks(struct ruleset *rules, const struct node *map, struct rule *r,
			struct error *err)
{
	const struct node *list = yaml_get(map, "checks");
	int ret = 0;

	if (!list || list->kind != NODE_LIST || !list->n)
		return yaml_error(map, err, "'checks' is missing, a list");
	r->nchecks = list->n;
	r->checks = arena_array(&rules->arena, struct check, r->nchecks);
	for (size_t i = 0; i < list->n && !ret; i++) {
		ret = parse_check(rules, list->items[i], &r->checks[i], err);
		r->checks[i].rule = r;
	}
	return ret;
}

int parse_rule(struct ruleset *rules, const struct node *root, struct rule **out, struct error *err)
{
	static const char *const keys[] = {"rule",   "summary", "why",	      "fix",
					   "bad",    "good",	"references", "lanes",
					   "checks", "proof",	NULL};
	struct rule *r = arena_new(&rules->arena, struct rule);
	int ret = yaml_check_keys(root, keys, err);

	r->file = root->file;
	*out = r;
	if (!ret)
		ret = yaml_scalar(root, "rule", true, &r->name, err);
	if (!ret)
		ret = yaml_scalar(root, "summary", true, &r->summary, err);
	if (!ret)
		ret = yaml_scalar(root, "why", true, &r->why, err);
	if (!ret)
		ret = yaml_scalar(root, "fix", true, &r->fix, err);
	if (!ret)
		ret = yaml_scalar(root, "bad", true, &r->bad, err);
	if (!ret)
		ret = yaml_scalar(root, "good", true, &r->good, err);
	if (!ret)
		ret = yaml_scalar(root, "proof", true, &r->proof, err);
	if (!ret)
		r->proof_line = yaml_get(root, "proof")->line;
	if (!ret)
		ret = yaml_strings(root, "references", &rules->arena, &r->references,
				   &r->nreferences, err);
	if (!ret)
		ret = parse_variables(rules, root, "lanes", &r->lanes, err);
	if (!ret)
		ret = parse_checks(rules, root, r, err);
	return ret;
}

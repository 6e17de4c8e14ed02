// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/intern.h"
#include "parse.h"

unsigned variable_value(const struct variable *v, const char *name)
{
	for (unsigned i = 1; i <= v->nvalues; i++)
		if (!strcmp(v->values[i], name))
			return i;
	return 0;
}

static int parse_value(const struct variable *v, const struct node *map, const char *key,
		       unsigned *value, struct error *err)
{
	const char *name = NULL;
	int ret = yaml_scalar(map, key, false, &name, err);

	if (ret || !name)
		return ret;
	if (!strcmp(name, "caller"))
		return 0;
	*value = variable_value(v, name);
	if (!*value)
		return yaml_error(yaml_get(map, key), err, "'%s' is no value of '%s': expected %s",
				  name, v->name, v->shown_values);
	return 0;
}

static int parse_values(struct ruleset *rules, struct variable *v, const struct node *map,
			struct error *err)
{
	const char **list, *shown = "", *counter = NULL;
	char *end = NULL;
	size_t n;
	int ret = yaml_strings(map, "values", &rules->arena, &list, &n, err);

	if (!ret)
		ret = yaml_scalar(map, "counter", false, &counter, err);
	if (ret)
		return ret;
	if (!n == !counter)
		return yaml_error(map, err, "'%s' needs either 'values' or 'counter'", v->name);
	if (counter) {
		v->is_counter = true;
		n = (size_t)strtol(counter, &end, 10) + 1;
	}
	if ((end && *end) || n > MAX_VALUES || n < 2)
		return yaml_error(map, err,
				  "'%s' needs 'values' (2 to %d of them) or 'counter' (1 to %d)",
				  v->name, MAX_VALUES, MAX_VALUES - 1);
	v->nvalues = (unsigned)n;
	for (unsigned i = 1; i <= n; i++) {
		v->values[i] = counter ? intern_f("%u", i - 1) : list[i - 1];
		shown = intern_f("%s%s%s", shown, i > 1 ? ", " : "", v->values[i]);
	}
	v->shown_values = shown;
	return 0;
}

static int parse_value_notes(struct variable *v, const struct node *map, struct error *err)
{
	const struct node *notes;
	int ret = yaml_child(map, "notes", NODE_MAP, &notes, err);

	for (size_t i = 0; !ret && notes && i < notes->n; i++) {
		unsigned value = variable_value(v, notes->keys[i]);

		if (!value || notes->items[i]->kind != NODE_SCALAR)
			return yaml_error(notes->items[i], err,
					  "'notes' of '%s' must give a text for one of %s", v->name,
					  v->shown_values);
		v->notes[value] = notes->items[i]->text;
	}
	return ret;
}

static int parse_need(struct ruleset *rules, const struct node *n, struct need *need,
		      struct error *err)
{
	static const char *const keys[] = {"option", "when", NULL};
	const char *option = NULL;
	int ret = yaml_check_keys(n, keys, err);

	if (!ret)
		ret = yaml_scalar(n, "option", true, &option, err);
	if (!ret)
		ret = parse_condition(rules, n, "when", &need->when, err);
	if (!ret)
		need->option = rules_tree_fact(rules, option);
	return ret;
}

static int parse_value_needs(struct ruleset *rules, struct variable *v, const struct node *map,
			     struct error *err)
{
	const struct node *needs;
	int ret = yaml_child(map, "needs", NODE_MAP, &needs, err);

	for (size_t i = 0; needs && i < needs->n && !ret; i++) {
		unsigned value = variable_value(v, needs->keys[i]);
		const struct node *list = needs->items[i];

		if (!value || list->kind != NODE_LIST)
			return yaml_error(list, err,
					  "'needs' must give a list of options for one of %s",
					  v->shown_values);
		v->nneeds[value] = list->n;
		v->needs[value] = arena_array(&rules->arena, struct need, list->n);
		for (size_t k = 0; k < list->n && !ret; k++)
			ret = parse_need(rules, list->items[k], &v->needs[value][k], err);
	}
	return ret;
}

const char *rules_missing_option(const struct ruleset *rules, unsigned var, unsigned value)
{
	const struct variable *v = &rules->vars[var];
	const char *missing = NULL;

	if (!value || value > v->nvalues)
		return NULL;
	for (size_t i = 0; i < v->nneeds[value]; i++) {
		const struct need *n = &v->needs[value][i];

		if (n->when && expr_eval(n->when, &(struct state){}, NULL, TRUST_ALL) == TRI_NO)
			continue;
		/* Where nobody said, it counts: better a finding than a false silence. */
		if (n->option->value != TRI_NO)
			return NULL;
		if (!missing)
			missing = n->option->name;
	}
	return missing;
}

int parse_archs(struct ruleset *rules, const struct node *map, const char *key, const char ***list,
		size_t *n, struct error *err)
{
	const char *known = "none";
	int ret = yaml_strings(map, key, &rules->arena, list, n, err);

	for (size_t k = 0; k < rules->narchs; k++)
		known = k ? intern_f("%s, %s", known, rules->archs[k]) : rules->archs[k];
	for (size_t i = 0; !ret && i < *n; i++) {
		size_t k = 0;

		while (k < rules->narchs && rules->archs[k] != (*list)[i])
			k++;
		if (k == rules->narchs)
			ret = yaml_error(yaml_get(map, key), err,
					 "'%s' is not among the 'architectures' of states.yaml: %s",
					 (*list)[i], known);
	}
	return ret;
}

static int parse_variable(struct ruleset *rules, const char *name, const struct node *map,
			  struct error *err)
{
	static const char *const keys[] = {"values", "counter", "entry", "whole-entry",
					   "only",   "notes",	"needs", NULL};
	struct variable *v = &rules->vars[rules->nvars];
	int ret = yaml_check_keys(map, keys, err);

	if (ret)
		return ret;
	if (rules->nvars == MAX_VARIABLES)
		return yaml_error(map, err, "more than %d variables", MAX_VARIABLES);
	v->name = name;
	rules->nvars++;
	ret = parse_values(rules, v, map, err);
	if (!ret)
		ret = parse_value_notes(v, map, err);
	if (!ret)
		ret = parse_value_needs(rules, v, map, err);
	if (!ret)
		ret = parse_value(v, map, "entry", &v->entry, err);
	v->whole_entry = v->entry;
	if (!ret)
		ret = parse_value(v, map, "whole-entry", &v->whole_entry, err);
	if (!ret)
		ret = parse_archs(rules, map, "only", &v->only_archs, &v->nonly, err);
	return ret;
}

int find_variable(const struct ruleset *rules, const struct node *n, const char *name,
		  struct error *err)
{
	int var = rules_variable(rules, name);

	return var < 0 ? yaml_error(n, err, "'%s' is no variable of the states file", name) : var;
}

int parse_variables(struct ruleset *rules, const struct node *map, const char *key, varmask *mask,
		    struct error *err)
{
	const char **names;
	size_t n;
	int ret = yaml_strings(map, key, &rules->arena, &names, &n, err);

	for (size_t i = 0; i < n && !ret; i++) {
		int var = find_variable(rules, map, names[i], err);

		if (var < 0)
			return var;
		*mask |= (varmask)(1u << var);
	}
	return ret;
}

int parse_assigns(struct ruleset *rules, const struct node *map, struct assign_vec *out,
		  struct error *err)
{
	if (map->kind != NODE_MAP)
		return yaml_error(map, err, "expected VARIABLE: VALUE");
	for (size_t i = 0; i < map->n; i++) {
		const struct node *v = map->items[i];
		int var = find_variable(rules, v, map->keys[i], err);
		struct assign a = {};

		if (var < 0)
			return var;
		if (v->kind != NODE_SCALAR)
			return yaml_error(v, err, "expected a value of '%s'", map->keys[i]);
		a.var = (unsigned)var;
		a.value = variable_value(&rules->vars[var], v->text);
		if (!strcmp(v->text, "unknown"))
			a.how = ASSIGN_UNKNOWN;
		else if (rules->vars[var].is_counter && !strcmp(v->text, "up"))
			a.how = ASSIGN_UP;
		else if (rules->vars[var].is_counter && !strcmp(v->text, "down"))
			a.how = ASSIGN_DOWN;
		else if (!a.value)
			return yaml_error(v, err,
					  "'%s' is no value of '%s': expected %s, unknown%s",
					  v->text, map->keys[i], rules->vars[var].shown_values,
					  rules->vars[var].is_counter ? ", up, down" : "");
		vec_push(out, a);
	}
	return 0;
}

int parse_condition(struct ruleset *rules, const struct node *map, const char *key,
		    const struct expr **out, struct error *err)
{
	const struct node *n = yaml_get(map, key);

	*out = NULL;
	return n ? expr_parse(rules, n, out, err) : 0;
}

int parse_flag(const struct node *map, const char *key, bool *out, struct error *err)
{
	const char *text = NULL;
	int ret = yaml_scalar(map, key, false, &text, err);

	if (ret || !text)
		return ret;
	if (strcmp(text, "true") && strcmp(text, "false"))
		return yaml_error(yaml_get(map, key), err, "'%s' must be true or false", key);
	*out = !strcmp(text, "true");
	return 0;
}

static int parse_predicates(struct ruleset *rules, const struct node *root, struct error *err)
{
	const struct node *map;
	int ret = yaml_child(root, "predicates", NODE_MAP, &map, err);

	for (size_t i = 0; map && i < map->n && !ret; i++) {
		struct predicate p = {.name = map->keys[i]};

		if (rules_variable(rules, p.name) >= 0 || rules_predicate(rules, p.name))
			return yaml_error(map->items[i], err, "'%s' is defined already", p.name);
		ret = expr_parse(rules, map->items[i], &p.expr, err);
		vec_push(&rules->predicates, p);
	}
	return ret;
}

static int parse_follows(struct ruleset *rules, const struct node *root, struct error *err)
{
	static const char *const keys[] = {"when", "set", NULL};
	const struct node *list;
	int ret = yaml_child(root, "follows", NODE_LIST, &list, err);

	for (size_t i = 0; list && i < list->n && !ret; i++) {
		struct follow f = {};
		const struct node *set = yaml_get(list->items[i], "set");

		ret = yaml_check_keys(list->items[i], keys, err);
		if (!ret)
			ret = parse_condition(rules, list->items[i], "when", &f.when, err);
		if (!ret && (!f.when || !set))
			ret = yaml_error(list->items[i], err, "'when' and 'set' are needed");
		if (!ret)
			ret = parse_assigns(rules, set, &f.set, err);
		vec_push(&rules->follows, f);
	}
	return ret;
}

static int parse_splits(struct ruleset *rules, const struct node *root, struct error *err)
{
	const struct node *list;
	int ret = yaml_child(root, "root-cases", NODE_LIST, &list, err);

	for (size_t i = 0; list && i < list->n && !ret; i++) {
		struct assign_vec set = {};

		ret = parse_assigns(rules, list->items[i], &set, err);
		vec_push(&rules->splits, set);
	}
	return ret;
}

static int parse_images(struct ruleset *rules, const struct node *root, struct error *err)
{
	const struct node *map;
	int ret = yaml_child(root, "images", NODE_MAP, &map, err);

	for (size_t i = 0; map && i < map->n && !ret; i++) {
		struct image im = {.name = map->keys[i]};

		ret = yaml_strings(map, im.name, &rules->arena, &im.paths, &im.npaths, err);
		vec_push(&rules->images, im);
	}
	return ret;
}

/* A section's name, or {section: NAME, when: CONDITION}. */
static int parse_noinstr(struct ruleset *rules, const struct node *root, struct error *err)
{
	static const char *const keys[] = {"section", "when", NULL};
	const struct node *list;
	int ret = yaml_child(root, "noinstr-sections", NODE_LIST, &list, err);

	for (size_t i = 0; list && i < list->n && !ret; i++) {
		const struct node *n = list->items[i];
		struct noinstr_section s = {.name = n->text};

		if (n->kind != NODE_SCALAR) {
			ret = yaml_check_keys(n, keys, err);
			if (!ret)
				ret = yaml_scalar(n, "section", true, &s.name, err);
			if (!ret)
				ret = parse_condition(rules, n, "when", &s.when, err);
		}
		vec_push(&rules->noinstr, s);
	}
	return ret;
}

static int parse_static_calls(struct ruleset *rules, const struct node *map, struct error *err)
{
	static const char *const keys[] = {"prefix", "key-prefix", "update", NULL};
	int ret;

	if (!map)
		return 0;
	ret = yaml_check_keys(map, keys, err);
	if (!ret)
		ret = yaml_scalar(map, "prefix", true, &rules->static_call_prefix, err);
	if (!ret)
		ret = yaml_scalar(map, "key-prefix", true, &rules->static_call_key, err);
	if (!ret)
		ret = yaml_scalar(map, "update", true, &rules->static_call_update, err);
	return ret;
}

static const char *const keys[] = {"architectures",
				   "variables",
				   "predicates",
				   "follows",
				   "root-cases",
				   "hot",
				   "images",
				   "entered-by-hardware",
				   "static-calls",
				   "scope",
				   "noinstr-sections",
				   "globals-are-roots",
				   "read-in",
				   "models",
				   "rules",
				   NULL};

int parse_states(struct ruleset *rules, const struct node *root, struct error *err)
{
	const struct node *vars = yaml_get(root, "variables");
	int ret = yaml_check_keys(root, keys, err);

	if (!ret && (!vars || vars->kind != NODE_MAP))
		ret = yaml_error(root, err, "'variables' is missing");
	if (!ret)
		ret = yaml_strings(root, "architectures", &rules->arena, &rules->archs,
				   &rules->narchs, err);
	for (size_t i = 0; !ret && i < vars->n; i++)
		ret = parse_variable(rules, vars->keys[i], vars->items[i], err);
	if (!ret)
		ret = parse_predicates(rules, root, err);
	if (!ret)
		ret = parse_follows(rules, root, err);
	if (!ret)
		ret = parse_splits(rules, root, err);
	if (!ret && yaml_get(root, "entered-by-hardware"))
		ret = parse_assigns(rules, yaml_get(root, "entered-by-hardware"), &rules->hardware,
				    err);
	if (!ret)
		ret = parse_condition(rules, root, "hot", &rules->hot, err);
	if (!ret)
		ret = parse_images(rules, root, err);
	if (!ret)
		ret = parse_noinstr(rules, root, err);
	if (!ret)
		ret = parse_static_calls(rules, yaml_get(root, "static-calls"), err);
	if (!ret)
		ret = yaml_strings(root, "scope", &rules->arena, &rules->scope, &rules->nscope,
				   err);
	if (!ret)
		ret = parse_flag(root, "globals-are-roots", &rules->globals_are_roots, err);
	if (!ret)
		ret = parse_model_list(rules, root, err);
	return ret;
}

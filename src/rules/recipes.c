// SPDX-License-Identifier: GPL-2.0-or-later
#include <string.h>

#include "base/intern.h"
#include "parse.h"
#include "recipe.h"

const char *recipe_text(const struct recipe_text *texts, size_t n, const char *arch)
{
	const char *any = NULL;

	for (size_t i = 0; i < n; i++)
		if (!texts[i].arch)
			any = texts[i].text;
		else if (!strcmp(texts[i].arch, arch))
			return texts[i].text;
	return any;
}

bool recipe_mends(const struct recipe *r, const char *rule)
{
	for (size_t i = 0; i < r->nrules; i++)
		if (!strcmp(r->rules[i], rule))
			return true;
	return false;
}

const struct recipe *recipe_for_rule(const struct ruleset *rules, const char *rule)
{
	for (size_t i = 0; i < rules->recipes.n; i++)
		if (recipe_mends(rules->recipes.v[i], rule))
			return rules->recipes.v[i];
	return NULL;
}

/* Is the file the path, or below it?  *star is what stands in place of its '*'. */
static bool is_below(const char *file, const char *path, const char **star)
{
	while (*path)
		if (*path == '*') {
			*star = intern_n(file, strcspn(file, "/."));
			if (!*file)
				return false;
			file += strcspn(file, "/");
			path++;
		} else if (*path++ != *file++) {
			return false;
		}
	return !*file || *file == '/';
}

const char *recipe_topic(const struct ruleset *rules, const char *file)
{
	for (size_t i = 0; i < rules->topics.n; i++) {
		const struct recipe_topic *t = &rules->topics.v[i];
		const char *star = "", *at = strstr(t->text, "$1");

		if (!is_below(file, t->path, &star))
			continue;
		return at ? intern_f("%.*s%s%s", (int)(at - t->text), t->text, star, at + 2)
			  : t->text;
	}
	return file;
}

/* ARCH: text, "any" for those that are not named. */
static int parse_texts(struct ruleset *rules, const struct node *map, const char *key,
		       struct recipe_text **out, size_t *n, struct error *err)
{
	const struct node *texts;
	int ret = yaml_child(map, key, NODE_MAP, &texts, err);

	if (ret || !texts)
		return ret;
	*n = texts->n;
	*out = arena_array(&rules->arena, struct recipe_text, texts->n);
	for (size_t i = 0; i < texts->n && !ret; i++) {
		struct recipe_text *t = &(*out)[i];
		bool known = !strcmp(texts->keys[i], "any");

		for (size_t k = 0; k < rules->narchs && !known; k++)
			known = rules->archs[k] == texts->keys[i];
		if (!known)
			return yaml_error(texts->items[i], err, "'%s' is no architecture",
					  texts->keys[i]);
		t->arch = strcmp(texts->keys[i], "any") ? texts->keys[i] : NULL;
		ret = yaml_scalar(texts, texts->keys[i], true, &t->text, err);
	}
	return ret;
}

/* Two names: what enters, and what leaves. */
static int parse_pair(struct ruleset *rules, const struct node *map, const char *key,
		      const char *pair[2], struct error *err)
{
	const char **names;
	size_t n;
	int ret = yaml_strings(map, key, &rules->arena, &names, &n, err);

	if (!ret && n != 2)
		ret = yaml_error(map, err, "'%s' is what enters and what leaves: two names", key);
	for (size_t i = 0; !ret && i < n; i++)
		pair[i] = names[i];
	return ret;
}

static int parse_scalars(const struct node *map, const char *const keys[],
			 const char **const values[], size_t n, struct error *err)
{
	int ret = 0;

	for (size_t i = 0; i < n && !ret; i++)
		ret = yaml_scalar(map, keys[i], true, values[i], err);
	return ret;
}

static int parse_change(struct ruleset *rules, const struct node *map, struct recipe_change *c,
			struct error *err)
{
	static const char *const keys[] = {"file",    "before", "behind",   "text", "in",
					   "replace", "by",	"includes", NULL};
	const char **const values[] = {&c->file, &c->before,  &c->behind, &c->text,
				       &c->in,	 &c->replace, &c->by};
	int ret = map->kind == NODE_MAP ? yaml_check_keys(map, keys, err)
					: yaml_error(map, err, "expected a map of a change");

	for (size_t i = 0; i < sizeof(values) / sizeof(*values) && !ret; i++)
		ret = yaml_scalar(map, keys[i], !i, values[i], err);
	if (!ret && !c->text == !(c->in && c->replace && c->by))
		ret = yaml_error(map, err, "either 'text', or 'in', 'replace' and 'by'");
	return ret ? ret
		   : yaml_strings(map, "includes", &rules->arena, &c->includes, &c->nincludes, err);
}

static int parse_changes(struct ruleset *rules, const struct node *map, struct recipe_change **out,
			 size_t *n, struct error *err)
{
	const struct node *list = NULL;
	int ret = yaml_child(map, "changes", NODE_LIST, &list, err);

	if (!ret && !list)
		ret = yaml_error(map, err, "'changes' are missing");
	if (ret)
		return ret;
	*n = list->n;
	*out = arena_array(&rules->arena, struct recipe_change, list->n);
	for (size_t i = 0; i < list->n && !ret; i++)
		ret = parse_change(rules, list->items[i], &(*out)[i], err);
	return ret;
}

static int parse_helper(struct ruleset *rules, const struct node *map, struct recipe_helpers *h,
			struct error *err)
{
	static const char *const keys[] = {"file",    "unless", "subject", "message",
					   "changes", "archs",	NULL};
	const char **const values[] = {&h->file, &h->unless, &h->subject, &h->message};
	int ret = map->kind == NODE_MAP ? yaml_check_keys(map, keys, err)
					: yaml_error(map, err, "expected a map of helpers");

	if (!ret)
		ret = parse_scalars(map, keys, values, 4, err);
	if (!ret)
		ret = parse_archs(rules, map, "archs", &h->archs, &h->narchs, err);
	return ret ? ret : parse_changes(rules, map, &h->changes, &h->nchanges, err);
}

static int parse_helpers(struct ruleset *rules, const struct node *map, struct recipe *r,
			 struct error *err)
{
	const struct node *list;
	int ret = yaml_child(map, "helpers", NODE_LIST, &list, err);

	if (ret || !list)
		return ret;
	r->nhelpers = list->n;
	r->helpers = arena_array(&rules->arena, struct recipe_helpers, list->n);
	for (size_t i = 0; i < list->n && !ret; i++)
		ret = parse_helper(rules, list->items[i], &r->helpers[i], err);
	return ret;
}

/* How interrupts are let in, and what may move for it. */
static int parse_interrupts(struct ruleset *rules, const struct node *map, struct recipe *r,
			    struct error *err)
{
	struct arena *a = &rules->arena;
	int ret = yaml_strings(map, "locks", a, &r->locks, &r->nlocks, err);

	if (!ret)
		ret = yaml_strings(map, "along", a, &r->along, &r->nalong, err);
	if (!ret)
		ret = parse_archs(rules, map, "early", &r->early, &r->nearly, err);
	if (!ret)
		ret = parse_texts(rules, map, "windows", &r->windows, &r->nwindows, err);
	if (!ret)
		ret = parse_texts(rules, map, "unmasked", &r->unmasked, &r->nunmasked, err);
	return ret ? ret : parse_texts(rules, map, "masked", &r->masked, &r->nmasked, err);
}

static int parse_split(struct ruleset *rules, const struct node *map, struct recipe *r,
		       struct error *err)
{
	static const char *const keys[] = {
		"fix",	  "kind",	    "summary",	 "subject",   "message", "rules",
		"enter",  "leave",	    "leave-any", "enter-any", "early",	 "outer",
		"inner",  "mask",	    "locks",	 "unmask",    "section", "run",
		"names",  "windows",	    "helpers",	 "doubtful",  "along",	 "unmasked",
		"masked", "message-closer", NULL};
	static const char *const scalars[] = {"mask", "unmask", "section", "run", "message-closer"};
	const char **const values[] = {&r->mask, &r->unmask, &r->section, &r->run,
				       &r->message_closer};
	struct arena *a = &rules->arena;
	int ret = yaml_check_keys(map, keys, err);

	if (!ret)
		ret = parse_scalars(map, scalars, values, 5, err);
	if (!ret && !rules_tag(rules, r->run))
		ret = yaml_error(map, err, "no model has the tag '%s'", r->run);
	if (!ret)
		ret = yaml_strings(map, "enter", a, &r->enter, &r->nenter, err);
	if (!ret)
		ret = yaml_strings(map, "leave", a, &r->leave, &r->nleave, err);
	if (!ret)
		ret = yaml_strings(map, "leave-any", a, &r->leave_any, &r->nleave_any, err);
	if (!ret)
		ret = yaml_strings(map, "enter-any", a, &r->enter_any, &r->nenter_any, err);
	if (!ret)
		ret = parse_interrupts(rules, map, r, err);
	if (!ret && (!r->nenter || !(r->nleave + r->nleave_any)))
		ret = yaml_error(map, err, "'enter' and 'leave' name what is taken apart");
	if (!ret)
		ret = parse_pair(rules, map, "outer", r->outer, err);
	if (!ret)
		ret = parse_pair(rules, map, "inner", r->inner, err);
	if (!ret)
		ret = parse_texts(rules, map, "names", &r->names, &r->nnames, err);
	if (!ret)
		ret = yaml_strings(map, "doubtful", a, &r->doubtful, &r->ndoubtful, err);
	return ret ? ret : parse_helpers(rules, map, r, err);
}

static int parse_count(struct ruleset *rules, const struct node *map, struct recipe *r,
		       struct error *err)
{
	static const char *const keys[] = {"fix",     "kind",	 "summary", "subject",
					   "message", "rules",	 "call",    "value",
					   "locals",  "instead", "changes", NULL};
	static const char *const scalars[] = {"call", "value", "locals", "instead"};
	const char **const values[] = {&r->call, &r->value, &r->locals, &r->instead};
	int ret = yaml_check_keys(map, keys, err);

	if (!ret)
		ret = parse_scalars(map, scalars, values, 4, err);
	return ret ? ret : parse_changes(rules, map, &r->changes, &r->nchanges, err);
}

static int parse_swap(struct ruleset *rules, const struct node *map, struct recipe *r,
		      struct error *err)
{
	static const char *const keys[] = {"fix",   "kind",  "summary", "subject", "message",
					   "rules", "inner", "outer",	"windows", NULL};
	int ret = yaml_check_keys(map, keys, err);

	if (!ret)
		ret = parse_pair(rules, map, "inner", r->inner, err);
	if (!ret)
		ret = parse_pair(rules, map, "outer", r->outer, err);
	return ret ? ret : parse_texts(rules, map, "windows", &r->windows, &r->nwindows, err);
}

/* The helpers of a recipe that was read before, and its words for comments on them. */
static int take_helpers(const struct ruleset *rules, const struct node *map, struct recipe *r,
			struct error *err)
{
	const char *name;
	int ret = yaml_scalar(map, "helpers-of", true, &name, err);

	for (size_t i = 0; !ret && i < rules->recipes.n; i++)
		if (!strcmp(rules->recipes.v[i]->name, name)) {
			r->helpers = rules->recipes.v[i]->helpers;
			r->nhelpers = rules->recipes.v[i]->nhelpers;
			r->doubtful = rules->recipes.v[i]->doubtful;
			r->ndoubtful = rules->recipes.v[i]->ndoubtful;
			return 0;
		}
	return ret ? ret : yaml_error(map, err, "no fix before this one is '%s'", name);
}

static int parse_spread(struct ruleset *rules, const struct node *map, struct recipe *r,
			struct error *err)
{
	static const char *const keys[] = {"fix",	 "kind",       "summary",     "subject",
					   "message",	 "rules",      "inner",	      "outer",
					   "enter",	 "leave",      "outer-leave", "run",
					   "enter-call", "helpers-of", NULL};
	static const char *const scalars[] = {"enter", "leave", "enter-call", "outer-leave", "run"};
	const char **const values[] = {&r->written_out[0], &r->written_out[1], &r->enter_call,
				       &r->outer_leave, &r->run};
	int ret = yaml_check_keys(map, keys, err);

	if (!ret)
		ret = parse_scalars(map, scalars, values, 5, err);
	if (!ret && !rules_tag(rules, r->run))
		ret = yaml_error(map, err, "no model has the tag '%s'", r->run);
	if (!ret)
		ret = parse_pair(rules, map, "inner", r->inner, err);
	if (!ret)
		ret = parse_pair(rules, map, "outer", r->outer, err);
	return ret ? ret : take_helpers(rules, map, r, err);
}

/* A file that says how subjects begin, of all recipes. */
static int parse_topics(struct ruleset *rules, const struct node *map, struct error *err)
{
	static const char *const keys[] = {"subjects", NULL};
	const struct node *topics;
	int ret = yaml_check_keys(map, keys, err);

	if (!ret)
		ret = yaml_child(map, "subjects", NODE_MAP, &topics, err);
	for (size_t i = 0; !ret && i < topics->n; i++) {
		struct recipe_topic t = {.path = topics->keys[i]};

		ret = yaml_scalar(topics, t.path, true, &t.text, err);
		if (!ret && strstr(t.text, "$1") && !strchr(t.path, '*'))
			ret = yaml_error(topics->items[i], err, "$1 is what stands for the '*'");
		vec_push(&rules->topics, t);
	}
	return ret;
}

/* How one kind of finding is mended. */
static int parse_recipe(struct ruleset *rules, const struct node *map, struct error *err)
{
	static const struct {
		const char *name;
		int (*parse)(struct ruleset *, const struct node *, struct recipe *,
			     struct error *);
	} kinds[] = {{"split", parse_split},
		     {"count", parse_count},
		     {"swap", parse_swap},
		     {"spread", parse_spread}};
	static const char *const scalars[] = {"fix", "kind", "summary", "subject", "message"};
	struct recipe *r = arena_new(&rules->arena, struct recipe);
	const char *kind = NULL;
	const char **const values[] = {&r->name, &kind, &r->summary, &r->subject, &r->message};
	int ret = parse_scalars(map, scalars, values, 5, err);

	if (!ret)
		ret = yaml_strings(map, "rules", &rules->arena, &r->rules, &r->nrules, err);
	if (!ret && !r->nrules)
		ret = yaml_error(map, err, "'rules' names whose findings are mended");
	for (size_t i = 0; !ret && kind && i < sizeof(kinds) / sizeof(*kinds); i++)
		if (!strcmp(kind, kinds[i].name)) {
			r->kind = (enum recipe_kind)i;
			vec_push(&rules->recipes, r);
			return kinds[i].parse(rules, map, r, err);
		}
	return ret ? ret
		   : yaml_error(map, err, "'%s' is no kind of fix: split, count, swap or spread",
				kind);
}

int parse_fix(struct ruleset *rules, const struct node *map, struct error *err)
{
	if (map->kind != NODE_MAP)
		return yaml_error(map, err, "expected a map");
	return yaml_get(map, "subjects") ? parse_topics(rules, map, err)
					 : parse_recipe(rules, map, err);
}

// SPDX-License-Identifier: GPL-2.0-or-later
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/intern.h"
#include "parse.h"

int rules_variable(const struct ruleset *rules, const char *name)
{
	for (unsigned i = 0; i < rules->nvars; i++)
		if (!strcmp(rules->vars[i].name, name))
			return (int)i;
	return -1;
}

const struct expr *rules_predicate(const struct ruleset *rules, const char *name)
{
	for (size_t i = 0; i < rules->predicates.n; i++)
		if (!strcmp(rules->predicates.v[i].name, name))
			return rules->predicates.v[i].expr;
	return NULL;
}

const struct tree_fact *rules_tree_fact(struct ruleset *rules, const char *name)
{
	struct tree_fact *f;

	for (size_t i = 0; i < rules->facts.n; i++)
		if (!strcmp(rules->facts.v[i]->name, name))
			return rules->facts.v[i];
	f = arena_new(&rules->arena, struct tree_fact);
	f->name = intern(name);
	f->value = TRI_MAYBE;
	vec_push(&rules->facts, f);
	return f;
}

void rules_bind_fact(struct ruleset *rules, const char *name, enum tri value)
{
	for (size_t i = 0; i < rules->facts.n; i++)
		if (!strcmp(rules->facts.v[i]->name, name))
			rules->facts.v[i]->value = value;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

const char **rules_wanted_facts(struct ruleset *rules, size_t *n)
{
	const char **names = arena_array(&rules->arena, const char *, rules->facts.n);

	*n = rules->facts.n;
	for (size_t i = 0; i < *n; i++)
		names[i] = rules->facts.v[i]->name;
	qsort(names, *n, sizeof(*names), by_name);
	return names;
}

uint32_t rules_tag(const struct ruleset *rules, const char *name)
{
	for (size_t i = 0; i < rules->tags.n; i++)
		if (!strcmp(rules->tags.v[i], name))
			return 1u << i;
	return 0;
}

const struct rule *rules_find(const struct ruleset *rules, const char *name)
{
	for (size_t i = 0; i < rules->rules.n; i++)
		if (!strcmp(rules->rules.v[i]->name, name))
			return rules->rules.v[i];
	return NULL;
}

/* ---- reading the directory ---- */

struct loader {
	struct ruleset *rules;
	const char *dir;
	uint64_t hash[2];
	struct node *root; /* of the file that was read last */
	struct error *err;
};

static int is_yaml(const struct dirent *d)
{
	size_t n = strlen(d->d_name);

	return d->d_name[0] != '.' && n > 5 && !strcmp(d->d_name + n - 5, ".yaml");
}

/* FNV-1a twice with two seeds: it names a state of the rules, it guards nothing. */
static int hash_file(struct loader *l, const char *path, const char *name)
{
	struct buf text = {};
	int ret = buf_read_file(&text, path, 1 << 20, l->err);

	buf_add(&text, name, strlen(name));
	for (size_t i = 0; !ret && i < text.n; i++)
		for (int k = 0; k < 2; k++)
			l->hash[k] = (l->hash[k] ^ (unsigned char)text.s[i]) * 0x100000001b3ull;
	buf_free(&text);
	return ret;
}

static int load_file(struct loader *l, const char *name,
		     int (*parse)(struct ruleset *, const struct node *, struct error *))
{
	size_t models = l->rules->models.n;
	struct buf path = {};
	int ret;

	buf_printf(&path, "%s/%s", l->dir, name);
	ret = hash_file(l, path.s, name);
	if (!ret)
		ret = yaml_read(path.s, path.s, &l->rules->arena, &l->root, l->err);
	if (!ret)
		ret = parse(l->rules, l->root, l->err);
	/* outputs name a model, and no path of this machine */
	for (; models < l->rules->models.n; models++)
		l->rules->models.v[models]->file = intern_f("rules/%s", name);
	buf_free(&path);
	return ret;
}

static int add_rule(struct ruleset *rules, const struct node *root, struct error *err)
{
	struct rule *r;
	int ret = parse_rule(rules, root, &r, err);

	if (!ret && rules_find(rules, r->name))
		ret = yaml_error(root, err, "there is a rule '%s' already", r->name);
	if (!ret)
		vec_push(&rules->rules, r);
	return ret;
}

static int load_rule(struct ruleset *rules, const struct node *root, struct error *err)
{
	const char *base = strrchr(root->file, '/') + 1, *name = NULL;
	int ret = yaml_scalar(root, "rule", false, &name, err);

	if (ret)
		return ret;
	if (name && (strncmp(base, name, strlen(name)) || strcmp(base + strlen(name), ".yaml")))
		return yaml_error(root, err, "rule '%s' must stand in %s.yaml", name, name);
	return add_rule(rules, root, err);
}

/* Rules that stand in the states file itself. */
static int load_own_rules(struct ruleset *rules, const struct node *states, struct error *err)
{
	const struct node *list;
	int ret = yaml_child(states, "rules", NODE_LIST, &list, err);

	for (size_t i = 0; !ret && list && i < list->n; i++)
		ret = add_rule(rules, list->items[i], err);
	return ret;
}

static int by_rule_name(const void *a, const void *b)
{
	return strcmp((*(struct rule *const *)a)->name, (*(struct rule *const *)b)->name);
}

/* Also by what they watch, so that an event meets only the checks that can speak there. */
static void sort_rules(struct ruleset *rules)
{
	qsort(rules->rules.v, rules->rules.n, sizeof(*rules->rules.v), by_rule_name);
	for (size_t i = 0; i < rules->rules.n; i++)
		for (size_t k = 0; k < rules->rules.v[i]->nchecks; k++) {
			const struct check *c = &rules->rules.v[i]->checks[k];

			vec_push(&rules->checks[c->on], c);
		}
}

/* Every file of the subfolder ("" is the directory itself), in the order of their names. */
static int load_folder(struct loader *l, const char *folder,
		       int (*parse)(struct ruleset *, const struct node *, struct error *))
{
	struct dirent **list;
	struct buf path = {};
	int n, ret = 0;

	buf_printf(&path, "%s/%s", l->dir, folder);
	n = scandir(path.s, &list, is_yaml, alphasort);
	/* without the folder, the models are those of the states file */
	if (n < 0 && !(folder[0] && errno == ENOENT))
		ret = error_set(l->err, errno, "cannot read the rules in %s: %s", path.s,
				strerror(errno));
	for (int i = 0; i < n; i++) {
		const char *name = list[i]->d_name;

		if (!ret && !(!folder[0] && !strcmp(name, "states.yaml")))
			ret = load_file(l, folder[0] ? intern_f("%s/%s", folder, name) : name,
					parse);
		free(list[i]);
	}
	if (n >= 0)
		free(list);
	buf_free(&path);
	return ret;
}

/* Is it a directory, and does it hold rules at all? */
static int check_directory(const char *dir, struct error *err)
{
	struct stat st;

	if (stat(dir, &st))
		return error_set(err, errno, "cannot read the rules in %s: %s", dir,
				 strerror(errno));
	if (!S_ISDIR(st.st_mode))
		return error_set(err, ENOTDIR,
				 "%s is no directory: rules are one of states.yaml, "
				 "models/*.yaml and a RULE.yaml for each rule",
				 dir);
	if (access(intern_f("%s/states.yaml", dir), F_OK))
		return error_set(err, ENOENT,
				 "%s holds no rules: expected states.yaml in it, models/*.yaml "
				 "and a RULE.yaml for each rule",
				 dir);
	return 0;
}

/* Without the slashes at its end, unless it is "/". */
static const char *plain(const char *dir)
{
	size_t n = strlen(dir);

	while (n > 1 && dir[n - 1] == '/')
		n--;
	return intern_n(dir, n);
}

int rules_load(const char *dir, struct ruleset **out, struct error *err)
{
	struct loader l = {.dir = plain(dir),
			   .err = err,
			   .hash = {0xcbf29ce484222325ull, 0x84222325cbf29ce4ull}};
	const struct node *states;
	int ret;

	l.rules = calloc(1, sizeof(*l.rules));
	if (!l.rules)
		die("out of memory");
	arena_init(&l.rules->arena);
	*out = l.rules;
	ret = check_directory(l.dir, err);
	if (!ret)
		ret = load_file(&l, "states.yaml", parse_states);
	states = l.root;
	if (!ret)
		ret = load_folder(&l, "models", parse_models);
	if (!ret)
		ret = load_own_rules(l.rules, states, err);
	if (!ret)
		ret = load_folder(&l, "", load_rule);
	if (!ret && !l.rules->rules.n)
		ret = error_set(err, ENOENT,
				"%s holds no rule: expected a RULE.yaml for each, or 'rules' in "
				"states.yaml",
				l.dir);
	if (!ret)
		ret = load_folder(&l, "fixes", parse_fix);
	if (!ret)
		sort_rules(l.rules);
	l.rules->hash = intern_f("%016llx%016llx", (unsigned long long)l.hash[0],
				 (unsigned long long)l.hash[1]);
	if (ret) {
		rules_free(l.rules);
		*out = NULL;
	}
	return ret;
}

void rules_free(struct ruleset *rules)
{
	if (!rules)
		return;
	for (size_t i = 0; i < rules->models.n; i++) {
		struct model *m = rules->models.v[i];

		for (size_t k = 0; k < m->ncases; k++)
			vec_free(&m->cases[k].set);
		for (size_t k = 0; k < m->nreturns; k++)
			vec_free(&m->returns[k].set);
		for (size_t k = 0; k < m->nleaves; k++)
			vec_free(&m->leaves[k].set);
		vec_free(&m->from);
	}
	for (size_t i = 0; i < rules->follows.n; i++)
		vec_free(&rules->follows.v[i].set);
	for (size_t i = 0; i < rules->splits.n; i++)
		vec_free(&rules->splits.v[i]);
	vec_free(&rules->predicates);
	vec_free(&rules->follows);
	vec_free(&rules->splits);
	vec_free(&rules->hardware);
	vec_free(&rules->facts);
	vec_free(&rules->tags);
	vec_free(&rules->models);
	vec_free(&rules->rules);
	vec_free(&rules->recipes);
	vec_free(&rules->topics);
	for (unsigned i = 0; i < NTRIGGERS; i++)
		vec_free(&rules->checks[i]);
	vec_free(&rules->images);
	vec_free(&rules->noinstr);
	arena_free(&rules->arena);
	free(rules);
}

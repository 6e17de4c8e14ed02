// SPDX-License-Identifier: GPL-2.0-or-later
#include "scope.h"

#include <errno.h>
#include <glob.h>
#include <stdbool.h>
#include <string.h>

#include "base/error.h"
#include "base/intern.h"
#include "kernel/tree.h"
#include "rules/rules.h"

/* path is dir or lies below it */
static bool is_under(const char *path, const char *dir)
{
	size_t n = strlen(dir);

	while (n && dir[n - 1] == '/')
		n--;
	return path && !strncmp(path, dir, n) && (!path[n] || path[n] == '/');
}

static void add_pattern(const struct ktree *tree, const char *pattern, struct path_vec *out)
{
	const char *own = intern_f("arch/%s", tree->srcarch);
	size_t skip = strlen(tree->source) + 1, i;
	glob_t g = {};

	if (!glob(intern_f("%s/%s", tree->source, pattern), 0, NULL, &g))
		for (i = 0; i < g.gl_pathc; i++) {
			const char *path = intern(g.gl_pathv[i] + skip);

			if (!is_under(path, "arch") || is_under(path, own))
				vec_push(out, path);
		}
	globfree(&g);
}

int scope_paths(const struct ruleset *rules, const struct ktree *tree, struct path_vec *out,
		struct error *err)
{
	size_t i;

	for (i = 0; i < rules->nscope; i++)
		add_pattern(tree, rules->scope[i], out);
	if (!rules->nscope)
		return error_set(err, EINVAL,
				 "these rules declare no scope: name a PATH, as arch/%s/kvm",
				 tree->srcarch);
	if (!out->n)
		return error_set(err, EINVAL, "nothing in the rules' scope is in %s: name a PATH",
				 tree->source);
	return 0;
}

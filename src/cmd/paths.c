// SPDX-License-Identifier: GPL-2.0-or-later
#include "paths.h"

#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/intern.h"

/* The program's directory without "/" at its end; "." when the kernel does not say. */
static const char *program_dir(void)
{
	char path[PATH_MAX];
	ssize_t n = readlink("/proc/self/exe", path, sizeof(path) - 1);
	char *slash;

	if (n < 0)
		return ".";
	path[n] = 0;
	slash = strrchr(path, '/');
	if (slash)
		*slash = 0;
	return intern(path);
}

/* dir without its last n components */
static const char *above(const char *dir, int n)
{
	const char *slash;

	for (; n && (slash = strrchr(dir, '/')); n--)
		dir = intern_n(dir, (size_t)(slash - dir));
	return dir;
}

/* Every set of rules has its state variables in this file. */
static bool has_rules(const char *dir)
{
	return !access(intern_f("%s/states.yaml", dir), R_OK);
}

const char *paths_rules(struct error *err)
{
	const char *dir = program_dir();
	const char *tree = intern_f("%s/rules", above(dir, 1));
	const char *installed = intern_f("%s/share/eqslint/rules", above(dir, 1));

	if (has_rules(tree))
		return tree;
	if (has_rules(installed))
		return installed;
	error_set(err, ENOENT, "no rules in %s and none in %s; name a directory with --rules",
		  installed, tree);
	return NULL;
}

const char *paths_cocci(struct error *err)
{
	const char *rules = paths_rules(err);

	return rules ? intern_f("%s/cocci", above(rules, 1)) : NULL;
}

const char *paths_plugins(void)
{
	const char *dir = program_dir();
	const char *installed = intern_f("%s/lib/eqslint/plugin", above(dir, 1));

	return access(installed, X_OK) ? intern_f("%s/plugin", dir) : installed;
}

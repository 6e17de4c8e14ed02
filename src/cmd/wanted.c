// SPDX-License-Identifier: GPL-2.0-or-later
#include "wanted.h"

#include <errno.h>

#include "base/buf.h"
#include "base/error.h"
#include "options.h"
#include "paths.h"
#include "kernel/names.h"
#include "rules/rules.h"

int wanted_write(const struct options *opt, const char *path, struct error *err)
{
	const char *dir = opt->rules ? opt->rules : paths_rules(err);
	struct ruleset *rules;
	struct buf b = {};
	const char **names;
	struct ktree *tree = NULL;
	size_t n;
	int ret;

	if (!dir)
		return -ENOENT;
	ret = rules_load(dir, &rules, err);
	if (ret)
		return ret;
	names = rules_wanted_facts(rules, &n);
	/* Kbuild calls in the object tree; anywhere else the unit itself must do. */
	if (ktree_open(".", &tree, NULL))
		tree = NULL;
	ktree_wanted(tree, names, n, &b);
	ktree_close(tree);
	ret = buf_write_file(&b, path, err);
	buf_free(&b);
	rules_free(rules);
	return ret;
}

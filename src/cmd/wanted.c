// SPDX-License-Identifier: GPL-2.0-or-later
#include "wanted.h"

#include "base/buf.h"
#include "base/error.h"
#include "kernel/names.h"
#include "rules/rules.h"

int wanted_write(struct ruleset *rules, const char *path, struct error *err)
{
	const char **names;
	struct ktree *tree = NULL;
	struct buf b = {};
	size_t n;
	int ret;

	names = rules_wanted_facts(rules, &n);
	/* Kbuild calls in the object tree; anywhere else the unit itself must do. */
	if (ktree_open(".", &tree, NULL))
		tree = NULL;
	ktree_wanted(tree, names, n, &b);
	ktree_close(tree);
	ret = buf_write_file(&b, path, err);
	buf_free(&b);
	return ret;
}

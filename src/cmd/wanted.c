// SPDX-License-Identifier: GPL-2.0-or-later
#include "wanted.h"

#include <errno.h>

#include "base/buf.h"
#include "base/error.h"
#include "options.h"
#include "paths.h"
#include "rules/rules.h"

int wanted_write(const struct options *opt, const char *path, struct error *err)
{
	const char *dir = opt->rules ? opt->rules : paths_rules(err);
	struct ruleset *rules;
	struct buf b = {};
	const char **names;
	size_t n, i;
	int ret;

	if (!dir)
		return -ENOENT;
	ret = rules_load(dir, &rules, err);
	if (ret)
		return ret;
	names = rules_wanted_facts(rules, &n);
	for (i = 0; i < n; i++)
		buf_printf(&b, "%s\n", names[i]);
	ret = buf_write_file(&b, path, err);
	buf_free(&b);
	rules_free(rules);
	return ret;
}

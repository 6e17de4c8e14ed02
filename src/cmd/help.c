// SPDX-License-Identifier: GPL-2.0-or-later
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/intern.h"
#include "base/version.h"
#include "command.h"
#include "emit.h"
#include "frontend/frontend.h"
#include "options.h"
#include "paths.h"
#include "rules/rules.h"

void help_overview(struct buf *out)
{
	const struct command *c;

	buf_puts(
		out,
		"Usage: eqslint COMMAND [OPTION...] [ARGUMENT...]\n"
		"Checks how a CPU leaves the kernel and comes back: guest entry, idle, user space.\n"
		"\n");
	for (c = commands; c->name; c++)
		if (c->summary)
			buf_printf(out, "  %-9s%s\n", c->name, c->summary);
	buf_puts(out,
		 "\n"
		 "eqslint help COMMAND explains one; eqslint --version says what is installed.\n"
		 "To start: eqslint scan BUILD arch/s390/kvm\n");
}

int cmd_help(const struct options *opt)
{
	struct buf out = {};
	const struct command *c;
	struct error err;
	int ret;

	if (opt->args.n > 1) {
		error_set(&err, EINVAL, "help explains one command at a time");
		return emit_error(&err);
	}
	if (opt->args.n) {
		c = command_find(opt->args.v[0]);
		if (!c) {
			error_set(&err, EINVAL, "no command '%s'; `eqslint help` lists them",
				  opt->args.v[0]);
			return emit_error(&err);
		}
		options_help(c, stdout);
		if (fflush(stdout) || ferror(stdout)) {
			error_set(&err, EIO, "cannot write stdout");
			return emit_error(&err);
		}
		return 0;
	}
	help_overview(&out);
	ret = emit_text(opt, &out);
	buf_free(&out);
	return ret;
}

static void rules_version(struct buf *out)
{
	struct ruleset *rules;
	struct error err;
	const char *dir = paths_rules(&err);

	if (!dir || rules_load(dir, &rules, &err)) {
		buf_printf(out, "rules: none (%s)\n", err.text);
		return;
	}
	buf_printf(out, "rules: %s (%zu of them)\n", rules->hash, rules->rules.n);
	rules_free(rules);
}

static int is_visible(const struct dirent *d)
{
	return d->d_name[0] != '.';
}

static void plugins_version(struct buf *out)
{
	const char *dir = paths_plugins();
	struct dirent **names;
	int n = scandir(dir, &names, is_visible, alphasort), i, found = 0;

	for (i = 0; i < n; i++) {
		if (!access(intern_f("%s/%s/eqslint.so", dir, names[i]->d_name), R_OK)) {
			buf_printf(out, "plugin: %s\n", names[i]->d_name);
			found++;
		}
		free(names[i]);
	}
	if (n >= 0)
		free(names);
	if (!found)
		buf_puts(out, "plugin: none\n");
}

/* Not which libclang: asking it takes longer than the rest. */
static void readers_version(struct buf *out)
{
	const char *const *name;
	const char *dir = paths_plugins();

	for (name = frontend_names; *name; name++)
		if (!access(intern_f("%s/eqslint-%s", dir, *name), X_OK))
			buf_printf(out, "reader: %s\n", *name);
}

void version_text(struct buf *out)
{
	buf_puts(out, "eqslint " EQSLINT_VERSION "\n");
	rules_version(out);
	plugins_version(out);
	readers_version(out);
}

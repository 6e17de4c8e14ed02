// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * One file, as Kbuild's CHECK.  The current directory is the object tree; the
 * top Makefile exports what is asked of the environment here.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/intern.h"
#include "command.h"
#include "emit.h"
#include "facts/forms.h"
#include "finding/finding.h"
#include "finish.h"
#include "frontend/gcc.h"
#include "frontend/kbuild.h"
#include "kernel/config.h"
#include "kernel/shadow.h"
#include "lint.h"
#include "options.h"
#include "paths.h"
#include "rules/rules.h"
#include "standing.h"
#include "wanted.h"

struct check_run {
	const struct options *opt;
	struct kbuild_call call;
	struct arena arena;
	struct unit_vec units;
	struct report report;
	struct ruleset *rules;
	struct standing standing;
	char *dir; /* of the files in between */
	const char *facts, *wanted;
};

static const char *environment(const char *name)
{
	const char *s = getenv(name);

	return s && *s ? s : NULL;
}

/* srctree is relative with O= below the source; NULL when no Kbuild calls */
static const char *source_tree(void)
{
	const char *s = environment("srctree");
	char *real = s ? realpath(s, NULL) : NULL;

	s = real ? intern(real) : NULL;
	free(real);
	return s;
}

static const char *config_hash(void)
{
	const char *hash = NULL;
	struct kconfig config;
	struct error err;

	if (kconfig_read(&config, "include/config/auto.conf", &err))
		return NULL;
	hash = intern_f("%016" PRIx64, kconfig_hash(&config));
	kconfig_free(&config);
	return hash;
}

/* What stands before the unit's own name of the source in Kbuild's: "../" of
 * "../arch/s390/kvm/x.c". */
static const char *prefix_of(const char *passed, const char *source)
{
	size_t n = strlen(passed), m = source ? strlen(source) : 0;

	if (!m || m > n || strcmp(passed + n - m, source) || (n > m && passed[n - m - 1] != '/'))
		return NULL;
	return intern_n(passed, n - m);
}

static int make_files(struct check_run *c, struct error *err)
{
	c->dir = temporary_directory(err);
	if (!c->dir)
		return -EIO;
	c->facts = intern_f("%s/unit" FACTS_SUFFIX, c->dir);
	c->wanted = intern_f("%s/options", c->dir);
	return wanted_write(c->rules, c->wanted, err);
}

/* The unit is left out of the report's units, which says why. */
static int without_facts(struct check_run *c, int ret, const struct error *err)
{
	struct unit_note note = {
		.object = c->call.object ? c->call.object : c->call.source,
		.why = intern(err->text),
	};

	switch (ret) {
	case -EINVAL:
	case -ENOENT: /* a header: Kbuild calls when all that it makes is made */
		vec_push(&c->report.failed, note);
		return 0;
	case -ENODATA: /* vdso, boot: nothing of it is the kernel's */
		return 0;
	}
	return ret;
}

static int compile(struct check_run *c, struct error *err)
{
	struct gcc gcc;
	struct gcc_unit unit = {
		.out = c->facts,
		.srctree = source_tree(),
		.arch = environment("SRCARCH"),
		.release = environment("KERNELRELEASE"),
		.object = c->call.object,
		.config = config_hash(),
		.options = c->wanted,
	};
	const char *header;
	int ret = gcc_find(&gcc, c->call.cc, NULL, NULL, paths_plugins(), err);

	if (ret)
		return ret;
	ret = gcc_facts_run(&gcc, &unit, NULL, c->call.argv.v, c->call.argv.n, &header, err);
	if (ret)
		return without_facts(c, ret, err);
	c->report.compiled = 1;
	ret = facts_read_file(c->facts, &c->arena, &c->units, err);
	c->report.checked = c->units.n;
	return ret;
}

static int check(struct check_run *c)
{
	struct shown_as as = {.subject = c->call.source};
	const char *source = source_tree();
	struct error err;
	int ret = lint_rules(c->opt, &c->rules, &err);

	if (!ret)
		ret = standing_read(c->opt, c->rules, &c->standing, &err);
	if (!ret)
		ret = make_files(c, &err);
	if (!ret)
		ret = compile(c, &err);
	if (c->dir)
		remove_directory(c->dir);
	free(c->dir);
	if (ret)
		return emit_error(&err);
	if (c->units.n)
		as.prefix = prefix_of(c->call.source, c->units.v[0]->source);
	vec_push(&c->report.sources, source ? source : ".");
	/* who calls the functions of one file is not known, unless the rules say so */
	return finish(c->opt, c->rules, &c->standing, c->rules->globals_are_roots, &c->units,
		      &c->report, &as);
}

int cmd_check(const struct options *opt)
{
	struct check_run c = {.opt = opt};
	struct error err;
	int ret = 0;

	arena_init(&c.arena);
	if (kbuild_call_read(&c.call, (int)opt->args.n, opt->args.v, &err))
		ret = emit_error(&err);
	else if (!c.call.is_probe)
		ret = check(&c);
	kbuild_call_free(&c.call);
	report_free(&c.report);
	standing_free(&c.standing);
	vec_free(&c.units);
	arena_free(&c.arena);
	rules_free(c.rules);
	return opt->exit_zero ? 0 : ret;
}

// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * One file, as Kbuild's CHECK.  The current directory is the object tree; the
 * top Makefile exports what is asked of the environment here.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/error.h"
#include "base/intern.h"
#include "command.h"
#include "emit.h"
#include "facts/forms.h"
#include "frontend/frontend.h"
#include "frontend/kbuild.h"
#include "job.h"
#include "collect.h"
#include "kernel/checks.h"
#include "kernel/commands.h"
#include "kernel/config.h"
#include "kernel/shadow.h"
#include "kernel/words.h"
#include "options.h"
#include "paths.h"
#include "rules/rules.h"
#include "wanted.h"

struct check_run {
	struct job job;
	struct kbuild_call call;
	const char *build, *source; /* the trees, absolute; source NULL: no Kbuild calls */
	const char *config;	    /* hash; NULL: nothing is configured here */
	char *dir;		    /* of the files in between */
	const char *facts, *wanted;
	struct timespec since;
	struct buf warnings; /* sparse's own */
};

static const char *environment(const char *name)
{
	const char *s = getenv(name);

	return s && *s ? s : NULL;
}

static const char *real_path(const char *s)
{
	char *real = s ? realpath(s, NULL) : NULL;

	s = real ? intern(real) : NULL;
	free(real);
	return s;
}

static const char *config_hash(const char *build)
{
	const char *hash = NULL;
	struct kconfig config;
	struct error err;

	if (kconfig_read(&config, intern_f("%s/include/config/auto.conf", build), &err))
		return NULL;
	hash = intern_f("%016" PRIx64, kconfig_hash(&config));
	kconfig_free(&config);
	return hash;
}

/*
 * srctree is relative with O= below the source.  objtree is where we are, but for
 * modules that are built in a directory of their own (M= since Linux 6.13).
 */
static void find_trees(struct check_run *c)
{
	c->source = real_path(environment("srctree"));
	c->build = real_path(c->source ? environment("objtree") : NULL);
	if (!c->build)
		c->build = real_path(".");
	c->config = c->build ? config_hash(c->build) : NULL;
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
	const char **names;
	size_t n;

	c->dir = temporary_directory(err);
	if (!c->dir)
		return -EIO;
	c->facts = intern_f("%s/unit" FACTS_SUFFIX, c->dir);
	c->wanted = intern_f("%s/options", c->dir);
	names = rules_wanted_facts(c->job.rules, &n);
	/* Kbuild says where the tree is; without it the unit itself must do */
	return wanted_write(c->source, environment("SRCARCH"), names, n, c->wanted, err);
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
		vec_push(&c->job.report.failed, note);
		return 0;
	case -ENODATA: /* vdso, boot: nothing of it is the kernel's */
		return 0;
	}
	return ret;
}

static int find_reader(struct check_run *c, struct frontend *reader, struct error *err)
{
	const struct options *opt = c->job.opt;
	enum frontend_kind kind = opt->frontend;
	int ret;

	if (opt->with_sparse && kind == FRONTEND_AUTO)
		kind = FRONTEND_SPARSE;
	if (opt->with_sparse && kind != FRONTEND_SPARSE)
		return error_set(err, EINVAL, "--with-sparse goes with --frontend=sparse only");
	if (kind == FRONTEND_AUTO)
		return frontend_find_check(reader, c->call.cc, paths_plugins(), err);
	ret = frontend_find(reader, kind, c->call.cc, NULL, NULL, paths_plugins(), err);
	if (!ret && opt->with_sparse) {
		reader->checks = &c->call.flags;
		reader->warnings = &c->warnings;
	}
	return ret;
}

static void say_reader(const struct check_run *c, const struct frontend *reader)
{
	if (c->job.opt->verbose)
		fprintf(stderr, "eqslint: %s reads %s\n", frontend_names[reader->kind],
			c->call.source);
}

/* The object below the tree, or absolute: a module's may be relative to where we are. */
static const char *object_name(const struct check_run *c)
{
	const char *here = real_path("."), *object = c->call.object;

	if (*object != '/' && here && here != c->build)
		object = intern_f("%s/%s", here, object);
	return path_normal(object);
}

/* The files of the list, one a line, as the object tree would name them. */
static void name_from_build(const struct check_run *c, struct buf *reads)
{
	const char *here = real_path(".");
	struct buf out = {};

	if (!here || here == c->build)
		return;
	for (const char *p = reads->n ? reads->s : ""; *p;) {
		size_t n = strcspn(p, "\n");

		if (n && *p != '/')
			buf_printf(&out, "%s/", here);
		buf_add(&out, p, n);
		buf_putc(&out, '\n');
		p += n + (p[n] != 0);
	}
	buf_free(reads);
	*reads = out;
}

static int keep_facts(const struct check_run *c, const char *cache, bool has_facts,
		      struct error *err)
{
	struct buf asked = {}, reads = {}, facts = {};
	struct check_left left = {
		.build = c->build,
		.source = c->source,
		.object = object_name(c),
		.since = c->since,
	};
	int ret = buf_read_file(&asked, c->wanted, READS_LIMIT, err);

	if (!ret)
		ret = buf_read_file(&reads, intern_f("%s.d", c->facts), READS_LIMIT, err);
	if (!ret)
		name_from_build(c, &reads);
	if (!ret && has_facts)
		ret = buf_read_file(&facts, c->facts, SIZE_MAX, err);
	left.made_by = checks_made_by(c->config, asked.n ? asked.s : "");
	if (!ret)
		ret = checks_keep(cache, &left, &reads, &facts, err);
	buf_free(&asked);
	buf_free(&reads);
	buf_free(&facts);
	return ret;
}

/* For scan --from-check, which says what is not there. */
static void keep(const struct check_run *c, bool has_facts)
{
	const char *cache = cache_directory(c->job.opt->cache);
	struct error err;

	if (cache && c->source && c->build && c->call.object &&
	    keep_facts(c, cache, has_facts, &err) && c->job.opt->verbose)
		fprintf(stderr, "eqslint: facts are not kept: %s\n", err.text);
}

/* What sparse does not take, a compiler may. */
static bool is_second_try(const struct check_run *c, const struct frontend *reader, int ret)
{
	return (ret == -EINVAL || ret == -ENOENT) && reader->kind == FRONTEND_SPARSE &&
	       c->job.opt->frontend == FRONTEND_AUTO && !c->job.opt->with_sparse;
}

/* Facts that cannot be read are as good as none: the unit is named, not their file. */
static int read_facts(struct check_run *c, struct error *err)
{
	struct error e;

	if (!facts_read_file(c->facts, &c->job.pool, &c->job.units, &e))
		return 0;
	return error_set(err, EINVAL, "facts of %s: %s", c->call.source,
			 collect_why_unread(c->facts, &e));
}

static int run_reader(struct check_run *c, const struct frontend *reader, struct error *err)
{
	const struct gcc_unit unit = {
		.out = c->facts,
		.srctree = c->source,
		.arch = environment("SRCARCH"),
		.release = environment("KERNELRELEASE"),
		.object = c->call.object,
		.config = c->config,
		.options = c->wanted,
	};
	const char *header;
	int ret = frontend_run(reader, &unit, NULL, c->call.argv.v, c->call.argv.n, &header, err);

	return ret ? ret : read_facts(c, err);
}

static int compile(struct check_run *c, struct error *err)
{
	struct frontend reader = {};
	struct error unused;
	int ret = find_reader(c, &reader, err);

	if (ret)
		return ret;
	clock_gettime(CLOCK_REALTIME, &c->since);
	ret = run_reader(c, &reader, err);
	if (is_second_try(c, &reader, ret) && !frontend_find(&reader, FRONTEND_AUTO, c->call.cc,
							     NULL, NULL, paths_plugins(), &unused))
		ret = run_reader(c, &reader, err);
	say_reader(c, &reader);
	if (c->warnings.n)
		fputs(c->warnings.s, stderr);
	buf_free(&c->warnings);
	if (!ret || ret == -ENODATA)
		keep(c, !ret);
	if (ret)
		return without_facts(c, ret, err);
	c->job.report.compiled = 1;
	c->job.report.checked = c->job.units.n;
	return 0;
}

static int check(struct check_run *c, const struct options *opt)
{
	struct shown_as as = {.subject = c->call.source};
	struct error err;
	int ret = job_open(&c->job, opt, &err);

	find_trees(c);
	if (!ret)
		ret = make_files(c, &err);
	if (!ret)
		ret = compile(c, &err);
	if (c->dir)
		remove_directory(c->dir);
	free(c->dir);
	if (ret)
		return emit_error(&err);
	if (c->job.units.n)
		as.prefix = prefix_of(c->call.source, c->job.units.v[0]->source);
	vec_push(&c->job.report.sources, c->source ? c->source : ".");
	/* who calls the functions of one file is not known, unless the rules say so */
	return job_lint(&c->job, c->job.rules->globals_are_roots, &as);
}

int cmd_check(const struct options *opt)
{
	struct check_run c = {};
	struct error err;
	int ret = 0;

	if (kbuild_call_read(&c.call, (int)opt->args.n, opt->args.v, &err))
		ret = emit_error(&err);
	else if (!c.call.is_probe)
		ret = check(&c, opt);
	kbuild_call_free(&c.call);
	job_close(&c.job);
	return opt->exit_zero ? 0 : ret;
}

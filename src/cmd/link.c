// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/intern.h"
#include "base/str.h"
#include "command.h"
#include "emit.h"
#include "facts/forms.h"
#include "finding/finding.h"
#include "job.h"
#include "options.h"

/* The file of facts beside an object (out=auto), or NULL. */
static const char *sidecar(const char *object)
{
	const char *file;

	if (!ends(object, ".o"))
		return NULL;
	file = intern_f("%.*s.eqs", (int)strlen(object) - 2, object);
	return access(file, R_OK) ? NULL : file;
}

/* Why the file has no facts, and what to do. */
static const char *why_bare(const char *file)
{
	const char *beside = sidecar(file);

	if (beside)
		return intern_f("they are in %s: link that one", beside);
	return "compile with the plugin (with -flto and out=auto: an .eqs file beside the object "
	       "has them), or use `eqslint scan`";
}

static int read_files(const struct options *opt, struct facts_pool *pool, struct unit_vec *units,
		      struct report *r, struct error *err)
{
	const char *const *file;
	size_t before;
	int ret;

	vec_for_each (file, &opt->args) {
		before = units->n;
		ret = facts_read_file(*file, pool, units, err);
		if (ret)
			return ret;
		if (units->n == before)
			vec_push(&r->not_ready,
				 (struct unit_note){
					 .object = *file,
					 .why = intern_f("holds no facts; %s", why_bare(*file))});
	}
	if (!units->n)
		return error_set(err, ENODATA, "no facts in %s%s; %s", opt->args.v[0],
				 opt->args.n > 1 ? " and the other files" : "",
				 why_bare(opt->args.v[0]));
	return 0;
}

static void add_source(struct report *r, const char *dir)
{
	const char *const *known;

	vec_for_each (known, &r->sources)
		if (*known == dir)
			return;
	vec_push(&r->sources, dir);
}

/* The source tree that an object tree has beside it, and a tree that is both. */
static void add_tree(struct report *r, const char *dir)
{
	const char *source = intern_f("%s/source", dir);

	if (!access(source, X_OK))
		add_source(r, source);
	add_source(r, dir);
}

/*
 * Facts say where a source is in its tree, and not where the tree is: around
 * the files that they were read from, or here.
 */
static void find_sources(const struct options *opt, struct report *r)
{
	const char *const *file;
	char path[PATH_MAX], *slash;

	add_tree(r, ".");
	vec_for_each (file, &opt->args) {
		if (!realpath(*file, path))
			continue;
		while ((slash = strrchr(path, '/')) && slash > path) {
			*slash = 0;
			add_tree(r, intern(path));
		}
	}
}

int cmd_link(const struct options *opt)
{
	struct error err;
	struct job job;
	int ret;

	if (job_open(&job, opt, &err) ||
	    read_files(opt, &job.pool, &job.units, &job.report, &err)) {
		ret = emit_error(&err);
	} else {
		job.report.checked = job.units.n;
		find_sources(opt, &job.report);
		ret = job_lint(&job, true, NULL);
	}
	job_close(&job);
	return ret;
}

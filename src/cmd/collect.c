// SPDX-License-Identifier: GPL-2.0-or-later
#include "collect.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "assembly.h"
#include "base/intern.h"
#include "base/proc.h"
#include "base/str.h"
#include "frontend/frontend.h"
#include "headers.h"
#include "keep.h"
#include "kernel/shadow.h"
#include "wanted.h"

enum job_state { JOB_TODO, JOB_READ, JOB_SILENT, JOB_WAITS, JOB_FAILED };

struct job {
	const struct kunit *unit;
	enum job_state state;
	bool is_kept; /* its facts were in the cache */
	uint64_t made_by;
	struct unit *facts;
	const char *why;
	const char *header;  /* JOB_WAITS: what was not found, as the source names it */
	const char *include; /* a directory of headers that were made for it */
};

struct collector {
	const struct ktree *tree;
	struct collect_options opt;
	struct report *report;
	struct facts_pool *pool;
	struct frontend reader;
	struct keep keep;
	char *dir; /* temporary */
	struct made *made;
	const char *options_file;
	struct kheader_vec headers;
	bool progress;
	struct collect_stats stats;
	/* one run: */
	struct job *jobs;
	size_t njobs;
	size_t *running; /* the jobs of this round, by their number in the runner */
	size_t ended;
	int64_t since; /* when the round began */
	int ret;       /* what ends everything */
	struct error *err;
};

static struct gcc_unit describe(const struct collector *c, size_t i)
{
	return (struct gcc_unit){
		.out = intern_f("%s/%zu" FACTS_SUFFIX, c->dir, i),
		.srctree = c->tree->source,
		.arch = c->tree->srcarch,
		.release = c->tree->release,
		.object = c->jobs[i].unit->object,
		.config = c->tree->config_hash,
		.options = c->options_file,
		.include = c->jobs[i].include,
	};
}

static void show_progress(const struct collector *c, const struct job *j)
{
	if (c->progress)
		fprintf(stderr, "\r  %zu/%zu %s\033[K", c->ended, c->njobs, j->unit->source);
}

/* What the plugin says that the unit was made of. */
static const char *reads_file(const struct gcc_unit *u)
{
	return intern_f("%s.d", u->out);
}

/* A unit that read a header which was made for this run alone is made of more than is known. */
static void keep_job(struct collector *c, const struct job *j, const struct gcc_unit *u)
{
	struct buf reads = {};

	if ((!j->include || made_is_kept(c->made)) &&
	    !buf_read_file(&reads, reads_file(u), READS_LIMIT, NULL))
		keep_write(&c->keep, j->unit->object, j->made_by, &reads, c->since, j->facts, 0);
	buf_free(&reads);
}

const char *collect_why_unread(const char *path, const struct error *e)
{
	size_t n = strlen(path);

	return starts(e->text, path) ? e->text + n + strspn(e->text + n, ": ") : e->text;
}

/* Reads the facts that the compile left. */
static void read_facts(struct collector *c, struct job *j, const char *path)
{
	struct unit_vec got = {};
	struct error e = {};

	if (facts_read_file(path, c->pool, &got, &e) || got.n != 1) {
		j->state = JOB_FAILED;
		j->why = *e.text ? intern_f("facts: %s", collect_why_unread(path, &e))
				 : "the compile left no unit";
	} else {
		j->state = JOB_READ;
		j->facts = got.v[0];
	}
	vec_free(&got);
}

static void job_done(void *ctx, size_t n, struct proc_result *r)
{
	struct collector *c = ctx;
	struct job *j = &c->jobs[c->running[n]];
	struct gcc_unit u = describe(c, c->running[n]);
	struct error e = {};
	int ret;

	u.srctree = ktree_moved(c->tree, u.srctree);
	c->ended++;
	c->stats.cpu_seconds += r->cpu_seconds;
	if (r->max_rss_kb > c->stats.max_rss_kb)
		c->stats.max_rss_kb = r->max_rss_kb;
	j->header = NULL;
	ret = frontend_result(&c->reader, &u, r, &j->header, &e);
	if (!ret) {
		read_facts(c, j, u.out);
	} else if (ret == -ENODATA) {
		j->state = JOB_SILENT;
	} else {
		j->state = ret == -ENOENT && j->header ? JOB_WAITS : JOB_FAILED;
		j->why = intern(e.text);
		/* the same for every unit */
		if (ret == -ENOPKG && !c->ret)
			c->ret = error_set(c->err, ENOPKG, "%s", e.text);
	}
	if (j->state == JOB_READ || j->state == JOB_SILENT)
		keep_job(c, j, &u);
	unlink(u.out);
	unlink(reads_file(&u));
	show_progress(c, j);
}

/* Runs all jobs that are to do. */
static int run_round(struct collector *c)
{
	VEC(struct proc) procs = {};
	VEC(struct argv_vec) argvs = {};
	struct argv_vec *a;
	int ret;

	for (size_t i = 0; i < c->njobs; i++) {
		const struct kunit *k = c->jobs[i].unit;
		struct argv_vec argv = {};
		struct gcc_unit u;

		if (c->jobs[i].state != JOB_TODO)
			continue;
		u = describe(c, i);
		frontend_command(&c->reader, &u, k->argv, k->argc, &argv);
		ktree_move_words(c->tree, argv.v, argv.n);
		vec_push(&argvs, argv);
		c->running[procs.n] = i;
		vec_push(&procs, (struct proc){.argv = argv.v,
					       .cwd = ktree_moved(c->tree, c->tree->build),
					       .env = gcc_facts_env,
					       .limit = (size_t)1 << 20});
	}
	c->ended = c->njobs - procs.n;
	c->since = time(NULL);
	ret = proc_run_all(procs.v, procs.n, c->opt.jobs, job_done, c, c->err);
	vec_for_each (a, &argvs)
		vec_free(a);
	vec_free(&argvs);
	vec_free(&procs);
	return ret ? ret : c->ret;
}

/*
 * Makes what a unit waits for.  Returns 1 when it shall be tried again, 0 when
 * not, or a negative errno that ends everything.
 */
static int make_header(struct collector *c, struct job *j)
{
	const char *why;
	int ret = header_make(c->tree, &c->headers, c->made, j->header, &j->include, &why, c->err);

	if (ret > 0)
		j->state = JOB_TODO;
	else if (!why)
		j->state = JOB_FAILED;
	else
		j->why = why;
	return ret;
}

static int run_jobs(struct collector *c)
{
	int ret = 0;

	for (int round = 0; !ret && round <= MAX_ROUNDS; round++) {
		bool again = false;

		ret = run_round(c);
		for (size_t i = 0; !ret && i < c->njobs; i++) {
			/* without a header it waits for its own source */
			if (c->jobs[i].state != JOB_WAITS || !c->jobs[i].header ||
			    round == MAX_ROUNDS)
				continue;
			ret = make_header(c, &c->jobs[i]);
			again = again || ret > 0;
			ret = ret > 0 ? 0 : ret;
		}
		if (!again)
			break;
	}
	if (c->progress)
		fputs("\r\033[K", stderr);
	return ret;
}

/* Jobs for the units; those whose facts are kept are done at once. */
static void make_jobs(struct collector *c, const struct kunit *const *units, size_t n)
{
	c->njobs = n;
	c->jobs = calloc(n + 1, sizeof(*c->jobs));
	c->running = calloc(n + 1, sizeof(*c->running));
	if (!c->jobs || !c->running)
		die("out of memory");
	for (size_t i = 0; i < n; i++) {
		struct job *j = &c->jobs[i];
		struct gcc_unit u;
		uint64_t unused;

		j->unit = units[i];
		if (!kunit_has_source(j->unit, c->tree)) {
			j->state = JOB_WAITS;
			j->why = waits_for(j->unit->source, path_directory(j->unit->target));
			continue;
		}
		u = describe(c, i);
		j->made_by = keep_made_by(&c->keep, &c->reader, &u, j->unit);
		if (!keep_read(&c->keep, j->unit->object, j->made_by, c->pool, &j->facts, &unused))
			continue;
		j->state = j->facts ? JOB_READ : JOB_SILENT;
		j->is_kept = true;
	}
}

static void report_job(struct collector *c, const struct job *j, bool asked_for)
{
	struct unit_note note = {.object = j->unit->object, .why = j->why};
	struct report *r = c->report;
	bool done = j->state == JOB_READ || j->state == JOB_SILENT;

	r->compiled += done;
	r->checked += j->state == JOB_READ;
	r->closure += j->state == JOB_READ && !asked_for;
	c->stats.kept += j->is_kept;
	c->stats.compiled += done && !j->is_kept;
	if (done)
		return;
	if (asked_for)
		vec_push(j->state == JOB_WAITS ? &r->not_ready : &r->failed, note);
	else
		vec_push(&r->assumptions, (struct assumption){
						  .kind = "unit-not-read",
						  .what = intern_f("%s: %s", note.object, note.why),
					  });
}

int collector_run(struct collector *c, const struct kunit *const *units, size_t n, bool asked_for,
		  struct unit **facts, struct error *err)
{
	int ret;

	c->ret = 0;
	c->err = err;
	make_jobs(c, units, n);
	ret = run_jobs(c);
	for (size_t i = 0; !ret && i < n; i++) {
		facts[i] = c->jobs[i].facts;
		report_job(c, &c->jobs[i], asked_for);
	}
	free(c->jobs);
	free(c->running);
	/* solving takes its time, and may be ended */
	keep_save(&c->keep);
	return ret;
}

void collector_headers(struct collector *c, const struct kheader_vec *headers)
{
	const struct kheader *h;

	vec_for_each (h, headers)
		vec_push(&c->headers, *h);
	made_check(c->made, headers);
}

int collector_assembly(struct collector *c, const struct kunit_vec *units, bool asked_for,
		       struct unit_vec *facts, struct error *err)
{
	const struct assembly what = {
		.tree = c->tree,
		.units = units,
		.headers = &c->headers,
		.made = c->made,
		.opt = &c->opt,
		.dir = c->dir,
		.options_file = c->options_file,
		.asked_for = asked_for,
		.keep = &c->keep,
		.progress = c->progress,
	};

	return assembly_collect(&what, c->report, facts, c->pool, &c->stats, err);
}

const struct collect_stats *collector_stats(const struct collector *c)
{
	return &c->stats;
}

static int start(struct collector *c, struct error *err)
{
	const struct ktree *t = c->tree;
	enum frontend_kind kind =
		t->llvm && c->opt.frontend != FRONTEND_SPARSE ? FRONTEND_CLANG : c->opt.frontend;
	int ret;

	if (kind != c->opt.frontend && c->opt.frontend != FRONTEND_AUTO)
		return error_set(err, EOPNOTSUPP, "%s is configured for clang: gcc cannot read it",
				 t->build);
	ret = frontend_find(&c->reader, kind, t->cc, t->cc_machine, t->cc_version, c->opt.plugins,
			    err);
	if (ret)
		return ret;
	if (c->reader.why && !c->opt.quiet)
		fprintf(stderr, "eqslint: %s; %s reads the units\n", c->reader.why,
			c->reader.gcc.version);
	c->dir = temporary_directory(err);
	if (!c->dir)
		return -EIO;
	c->options_file = intern_f("%s/options", c->dir);
	ret = wanted_write(ktree_moved(t, t->source), t->srcarch, c->opt.option_names,
			   c->opt.noptions, c->options_file, err);
	c->made = made_open(c->opt.cache, c->dir, t, c->opt.files);
	if (!ret)
		keep_open(&c->keep, c->opt.cache, t, c->opt.files, &c->reader, c->options_file);
	return ret;
}

int collector_open(struct collector **out, const struct ktree *tree,
		   const struct collect_options *opt, struct report *report,
		   struct facts_pool *pool, struct error *err)
{
	struct collector *c = calloc(1, sizeof(*c));
	int ret;

	if (!c)
		die("out of memory");
	c->tree = tree;
	c->opt = *opt;
	c->report = report;
	c->pool = pool;
	c->progress = !opt->quiet && isatty(STDERR_FILENO);
	ret = start(c, err);
	if (ret)
		collector_close(c, NULL);
	else
		*out = c;
	return ret;
}

int collector_close(struct collector *c, struct error *err)
{
	int ret;

	if (!c)
		return 0;
	ret = keep_close(&c->keep, err);
	made_close(c->made);
	if (c->dir)
		remove_directory(c->dir);
	free(c->dir);
	vec_free(&c->headers);
	free(c);
	return ret;
}

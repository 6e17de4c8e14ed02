// SPDX-License-Identifier: GPL-2.0-or-later
#include "assembly.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/intern.h"
#include "base/proc.h"
#include "base/str.h"
#include "frontend/asm.h"
#include "headers.h"

/* What asked_lines() has lines for is a few hundred names. */
#define OPTIONS_MAX ((size_t)1 << 20)

struct asm_job {
	const struct kunit *unit;
	uint64_t made_by;
	struct unit *facts; /* NULL: there are none, and one of these says why */
	const char *waits, *failed;
	const char *how;     /* what makes what it waits for, for a person */
	const char *include; /* a directory of headers that were made for it */
	uint64_t undecoded;
	bool is_done, is_kept;
};

struct assembler {
	const struct assembly *what;
	struct option_vec options;
	struct asm_job *jobs; /* of each unit */
	size_t *running;      /* the jobs, by their number in the runner */
	struct facts_pool *pool;
	struct collect_stats *stats;
	int64_t since; /* when the round began */
	size_t ended;
};

/* ---- what is looked for, and what is known of all units ---- */

static bool is_for(const struct model *m, const char *arch)
{
	for (size_t i = 0; i < m->narchs; i++)
		if (!strcmp(m->archs[i], arch))
			return true;
	return !m->narchs;
}

const char **assembly_texts(const struct ruleset *rules, const char *arch, size_t *n)
{
	VEC(const char *) texts = {};

	for (size_t i = 0; i < rules->models.n; i++) {
		const struct model *m = rules->models.v[i];

		/* no macro stands around what an assembler has read */
		if (m->kind != MATCH_ASM || m->nwithin || !is_for(m, arch))
			continue;
		for (size_t k = 0; k < m->nnames; k++)
			vec_push(&texts, m->names[k]);
	}
	*n = texts.n;
	return texts.v;
}

/* The lines of the file: an option's name, or "?NAME=y" for what a header of the tree knows. */
static int read_options(struct assembler *a, const char *path, struct error *err)
{
	struct buf b = {};
	int ret = buf_read_file(&b, path, OPTIONS_MAX, err);

	for (const char *p = b.s; !ret && p && *p;) {
		size_t n = strcspn(p, "\n"), name = strcspn(p, "=\n");
		struct option o = {.name = intern_n(p, name)};

		if (*p == '?')
			o.value = name < n ? intern("y") : NULL;
		else
			o.value = ktree_option(a->what->tree, o.name);
		if (o.value)
			vec_push(&a->options, o);
		p += n + (p[n] == '\n');
	}
	buf_free(&b);
	return ret;
}

/* ---- one unit ---- */

static const char *object_file(const struct assembler *a, size_t unit)
{
	return intern_f("%s/%zu.asm.o", a->what->dir, unit);
}

static const char *reads_file(const struct assembler *a, size_t unit)
{
	return intern_f("%s/%zu.asm.d", a->what->dir, unit);
}

static int read_object(struct assembler *a, struct asm_job *j, const char *path, struct error *err)
{
	const struct asm_unit of = {
		.arch = intern(a->what->tree->srcarch),
		.release = a->what->tree->release,
		.compiler = a->what->tree->compiler,
		.source = j->unit->source,
		.object = j->unit->object,
		.config = a->what->tree->config_hash,
		.options = a->options.v,
		.noptions = a->options.n,
		.srctree = ktree_moved(a->what->tree, a->what->tree->source),
		.cwd = ktree_moved(a->what->tree, a->what->tree->build),
		.texts = a->what->opt->asm_texts,
		.ntexts = a->what->opt->nasm_texts,
	};

	size_t undecoded = 0;
	int ret = asm_read_file(&of, path, &a->pool->arena, &j->facts, &undecoded, err);

	j->undecoded = undecoded;
	return ret;
}

/* A unit that read a header which was made for this run alone is made of more than is known. */
static void keep_job(struct assembler *a, const struct asm_job *j, const char *rule)
{
	struct buf text = {}, reads = {};

	if ((!j->include || made_is_kept(a->what->made)) &&
	    !buf_read_file(&text, rule, READS_LIMIT, NULL)) {
		asm_reads(text.s, &reads);
		keep_write(a->what->keep, j->unit->object, j->made_by, &reads, a->since, j->facts,
			   j->undecoded);
	}
	buf_free(&text);
	buf_free(&reads);
}

static void job_done(void *ctx, size_t n, struct proc_result *r)
{
	struct assembler *a = ctx;
	struct asm_job *j = &a->jobs[a->running[n]];
	const char *path = object_file(a, a->running[n]), *reads = reads_file(a, a->running[n]);
	struct error e = {};
	int ret;

	a->ended++;
	if (a->what->progress)
		fprintf(stderr, "\r  %zu/%zu %s\033[K", a->ended, a->what->units->n,
			j->unit->source);
	a->stats->cpu_seconds += r->cpu_seconds;
	j->is_done = true;
	j->waits = NULL;
	ret = asm_result(r, ktree_moved(a->what->tree, a->what->tree->source), &j->waits, &e);
	if (!ret)
		ret = read_object(a, j, path, &e);
	if (ret && !j->waits)
		j->failed = intern(e.text);
	if (!ret)
		keep_job(a, j, reads);
	unlink(path);
	unlink(reads);
}

/* ---- all of them ---- */

/* Runs all that are not done. */
static int run_round(struct assembler *a, struct error *err)
{
	VEC(struct proc) procs = {};
	VEC(struct argv_vec) argvs = {};
	struct argv_vec *words;
	int ret;

	for (size_t i = 0; i < a->what->units->n; i++) {
		const struct asm_job *j = &a->jobs[i];
		struct argv_vec argv = {};

		if (j->is_done)
			continue;
		asm_command(j->unit->argv, j->unit->argc, j->include, object_file(a, i),
			    reads_file(a, i), &argv);
		ktree_move_words(a->what->tree, argv.v, argv.n);
		vec_push(&argvs, argv);
		a->running[procs.n] = i;
		vec_push(&procs,
			 (struct proc){.argv = argv.v,
				       .cwd = ktree_moved(a->what->tree, a->what->tree->build),
				       .env = gcc_facts_env,
				       .limit = (size_t)1 << 20});
	}
	a->ended = a->what->units->n - procs.n;
	a->since = time(NULL);
	ret = proc_run_all(procs.v, procs.n, a->what->opt->jobs, job_done, a, err);
	vec_for_each (words, &argvs)
		vec_free(words);
	vec_free(&argvs);
	vec_free(&procs);
	return ret;
}

static void begin_jobs(struct assembler *a)
{
	for (size_t i = 0; i < a->what->units->n; i++) {
		struct asm_job *j = &a->jobs[i];

		j->unit = &a->what->units->v[i];
		if (!kunit_has_source(j->unit, a->what->tree)) {
			j->waits = j->unit->source;
			j->is_done = true;
			continue;
		}
		j->made_by = keep_assembled_by(a->what->keep, a->what->tree, j->unit,
					       a->what->opt->asm_texts, a->what->opt->nasm_texts);
		j->is_kept = keep_read(a->what->keep, j->unit->object, j->made_by, a->pool,
				       &j->facts, &j->undecoded);
		j->is_done = j->is_kept;
	}
}

static int run_jobs(struct assembler *a, struct error *err)
{
	int ret;

	begin_jobs(a);
	ret = run_round(a, err);
	for (int round = 0, again = 1; !ret && again && round < MAX_ROUNDS; round++) {
		again = 0;
		for (size_t i = 0; i < a->what->units->n && ret >= 0; i++) {
			struct asm_job *j = &a->jobs[i];
			const char *why;

			if (!j->waits)
				continue;
			ret = header_make(a->what->tree, a->what->headers, a->what->made, j->waits,
					  &j->include, &why, err);
			j->how = why;
			j->is_done = ret <= 0;
			again |= ret > 0;
		}
		ret = ret < 0 ? ret : 0;
		if (!ret && again)
			ret = run_round(a, err);
	}
	return ret;
}

static void assume(struct report *r, const char *kind, const struct kunit *k, const char *what)
{
	vec_push(&r->assumptions,
		 (struct assumption){.kind = kind, .file = k->source, .what = what});
}

/*
 * What the build links or writes first, and the unit wraps: a vdso's image, a
 * table of relocations (arm64's hyp-reloc.S).  It cannot be had without that
 * link, and calls nothing that is C.
 */
static bool is_wrapped(const struct asm_job *j)
{
	return j->waits && !ends(j->waits, ".h");
}

static void report_job(const struct assembly *what, const struct asm_job *j, struct report *r)
{
	struct unit_note note = {.object = j->unit->object, .why = j->failed};

	if (j->waits)
		note.why = j->how ? j->how : waits_for(j->waits, path_directory(j->unit->target));
	if (j->facts) {
		r->compiled++;
		r->checked++;
		r->closure += !what->asked_for;
		if (j->undecoded)
			assume(r, "unknown-instruction", j->unit,
			       intern_f(
				       "%" PRIu64
				       " instructions of %s are not known and are taken to do nothing",
				       j->undecoded, j->unit->object));
	} else if (what->asked_for && !is_wrapped(j)) {
		vec_push(j->waits ? &r->not_ready : &r->failed, note);
	} else {
		assume(r, "unit-not-read", j->unit, intern_f("%s: %s", note.object, note.why));
	}
}

int assembly_collect(const struct assembly *what, struct report *report, struct unit_vec *facts,
		     struct facts_pool *pool, struct collect_stats *stats, struct error *err)
{
	struct assembler a = {.what = what, .pool = pool, .stats = stats};
	size_t n = what->units->n;
	int ret;

	if (!n)
		return 0;
	a.jobs = calloc(n, sizeof(*a.jobs));
	a.running = calloc(n, sizeof(*a.running));
	if (!a.jobs || !a.running)
		die("out of memory");
	ret = read_options(&a, what->options_file, err);
	if (!ret)
		ret = run_jobs(&a, err);
	if (what->progress)
		fputs("\r\033[K", stderr);
	for (size_t i = 0; i < n && !ret; i++) {
		report_job(what, &a.jobs[i], report);
		stats->kept += a.jobs[i].is_kept;
		stats->compiled += a.jobs[i].facts && !a.jobs[i].is_kept;
		if (a.jobs[i].facts)
			vec_push(facts, a.jobs[i].facts);
	}
	free(a.jobs);
	free(a.running);
	vec_free(&a.options);
	return ret;
}

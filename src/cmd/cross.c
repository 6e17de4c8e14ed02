// SPDX-License-Identifier: GPL-2.0-or-later
#include "cross.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/intern.h"
#include "base/proc.h"
#include "base/str.h"
#include "finding/finding.h"
#include "frontend/gcc.h"
#include "gather.h"
#include "kernel/tree.h"
#include "options.h"
#include "paths.h"

/* A function of which a rule is reported. */
struct said {
	const char *rule, *file, *function;
	uint32_t line;
};
VEC_TYPE(said_vec, struct said);

struct cross {
	const struct options *opt;
	const struct gather *g;
	struct report *report;
	struct error *err;
	const char *dir;	 /* of the scripts */
	VEC(const char *) files; /* relative to the source tree */
	struct said_vec ours, theirs;
};

static void add_said(struct said_vec *list, const char *rule, const char *file,
		     const char *function, uint32_t line)
{
	const struct said *s;

	vec_for_each (s, list)
		if (s->rule == rule && s->file == file && s->function == function)
			return;
	vec_push(list, (struct said){rule, file, function, line});
}

static bool has_said(const struct said_vec *list, const struct said *other)
{
	const struct said *s;

	vec_for_each (s, list)
		if (s->rule == other->rule && s->file == other->file &&
		    s->function == other->function)
			return true;
	return false;
}

static bool has_file(const struct cross *x, const char *file)
{
	for (size_t i = 0; i < x->files.n; i++)
		if (x->files.v[i] == file)
			return true;
	return false;
}

static void find_files(struct cross *x)
{
	const struct gathered *u;

	vec_for_each (u, gather_units(x->g)) {
		const char *file = intern(u->facts->source);

		if (u->wanted == WANTED_WHOLE && ends(file, ".c") && *file != '/' &&
		    !has_file(x, file))
			vec_push(&x->files, file);
	}
}

/* ---- what spatch says ---- */

/* The word behind " path of " or " in " at the end of a report, or before its ':'. */
static const char *function_in(const char *text, size_t n)
{
	static const char *const before[] = {" path of ", " in "};

	for (size_t i = 0; i < sizeof(before) / sizeof(*before); i++)
		for (const char *p = text;
		     (p = memmem(p, n - (size_t)(p - text), before[i], strlen(before[i])));) {
			size_t word = 0;

			p += strlen(before[i]);
			while (p + word < text + n && is_instruction_char(p[word]))
				word++;
			if (word && (p + word == text + n || p[word] == ':'))
				return intern_n(p, word);
		}
	return NULL;
}

/* FILE:LINE:COLUMN-COLUMN: ERROR: TEXT */
static void read_report(struct cross *x, const char *rule, const char *line, size_t n)
{
	const char *colon = memchr(line, ':', n), *text = memmem(line, n, ": ERROR: ", 9);
	const char *function = text ? function_in(text, n - (size_t)(text - line)) : NULL;

	if (colon && function)
		add_said(&x->theirs, rule, intern_n(line, (size_t)(colon - line)), function,
			 (uint32_t)strtoul(colon + 1, NULL, 10));
}

static int run_script(struct cross *x, const char *rule)
{
	static const char *const first[] = {"spatch",
					    "-D",
					    "report",
					    "--no-show-diff",
					    "--very-quiet",
					    "--no-includes",
					    "--include-headers",
					    "--cocci-file"};
	struct proc p = {.cwd = gather_tree(x->g)->source};
	struct argv_vec argv = {};
	struct proc_result r;
	int ret;

	for (size_t i = 0; i < sizeof(first) / sizeof(*first); i++)
		vec_push(&argv, first[i]);
	vec_push(&argv, intern_f("%s/%s.cocci", x->dir, rule));
	for (size_t i = 0; i < x->files.n; i++)
		vec_push(&argv, x->files.v[i]);
	vec_push(&argv, NULL);
	p.argv = argv.v;
	ret = proc_run(&p, &r, x->err);
	vec_free(&argv);
	if (ret)
		return ret;
	if (r.status)
		ret = error_set(x->err, EIO, "spatch fails with %s.cocci: %.*s", rule,
				(int)strcspn(r.err.s, "\n"), r.err.s);
	for (const char *line = r.out.s; !ret && *line;) {
		const char *end = strchrnul(line, '\n');

		read_report(x, rule, line, (size_t)(end - line));
		line = *end ? end + 1 : end;
	}
	proc_result_free(&r);
	return ret;
}

/* ---- both ---- */

static void add_ours(struct cross *x, const char *rule)
{
	const struct finding *f;

	vec_for_each (f, &x->report->findings)
		if (!strcmp(f->rule, rule) && f->severity >= SEVERITY_WARNING &&
		    has_file(x, intern(f->file)))
			add_said(&x->ours, rule, intern(f->file), intern(f->function), f->line);
}

static size_t compare(struct cross *x, const struct said_vec *some, const struct said_vec *others,
		      const char *who)
{
	const struct said *s;
	size_t n = 0;

	vec_for_each (s, some) {
		if (has_said(others, s))
			continue;
		n++;
		vec_push(&x->report->assumptions,
			 (struct assumption){.kind = NOTE_CROSS,
					     .file = s->file,
					     .line = s->line,
					     .function = s->function,
					     .what = intern_f("%s reports %s in %s()", who, s->rule,
							      s->function)});
	}
	return n;
}

static int is_script(const struct dirent *e)
{
	return ends(e->d_name, ".cocci");
}

static int run_scripts(struct cross *x)
{
	struct dirent **list;
	int n = scandir(x->dir, &list, is_script, alphasort), ret = 0;

	if (n < 0)
		return error_set(x->err, errno, "cannot read %s: %s", x->dir, strerror(errno));
	for (int i = 0; i < n; i++) {
		const char *rule = intern_n(list[i]->d_name, strlen(list[i]->d_name) - 6);

		if (!ret && options_asks_for(x->opt, rule)) {
			ret = run_script(x, rule);
			add_ours(x, rule);
		}
		free(list[i]);
	}
	free(list);
	return ret;
}

int cross_check(const struct options *opt, const struct gather *g, struct report *report,
		struct error *err)
{
	struct cross x = {.opt = opt, .g = g, .report = report, .err = err};
	char *spatch = proc_which("spatch");
	size_t only[2];
	int ret;

	if (!spatch) {
		fprintf(stderr, "eqslint: there is no spatch (Debian: coccinelle): nothing is "
				"checked by it\n");
		return 0;
	}
	free(spatch);
	x.dir = paths_cocci(err);
	ret = x.dir ? 0 : -ENOENT;
	find_files(&x);
	if (!ret && x.files.n)
		ret = run_scripts(&x);
	if (!ret) {
		only[0] = compare(&x, &x.theirs, &x.ours, "the semantic patch alone");
		only[1] = compare(&x, &x.ours, &x.theirs, "eqslint alone");
		if (!opt->quiet)
			fprintf(stderr,
				"eqslint: cross-check of %zu files: both report %zu, the semantic "
				"patches alone %zu, eqslint alone %zu\n",
				x.files.n, x.theirs.n - only[0], only[0], only[1]);
	}
	vec_free(&x.files);
	vec_free(&x.ours);
	vec_free(&x.theirs);
	return ret;
}

// SPDX-License-Identifier: GPL-2.0-or-later
#include "trial.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/intern.h"
#include "base/proc.h"
#include "engine/engine.h"
#include "frontend/gcc.h"
#include "gather.h"
#include "kernel/commands.h"
#include "kernel/shadow.h"
#include "lint.h"
#include "options.h"
#include "rules/rules.h"
#include "solve.h"

#define DECLARATIONS_LIMIT ((size_t)256 << 20)

int trial_open(struct trial *t, const struct options *opt, const char *source, struct error *err)
{
	int ret;

	memset(t, 0, sizeof(*t));
	pool_init(&t->pool);
	t->opt = malloc(sizeof(*t->opt));
	if (!t->opt)
		die("out of memory");
	*t->opt = *opt;
	t->opt->source = source;
	/* the tree says what it has, so each has rules of its own */
	ret = lint_rules(t->opt, &t->rules, err);
	/* a proof is about all of them */
	memset(&t->opt->rule, 0, sizeof(t->opt->rule));
	if (!ret)
		ret = gather_open(&t->gather, t->opt, t->rules, false, &t->report, &t->pool, err);
	if (ret)
		return ret;
	ret = solve_gathered(t->rules, t->gather, &t->program, err);
	if (ret)
		return ret;
	solved_findings(t->program, t->opt, t->rules, t->gather, &t->report);
	report_sort(&t->report);
	return 0;
}

void trial_close(struct trial *t)
{
	if (t->program)
		program_free(t->program);
	if (t->gather)
		gather_close(t->gather);
	report_free(&t->report);
	pool_free(&t->pool);
	if (t->rules)
		rules_free(t->rules);
	free(t->opt);
	memset(t, 0, sizeof(*t));
}

/* ---- its compiles once more ---- */

/* Runs it with more arguments; r is to be freed where 0 is returned. */
static int compile(const struct trial *t, const char *file, const char *const *more, size_t n,
		   struct proc_result *r, struct error *err)
{
	const struct kunit *u = gather_unit(t->gather, file);
	struct argv_vec argv = {};
	const struct ktree *tree = gather_tree(t->gather);
	struct proc p = {.cwd = ktree_moved(tree, tree->build), .env = gcc_facts_env};
	int ret;

	if (!u)
		return error_set(err, ENOENT, "%s: no unit is made of it in this configuration",
				 file);
	gcc_bare_command(u->argv, u->argc, &argv);
	for (size_t i = 0; i < n; i++)
		vec_push(&argv, more[i]);
	vec_push(&argv, NULL);
	ktree_move_words(tree, argv.v, argv.n);
	p.argv = argv.v;
	ret = proc_run(&p, r, err);
	vec_free(&argv);
	if (!ret && r->status) {
		const char *error = strstr(r->err.s, "error: ");

		ret = error_set(err, EINVAL, "%s does not compile: %.*s", file,
				error ? (int)strcspn(error, "\n") : 0, error ? error : "");
		proc_result_free(r);
	}
	return ret;
}

int trial_declarations(const struct trial *t, const char *file, struct buf *out, struct error *err)
{
	char *dir = temporary_directory(err);
	const char *name = intern_f("%s/declarations", dir ? dir : "");
	const char *const more[] = {"-fsyntax-only", "-w", "-aux-info", name};
	struct proc_result r;
	int ret;

	if (!dir)
		return -EIO;
	ret = compile(t, file, more, sizeof(more) / sizeof(*more), &r, err);
	if (!ret) {
		proc_result_free(&r);
		ret = buf_read_file(out, name, DECLARATIONS_LIMIT, err);
	}
	remove_directory(dir);
	free(dir);
	return ret;
}

/* The line as it is of any copy of the tree. */
static void add_line(struct buf *out, const char *line, const char *source)
{
	const char *at;

	while ((at = strstr(line, source))) {
		buf_add(out, line, (size_t)(at - line));
		line = at + strlen(source);
	}
	buf_printf(out, "%s\n", line);
}

int trial_warnings(const struct trial *t, const char *file, struct buf *out, struct error *err)
{
	/* what W=1 adds (scripts/Makefile.extrawarn) */
	static const char *const more[] = {"-c",
					   "-o",
					   "/dev/null",
					   "-Wextra",
					   "-Wunused",
					   "-Wno-unused-parameter",
					   "-Wno-sign-compare",
					   "-Wno-missing-field-initializers",
					   "-Wmissing-declarations",
					   "-Wmissing-format-attribute",
					   "-Wmissing-prototypes",
					   "-Wold-style-definition",
					   "-Wmissing-include-dirs",
					   "-Wunused-but-set-variable",
					   "-Wunused-const-variable"};
	const struct ktree *tree = gather_tree(t->gather);
	struct proc_result r;
	int ret = compile(t, file, more, sizeof(more) / sizeof(*more), &r, err);

	if (ret)
		return ret;
	for (const char *line = r.err.s; *line;) {
		const char *end = strchrnul(line, '\n'), *at = strstr(line, "warning: ");

		if (at && at < end)
			add_line(out, intern_n(at, (size_t)(end - at)),
				 ktree_moved(tree, tree->source));
		line = *end ? end + 1 : end;
	}
	proc_result_free(&r);
	return 0;
}

// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Small programs of facts, testsuite/unit/engine/NAME.facts (of several units, where
 * "eqslint-facts" begins another): exactly what their
 * lines "# found LINE RULE" say is found in them by the project's own rules, and
 * of bodies what their lines "# lacks NAME" say is lacking.  With a line "# starts"
 * findings end with "from LINE", where the path begins; "# in part": not all of the
 * image was read; "# runs FUNCTION LINE" are all
 * calls that come to a run, where there is such a line.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <dirent.h>
#include <cmocka.h>

#include "base/buf.h"
#include "base/intern.h"
#include "engine/program.h"
#include "facts/forms.h"

#define DIRECTORY "testsuite/unit/engine"

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The lines sorted, as one text. */
static void join_lines(const char **lines, size_t n, struct buf *out)
{
	qsort(lines, n, sizeof(*lines), by_text);
	buf_puts(out, "");
	for (size_t i = 0; i < n; i++)
		buf_printf(out, "%s\n", lines[i]);
}

/* What stands behind the mark in the text's lines. */
static void expected(const char *text, const char *mark, struct buf *out)
{
	const char *lines[32];
	size_t n = 0;

	for (const char *p = text; (p = strstr(p, mark)); n++) {
		p += strlen(mark);
		lines[n] = intern_n(p, strcspn(p, "\n"));
	}
	join_lines(lines, n, out);
}

/* "# at most N" such functions are all entered (engine/alone.c). */
static void limit(struct program *p, const char *text)
{
	static const char mark[] = "\n# at most ";
	const char *s = strstr(text, mark);

	if (s)
		p->max_core = strtoul(s + strlen(mark), NULL, 10);
}

static void lacking(struct program *p, struct buf *out)
{
	const char *lines[32];
	const char *const *names;
	size_t n;

	names = program_lacks(p, true, &n);
	if (n)
		memcpy(lines, names, n * sizeof(*names));
	join_lines(lines, n, out);
}

/* Each function's calls that come to a run, as "FUNCTION LINE". */
static void runs(const struct program *p, const struct ruleset *rules, const char *text,
		 const struct unit_vec *units, struct buf *out)
{
	uint32_t tag = rules_tag(rules, "run");
	const char *lines[32];
	size_t n = 0;

	assert_true(tag);
	for (size_t i = 0; strstr(text, "\n# runs ") && i < units->n; i++)
		for (size_t k = 0; k < units->v[i]->nfunctions; k++) {
			const struct function *f = &units->v[i]->functions[k];
			struct reached_vec calls = {};

			program_calls_to(p, f->place.file, f->symbol, tag, &calls);
			for (size_t c = 0; c < calls.n; c++)
				lines[n++] = intern_f("%s %u", f->symbol, calls.v[c].place.line);
			vec_free(&calls);
		}
	join_lines(lines, n, out);
}

static void found(struct ruleset *rules, const struct unit_vec *units, const char *text,
		  struct buf *out, struct buf *lacks, struct buf *comes)
{
	struct program *p = program_new(rules);
	const struct fault_vec *faults = program_faults(p);
	const char *lines[32];
	size_t n = 0;

	limit(p, text);
	for (size_t i = 0; i < units->n; i++)
		program_add(p, units->v[i], !strstr(text, "\n# in part\n"));
	program_link(p);
	program_solve(p);
	for (; n < faults->n; n++) {
		const struct fault *f = &faults->v[n];
		const struct fault_step *last = &f->steps.v[f->steps.n - 1];

		lines[n] = intern_f("%u %s", f->place.line, f->check->rule->name);
		if (!last->is_fault)
			lines[n] = intern_f("%s, over at %u in %s", lines[n], last->place.line,
					    last->function);
		if (strstr(text, "\n# starts\n"))
			lines[n] = intern_f("%s from %u", lines[n], f->steps.v->place.line);
	}
	join_lines(lines, n, out);
	lacking(p, lacks);
	runs(p, rules, text, units, comes);
	program_free(p);
}

static void must_be(const char *file, const char *what, struct buf *got, struct buf *want)
{
	if (strcmp(want->s, got->s))
		fail_msg("%s: %s\n%swhere it should be\n%s", file, what, got->s, want->s);
	buf_free(want);
	buf_free(got);
}

static int is_facts(const struct dirent *d)
{
	return strstr(d->d_name, ".facts") != NULL;
}

static void programs(void **state)
{
	struct dirent **list;
	struct ruleset *rules;
	struct error err;
	int n = scandir(DIRECTORY, &list, is_facts, alphasort);

	(void)state;
	assert_true(n > 0);
	if (rules_load("rules", &rules, &err))
		fail_msg("%s", err.text);
	for (int i = 0; i < n; i++) {
		struct buf path = {}, text = {}, want = {}, got = {}, lacks = {}, lack = {};
		struct buf comes = {}, come = {};
		struct unit_vec units = {};
		struct facts_pool pool;

		pool_init(&pool);
		buf_printf(&path, "%s/%s", DIRECTORY, list[i]->d_name);
		if (buf_read_file(&text, path.s, 1 << 20, &err) ||
		    facts_read_file(path.s, &pool, &units, &err))
			fail_msg("%s", err.text);
		expected(text.s, "\n# found ", &want);
		expected(text.s, "\n# lacks ", &lacks);
		expected(text.s, "\n# runs ", &comes);
		found(rules, &units, text.s, &got, &lack, &come);
		must_be(path.s, "found", &got, &want);
		must_be(path.s, "lacks", &lack, &lacks);
		must_be(path.s, "comes to a run", &come, &comes);
		buf_free(&path);
		buf_free(&text);
		vec_free(&units);
		pool_free(&pool);
		free(list[i]);
	}
	free(list);
	rules_free(rules);
	intern_drop();
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(programs)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

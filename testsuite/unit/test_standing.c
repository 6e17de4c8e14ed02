// SPDX-License-Identifier: GPL-2.0-or-later
/* Where findings stand: comments in sources, what is known to be unused, baselines. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cmocka.h>

#include "base/buf.h"
#include "base/intern.h"
#include "finding/baseline.h"
#include "finding/comments.h"
#include "finding/identity.h"
#include "finding/suppress.h"

#include "files.h"

static char dir[] = "/tmp/test_standing.XXXXXX";

/* ---- comments ---- */

static void comments(void **state)
{
	static const struct {
		const char *text;
		const char *says; /* FIRST-LAST GUARD RULE REASON, ... */
	} cases[] = {
		{"int x;\n", ""},
		{"/* eqslint: a-b: why */\n", "1-1 0 a-b why"},
		{"x;\n// eqslint: a: why  not \t\r\ny", "2-2 0 a why not"},
		{"f(); /* eqslint: a: one */ /*eqslint:b:two*/ // eqslint: c: three",
		 "1-1 0 a one, 1-1 0 b two, 1-1 0 c three"},
		{"/*\n * eqslint: a: one\n *\ttwo\n * */ x", "1-4 0 a one two"},
		{"/** eqslint: a: doc **/", "1-1 0 a doc"},
		{"/* see eqslint: a: no */", ""},
		{"\"/* eqslint: a: no */\" '\"' /* eqslint: b: yes */", "1-1 0 b yes"},
		{"\"\\\"/* eqslint: a: no */\"", ""},
		{"don't /* eqslint: a: in quotes\n */\n/* eqslint: b: yes */", "3-3 0 b yes"},
		{"// /* \n/* eqslint: a: yes */", "2-2 0 a yes"},
		{"/* // */ /* eqslint: a: yes */", "1-1 0 a yes"},
		{"/* eqslint: */", "1-1 0  -"},
		{"/* eqslint: a */", "1-1 0 a -"},
		{"/* eqslint: a why */", "1-1 0 a -"},
		{"/* eqslint: a: * */", "1-1 0 a -"},
		{"/* eqslint: a: cut off", "1-1 0 a cut off"},
		{"/* eqslint: a: slash / in it: yes */", "1-1 0 a slash / in it: yes"},
		{"#if X\n# ifdef Y\n// eqslint: a: y\n# endif\n// eqslint: b: x\n#else\n"
		 "// eqslint: c: n\n#endif\n#endif\n// eqslint: d: o",
		 "3-3 2 a y, 5-5 1 b x, 7-7 6 c n, 10-10 0 d o"},
		{"a #if\n// eqslint: a: no directive", "2-2 0 a no directive"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct comment_vec found = {};
		const struct comment *c;
		struct buf b = {};

		comments_read(cases[i].text, strlen(cases[i].text), "f.c", &found);
		buf_puts(&b, "");
		vec_for_each (c, &found)
			buf_printf(&b, "%s%u-%u %u %s %s", b.n ? ", " : "", c->first, c->last,
				   c->guard, c->rule, c->reason ? c->reason : "-");
		if (strcmp(b.s, cases[i].says))
			fail_msg("%s\nis '%s', not '%s'", cases[i].text, b.s, cases[i].says);
		buf_free(&b);
		vec_free(&found);
	}
}

/* Bytes of any kind, a 0 among them, cut anywhere. */
static void comments_of_rubbish(void **state)
{
	static const char text[] =
		"/* eqslint: a:\0b\xff */ '\\\0\"\\ // eqslint:\0\n#if\n#el\n#endif#if /*";

	(void)state;
	for (size_t n = 0; n < sizeof(text); n++) {
		struct comment_vec found = {};
		char *copy = malloc(n + 1); /* so that a sanitizer sees the end */

		assert_non_null(copy);
		memcpy(copy, text, n);
		copy = realloc(copy, n ? n : 1);
		comments_read(copy, n, "f.c", &found);
		assert_true(found.n <= 2);
		free(copy);
		vec_free(&found);
	}
}

/* ---- what is known to be unused ---- */

#define RULE "irq-window-in-eqs"

static const char facts[] = "eqslint-facts 1\n"
			    "unit a/x.c arch=s390 compiler=gcc object=a/x.o\n"
			    "function run static @10:1\n"
			    "  block 0\n"
			    "    call enter() @12:2\n"
			    "    call middle() @20:2\n"
			    "    call leave() @30:2\n"
			    "    return @31:1\n";

struct world {
	struct arena arena;
	struct unit_vec units;
	struct ruleset *rules;
	struct suppressions s;
	struct report r;
};

static void world_open(struct world *w)
{
	struct unit *u;
	struct error err;

	memset(w, 0, sizeof(*w));
	arena_init(&w->arena);
	if (facts_read_text(facts, strlen(facts), "facts", &w->arena, &u, &err) ||
	    rules_load("rules", &w->rules, &err))
		fail_msg("%s", err.text);
	vec_push(&w->units, u);
	vec_push(&w->r.sources, dir);
}

static void world_close(struct world *w)
{
	suppress_free(&w->s);
	report_free(&w->r);
	rules_free(w->rules);
	vec_free(&w->units);
	arena_free(&w->arena);
}

/* A finding of the rule at the line of the file. */
static void add_finding(struct report *r, const char *file, uint32_t line, const char *function)
{
	struct finding f = {.rule = RULE,
			    .severity = SEVERITY_ERROR,
			    .status = STATUS_NEW,
			    .file = file,
			    .line = line,
			    .function = function,
			    .message = "m"};

	identity_fingerprint(&f);
	vec_push(&r->findings, f);
}

/* The source with line `at` replaced; "#if" and "#endif" around the lines from to, when from is not
 * 0. */
static void write_source(unsigned at, unsigned from, unsigned to)
{
	struct buf b = {};

	for (unsigned i = 1; i <= 40; i++)
		buf_printf(&b, "%s\n",
			   i == at     ? "/* eqslint: " RULE ": why */"
			   : i == from ? "#if X"
			   : i == to   ? "#endif"
				       : "x;");
	write_text(dir, "a/x.c", b.s);
	buf_free(&b);
}

static bool is_unused(unsigned at, unsigned from, unsigned to, const struct coverage *how)
{
	struct coverage c = *how;
	struct world w;
	bool unused;

	write_source(at, from, to);
	world_open(&w);
	c.units = &w.units;
	suppress_apply(&w.s, w.rules, &c, &w.r);
	assert_int_equal(w.s.comments.n, 1);
	unused = w.r.assumptions.n;
	if (unused) {
		assert_string_equal(w.r.assumptions.v[0].kind, NOTE_UNUSED);
		assert_int_equal(w.r.assumptions.v[0].line, at);
	}
	world_close(&w);
	return unused;
}

static void unused(void **state)
{
	static const char *const this[] = {RULE}, *const other[] = {"irq-flags-misuse"};
	const struct coverage all = {.is_whole = true}, part = {},
			      ran = {.is_whole = true, .rules = this, .nrules = 1},
			      not_ran = {.is_whole = true, .rules = other, .nrules = 1};

	(void)state;
	assert_true(is_unused(20, 0, 0, &all));
	assert_true(is_unused(20, 0, 0, &ran));
	assert_false(is_unused(20, 0, 0, &not_ran));
	assert_false(is_unused(20, 0, 0, &part));
	assert_true(is_unused(5, 0, 0, &all)); /* in no function */
	assert_false(is_unused(5, 4, 6, &all));
	assert_false(is_unused(25, 24, 26, &all)); /* nothing of these lines is in the facts */
	assert_true(
		is_unused(25, 8, 35, &all)); /* the #if is around the function, which is there */
	assert_true(is_unused(19, 18, 22, &all)); /* an event is on the next line */
	assert_true(is_unused(20, 18, 22, &all));
	assert_false(is_unused(21, 18, 22, &all));
}

/* The first that holds of suppressed, baseline, latent, new. */
static void order(void **state)
{
	const char *file = intern("a/x.c");
	struct coverage c = {.is_whole = true};
	struct baseline b = {};
	struct world w;
	struct error err;

	(void)state;
	write_source(19, 0, 0);
	world_open(&w);
	c.units = &w.units;
	for (uint32_t line = 18; line <= 22; line++)
		add_finding(&w.r, file, line, line == 22 ? "entry" : "run");
	w.r.findings.v[0].status = STATUS_LATENT; /* 18 */
	w.r.findings.v[3].status = STATUS_LATENT; /* 21 */
	if (suppress_read(&w.s, write_text(dir, "list", RULE " entry # r\n"), w.rules, &err))
		fail_msg("%s", err.text);
	suppress_apply(&w.s, w.rules, &c, &w.r);
	assert_int_equal(w.r.findings.v[0].status, STATUS_LATENT);
	assert_int_equal(w.r.findings.v[1].status, STATUS_SUPPRESSED); /* on its line */
	assert_int_equal(w.r.findings.v[1].suppression.kind, SUPPRESSION_SOURCE);
	assert_int_equal(w.r.findings.v[2].status, STATUS_SUPPRESSED); /* on the one above */
	assert_int_equal(w.r.findings.v[3].status, STATUS_LATENT);
	assert_int_equal(w.r.findings.v[4].suppression.kind, SUPPRESSION_FILE);
	/* the four in run() have one fingerprint: three entries are three of them, suppressed ones
	 * too */
	write_text(dir, "base",
		   intern_f("# eqslint baseline 1\n%1$s%1$s%1$s",
			    intern_f("a/x.c\trun\t%s\t%s\n", RULE, w.r.findings.v[0].fingerprint)));
	if (baseline_read(&b, intern_f("%s/base", dir), &err))
		fail_msg("%s", err.text);
	baseline_apply(&b, &c, &w.r);
	assert_int_equal(w.r.findings.v[0].status, STATUS_BASELINE);
	assert_int_equal(w.r.findings.v[1].status, STATUS_SUPPRESSED);
	assert_int_equal(w.r.findings.v[2].status, STATUS_SUPPRESSED);
	assert_int_equal(w.r.findings.v[3].status, STATUS_LATENT);
	assert_int_equal(w.r.assumptions.n, 0);
	baseline_free(&b);
	world_close(&w);
}

/* ---- baselines ---- */

/* Of two with one fingerprint each entry takes its own file's; what is left goes by fingerprint. */
static void files(void **state)
{
	struct coverage c = {.is_whole = true};
	struct baseline b = {};
	struct world w;
	struct error err;

	(void)state;
	world_open(&w);
	c.units = &w.units;
	add_finding(&w.r, intern("a/renamed.c"), 1, "run");
	add_finding(&w.r, intern("a/x.c"), 1, "run");
	add_finding(&w.r, NULL, 0, NULL);
	report_sort(&w.r);
	if (baseline_write(&w.r, intern_f("%s/base", dir), &err) ||
	    baseline_read(&b, intern_f("%s/base", dir), &err))
		fail_msg("%s", err.text);
	assert_int_equal(b.entries.n, 3);
	assert_string_equal(b.entries.v[0].file, "-");
	b.entries.v[1].used = true; /* that of a/renamed.c */
	baseline_apply(&b, &c, &w.r);
	assert_int_equal(w.r.findings.v[0].status, STATUS_BASELINE); /* without a name */
	assert_int_equal(w.r.findings.v[1].status, STATUS_NEW);
	assert_int_equal(w.r.findings.v[2].status, STATUS_BASELINE);
	/* nothing of a/gone.c was looked at; of a/x.c it was */
	b.entries.v[1].file = intern("a/gone.c");
	b.entries.v[1].used = b.entries.v[2].used = false;
	w.r.findings.n = 0;
	baseline_apply(&b, &c, &w.r);
	assert_int_equal(w.r.assumptions.n, 1);
	assert_non_null(strstr(w.r.assumptions.v[0].what, "1 entry is no longer found"));
	baseline_free(&b);
	world_close(&w);
}

static void damaged(void **state)
{
	static const char good[] =
		"# eqslint baseline 1\na.c\tf\tr\t"
		"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
	struct baseline b = {};
	struct error err;

	(void)state;
	for (size_t n = 0; n < sizeof(good) - 1; n++) {
		const char *path = write_text(dir, "cut", intern_n(good, n));

		/* the first line alone is an empty baseline */
		if (baseline_read(&b, path, &err) != (n == 20 || n == 21 ? 0 : -22) || b.entries.n)
			fail_msg("%zu bytes: %s", n, err.text);
	}
	assert_int_equal(baseline_read(&b, write_text(dir, "whole", good), &err), 0);
	assert_int_equal(b.entries.n, 1);
	baseline_free(&b);
	assert_int_equal(baseline_read(&b, write_text(dir, "more", intern_f("%s\tx", good)), &err),
			 -22);
	assert_non_null(strstr(err.text, "more:2: expected FILE"));
	baseline_free(&b);
}

static int setup(void **state)
{
	(void)state;
	return !mkdtemp(dir) || mkdir(intern_f("%s/a", dir), 0777);
}

static int teardown(void **state)
{
	(void)state;
	return system(intern_f("rm -r %s", dir));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(comments), cmocka_unit_test(comments_of_rubbish),
		cmocka_unit_test(unused),   cmocka_unit_test(order),
		cmocka_unit_test(files),    cmocka_unit_test(damaged),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* Models of primitives that a tree does not have any more. */
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
#include "cmd/unmatched.h"
#include "finding/finding.h"
#include "rules/rules.h"

#include "files.h"

static const char states[] =
	"architectures: [arm, m68k]\n"
	"variables:\n"
	"  door: {values: [open, shut]}\n"
	"rules:\n"
	"  - {rule: r, summary: s, why: w, fix: f, bad: b, good: g, proof: p,\n"
	"     checks: [{on: claim, severity: note, message: m}]}\n";

static const char facts[] = "eqslint-facts 1\n"
			    "unit a.c arch=arm compiler=c object=a.o\n"
			    "function shut_door @1\n"
			    "  param %0 d :p64{house}\n"
			    "  block 0\n"
			    "    call lock_door() @2 !close_up\n"
			    "    call (d%0->close{house})() @3\n"
			    "    return @4\n"
			    "extern lock_door\n";

static char dir[] = "/tmp/test_unmatched.XXXXXX";

static const struct test {
	const char *model, *source; /* door.h, where it was read; NULL: there is none */
	bool is_told;
} tests[] = {
	/* the units have it */
	{"call: lock_door", "", false},
	{"call: shut_door", "int other;", false},
	{"call: [bar_door, lock_door]", "int other;", false},
	{"call: 'lock_*'", "int other;", false},
	{"macro: close_up", "int other;", false},
	{"slot: house.close", "int other;", false},
	/* the file still has it, and nobody needs it here */
	{"call: bar_door", "void bar_door(void);", false},
	{"call: 'bar_*'", "void bar_door(void);", false},
	{"slot: house.bar", "struct house { void (*bar)(void); };", false},
	{"store: house.bar", "struct house { int bar; };", false},
	/* neither */
	{"call: bar_door", "void bar_the_door(void);", true},
	{"call: bar_door", "void bar_doors(void); void unbar_door(void);", true},
	{"call: bar_door", "/* once bar_door() */ int x; // bar_door", true},
	{"call: [bar_door, bolt_door]", "int x;", true},
	{"call: 'bar_*'", "int x;", true},
	{"macro: bar_up", "int x;", true},
	{"slot: house.bar", "struct house { int barn; };", true},
	{"store: house.close", "int x;", true}, /* it is called, not stored to */
	{"load: house.close", "int x;", true},
	/* of other trees */
	{"call: bar_door", NULL, false},
	{"call: bar_door\n    when: option DOORS", "int x;", false},
	{"call: bar_door\n    when: not option DOORS", "int x;", true},
	{"call: bar_door\n    in-other-trees: [bolt_door]\n  - call: bolt_door", "int bolt_door;",
	 false},
	{"call: bar_door\n    in-other-trees: [lock_door]", "int x;",
	 true}, /* of which nothing was read here */
	{"asm: bar", "int x;", false},
	{"call: bar_door\narch: m68k", "int x;", false},
	{"call: bar_door\narch: [m68k, arm]", "int x;", true},
};

static void run(const struct test *t)
{
	struct ruleset *rules;
	struct unit_vec units = {};
	struct report report = {.arch = "arm"};
	struct buf models = {}, path = {};
	struct arena arena;
	struct unit *unit;
	struct error err;

	arena_init(&arena);
	write_text(dir, "rules/states.yaml", states);
	buf_printf(&models, "read-in: door.h\nmodels:\n  - %s\n", t->model);
	write_text(dir, "rules/models/m.yaml", models.s);
	buf_printf(&path, "%s/door.h", dir);
	unlink(path.s);
	if (t->source)
		write_text(dir, "door.h", t->source);
	path.n = 0;
	buf_printf(&path, "%s/rules", dir);
	if (rules_load(path.s, &rules, &err) ||
	    facts_read_text(facts, strlen(facts), "facts", &arena, &unit, &err))
		fail_msg("%s", err.text);
	rules_bind_fact(rules, "DOORS", TRI_NO);
	vec_push(&units, unit);
	vec_push(&report.sources, intern(dir));
	unmatched_models(rules, &units, &report);
	if (report.assumptions.n != t->is_told)
		fail_msg("%s: %s: %zu assumptions", t->model, t->source, report.assumptions.n);
	if (t->is_told) {
		assert_string_equal(report.assumptions.v[0].kind, "model-unmatched");
		assert_string_equal(report.assumptions.v[0].file, "rules/models/m.yaml");
		assert_int_equal(report.assumptions.v[0].line, 3);
		assert_non_null(strstr(report.assumptions.v[0].what, "door.h"));
	}
	report_free(&report);
	vec_free(&units);
	rules_free(rules);
	arena_free(&arena);
	buf_free(&models);
	buf_free(&path);
}

static void told_or_not(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(tests) / sizeof(*tests); i++)
		run(&tests[i]);
}

static int setup(void **state)
{
	static const char *const names[] = {"rules", "rules/models"};

	(void)state;
	if (!mkdtemp(dir))
		return -1;
	for (size_t i = 0; i < 2; i++)
		mkdir(intern_f("%s/%s", dir, names[i]), 0777);
	return 0;
}

static int teardown(void **state)
{
	static const char *const names[] = {
		"rules/models/m.yaml", "rules/models", "rules/states.yaml", "rules", "door.h", "."};

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		remove(strcmp(names[i], ".") ? intern_f("%s/%s", dir, names[i]) : dir);
	intern_drop();
	return 0;
}

int main(void)
{
	const struct CMUnitTest all[] = {
		cmocka_unit_test(told_or_not),
	};

	return cmocka_run_group_tests(all, setup, teardown);
}

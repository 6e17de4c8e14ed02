// SPDX-License-Identifier: GPL-2.0-or-later
/* Plans: several changes of one file, and what a change may not lose. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/intern.h"
#include "fix/plan.h"
#include "kernel/shadow.h"

#include "files.h"

static struct recipe recipe;
static struct plan_input in = {.recipe = &recipe, .arch = "x86", .file = "a.c", .function = "f"};

static struct plan *new_plan(void)
{
	struct plan *plan = calloc(1, sizeof(*plan));

	assert_non_null(plan);
	return plan;
}

/* Puts text before the first byte of the word in a.c, as the plan leaves it. */
static int put_before(struct plan *plan, const char *word, const char *text, struct error *err)
{
	struct csource s = {};
	struct edit_vec edits = {};
	size_t at;
	int ret;

	assert_int_equal(plan_read(&in, plan, "a.c", &s, err), 0);
	at = (size_t)(strstr(s.text.s, word) - s.text.s);
	edits_add(&edits, at, at, text);
	ret = plan_change(plan, "a.c", &s.text, &edits, err);
	vec_free(&edits);
	csource_free(&s);
	return ret;
}

static void test_one_file_in_two_patches(void **state)
{
	struct plan *plan = new_plan();
	struct error err;

	(void)state;
	plan_patch(plan, "first", "");
	assert_int_equal(put_before(plan, "int f", "int a;\n", &err), 0);
	assert_int_equal(put_before(plan, "int f", "int b;\n", &err), 0);
	plan_patch(plan, "second", "");
	assert_int_equal(put_before(plan, "int f", "int c;\n", &err), 0);
	assert_int_equal(plan->patches.v[0].files.n, 1);
	assert_string_equal(plan->patches.v[0].files.v[0].before.s,
			    "int f(void) { return g(); }\n");
	assert_string_equal(plan->patches.v[0].files.v[0].after.s,
			    "int a;\nint b;\nint f(void) { return g(); }\n");
	assert_string_equal(plan->patches.v[1].files.v[0].before.s,
			    plan->patches.v[0].files.v[0].after.s);
	assert_string_equal(plan->patches.v[1].files.v[0].after.s,
			    "int a;\nint b;\nint c;\nint f(void) { return g(); }\n");
	plan_free(plan);
}

/* Made for the file as it was, and not as the first patch leaves it. */
static void test_stale_change(void **state)
{
	struct plan *plan = new_plan();
	struct csource s = {};
	struct edit_vec edits = {};
	struct error err;

	(void)state;
	assert_int_equal(plan_read(&in, NULL, "a.c", &s, &err), 0);
	plan_patch(plan, "first", "");
	assert_int_equal(put_before(plan, "int f", "int a;\n", &err), 0);
	plan_patch(plan, "second", "");
	edits_add(&edits, 0, 0, "int b;\n");
	assert_int_equal(plan_change(plan, "a.c", &s.text, &edits, &err), -EINVAL);
	vec_free(&edits);
	csource_free(&s);
	plan_free(plan);
}

static int same_calls(const char *word, const char *text)
{
	struct plan *plan = new_plan();
	struct error err;
	int ret;

	plan_patch(plan, "only", "");
	assert_int_equal(put_before(plan, word, text, &err), 0);
	ret = plan_same_calls(&in, plan, &err);
	if (ret)
		assert_string_equal(err.text, "a.c would call g() another number of times");
	plan_free(plan);
	return ret;
}

static void test_same_calls(void **state)
{
	static const char *enter[] = {"enter"};

	(void)state;
	recipe.enter = enter;
	recipe.nenter = 1;
	assert_int_equal(same_calls("return", "g(); "), -EINVAL);
	assert_int_equal(same_calls("return", "/* g() */ enter(); "), 0);
}

static char *dir;

static int make_files(void **state)
{
	struct error err;

	(void)state;
	dir = temporary_directory(&err);
	if (!dir)
		return -1;
	write_text(dir, "a.c", "int f(void) { return g(); }\n");
	in.source = dir;
	return 0;
}

static int remove_files(void **state)
{
	(void)state;
	remove_directory(dir);
	free(dir);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_one_file_in_two_patches),
		cmocka_unit_test(test_stale_change),
		cmocka_unit_test(test_same_calls),
	};

	return cmocka_run_group_tests(tests, make_files, remove_files);
}

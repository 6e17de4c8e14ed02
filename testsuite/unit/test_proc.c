// SPDX-License-Identifier: GPL-2.0-or-later
/* Subprocesses: output, status, limits, several at a time, signals. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/proc.h"

static int sh(const char *script, struct proc_result *r, struct error *err)
{
	const char *argv[] = {"sh", "-c", script, NULL};
	struct proc p = {.argv = argv};

	memset(r, 0, sizeof(*r));
	return proc_run(&p, r, err);
}

static void test_output(void **state)
{
	struct proc_result r;

	(void)state;
	assert_int_equal(sh("echo out; echo err >&2; exit 3", &r, NULL), 0);
	assert_string_equal(r.out.s, "out\n");
	assert_string_equal(r.err.s, "err\n");
	assert_int_equal(r.status, 3);
	assert_int_equal(r.signal, 0);
	assert_true(r.max_rss_kb > 0);
	proc_result_free(&r);

	assert_int_equal(sh(":", &r, NULL), 0);
	assert_string_equal(r.out.s, "");
	assert_string_equal(r.err.s, "");
	proc_result_free(&r);
}

static void test_signal_of_child(void **state)
{
	struct proc_result r;

	(void)state;
	assert_int_equal(sh("kill -SEGV $$", &r, NULL), 0);
	assert_int_equal(r.signal, SIGSEGV);
	assert_int_equal(r.status, 128 + SIGSEGV);
	proc_result_free(&r);
}

/* Input is empty: a program that asks does not wait for ever. */
static void test_input(void **state)
{
	struct proc_result r;

	(void)state;
	assert_int_equal(sh("cat; echo end", &r, NULL), 0);
	assert_string_equal(r.out.s, "end\n");
	proc_result_free(&r);
}

static void test_cwd_and_env(void **state)
{
	const char *argv[] = {"sh", "-c", "pwd; echo \"$A-${B-none}-$KEPT\"", NULL};
	const char *env[] = {"A=new", "B", NULL};
	struct proc p = {.argv = argv, .cwd = "/", .env = env};
	struct proc_result r = {};

	(void)state;
	setenv("A", "old", 1);
	setenv("B", "old", 1);
	setenv("KEPT", "kept", 1);
	assert_int_equal(proc_run(&p, &r, NULL), 0);
	assert_string_equal(r.out.s, "/\nnew-none-kept\n");
	proc_result_free(&r);
}

/* More than the limit, and more than a pipe holds, on both at once. */
static void test_limit(void **state)
{
	const char *argv[] = {
		"sh", "-c", "head -c 300000 /dev/zero; head -c 300000 /dev/zero >&2; echo x", NULL};
	struct proc p = {.argv = argv, .limit = 1000};
	struct proc_result r = {};

	(void)state;
	assert_int_equal(proc_run(&p, &r, NULL), 0);
	assert_int_equal(r.status, 0);
	assert_true(r.truncated);
	assert_int_equal(r.out.n, 1000);
	assert_int_equal(r.err.n, 1000);
	proc_result_free(&r);

	p.limit = 0;
	assert_int_equal(proc_run(&p, &r, NULL), 0);
	assert_false(r.truncated);
	assert_int_equal(r.out.n, 300002);
	proc_result_free(&r);
}

static void test_missing(void **state)
{
	const char *argv[] = {"/nowhere/program", NULL};
	const char *true_argv[] = {"true", NULL};
	struct proc p = {.argv = argv};
	struct proc_result r = {};
	struct error e;
	char *path;

	(void)state;
	assert_int_equal(proc_run(&p, &r, &e), -ENOENT);
	assert_non_null(strstr(e.text, "/nowhere/program"));
	p = (struct proc){.argv = true_argv, .cwd = "/nowhere"};
	assert_int_equal(proc_run(&p, &r, &e), -ENOENT);
	assert_non_null(strstr(e.text, "/nowhere"));

	assert_null(proc_which("no-such-program-anywhere"));
	path = proc_which("sh");
	assert_non_null(path);
	assert_int_equal(path[0], '/');
	free(path);
}

struct seen {
	size_t n;
	int status[20];
	char out[20][16];
};

static void see(void *ctx, size_t job, struct proc_result *r)
{
	struct seen *s = ctx;

	s->n++;
	s->status[job] = r->status;
	strncpy(s->out[job], r->out.s, sizeof(s->out[job]) - 1);
}

static void test_many(void **state)
{
	const char *echo[] = {"sh", "-c", "echo $((6 * 7)); exit 5", NULL};
	const char *none[] = {"/nowhere/program", NULL};
	struct proc jobs[20];
	struct seen s = {};

	(void)state;
	for (int i = 0; i < 20; i++)
		jobs[i] = (struct proc){.argv = i == 7 ? none : echo};
	assert_int_equal(proc_run_all(jobs, 20, 3, see, &s, NULL), 0);
	assert_int_equal(s.n, 20);
	for (int i = 0; i < 20; i++) {
		assert_int_equal(s.status[i], i == 7 ? 127 : 5);
		assert_string_equal(s.out[i], i == 7 ? "" : "42\n");
	}
	assert_int_equal(proc_run_all(jobs, 0, 3, see, &s, NULL), 0);
	assert_int_equal(s.n, 20);
}

static double seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Two that wait for each other's end would take twice as long one by one. */
static void test_parallel(void **state)
{
	const char *nap[] = {"sleep", "0.5", NULL};
	struct proc jobs[4] = {{.argv = nap}, {.argv = nap}, {.argv = nap}, {.argv = nap}};
	struct seen s = {};
	double start = seconds();

	(void)state;
	assert_int_equal(proc_run_all(jobs, 4, 4, see, &s, NULL), 0);
	assert_true(seconds() - start < 1.5);
	assert_int_equal(s.n, 4);
}

/* An interrupt stops what runs, what a child started too, and starts nothing more. */
static void test_interrupt(void **state)
{
	const char *nap[] = {"sh", "-c", "sleep 60; :", NULL};
	const char *hit[] = {"sh", "-c", "kill -INT $PPID; sleep 60; :", NULL};
	struct proc jobs[3] = {{.argv = nap}, {.argv = hit}, {.argv = nap}};
	struct seen s = {};
	struct error e;
	double start = seconds();

	(void)state;
	assert_int_equal(proc_run_all(jobs, 3, 2, see, &s, &e), -EINTR);
	assert_string_equal(e.text, "interrupted");
	assert_true(seconds() - start < 10);
	assert_int_equal(s.n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_output),	  cmocka_unit_test(test_signal_of_child),
		cmocka_unit_test(test_input),	  cmocka_unit_test(test_cwd_and_env),
		cmocka_unit_test(test_limit),	  cmocka_unit_test(test_missing),
		cmocka_unit_test(test_many),	  cmocka_unit_test(test_parallel),
		cmocka_unit_test(test_interrupt),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

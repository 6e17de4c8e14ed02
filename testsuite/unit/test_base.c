// SPDX-License-Identifier: GPL-2.0-or-later
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "base/intern.h"
#include "base/vec.h"

static char dir[] = "/tmp/eqslint-test-XXXXXX";

static void arena_memory(void **state)
{
	static const size_t sizes[] = {0, 1, 15, 16, 17, 1000, 16384, 16385, 70000, 3};
	struct arena a;
	char *p[200];
	size_t n = sizeof(sizes) / sizeof(sizes[0]);

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < 200; i++) {
		size_t size = sizes[i % n];

		p[i] = arena_alloc(&a, size);
		assert_int_equal((uintptr_t)p[i] % 16, 0);
		for (size_t j = 0; j < size; j++)
			assert_int_equal(p[i][j], 0);
		if (size)
			memset(p[i], (int)(i + 1) & 0xff, size);
	}
	/* Nothing lies on anything else. */
	for (size_t i = 0; i < 200; i++)
		for (size_t j = 0; j < sizes[i % n]; j++)
			assert_int_equal((unsigned char)p[i][j], (i + 1) & 0xff);
	assert_string_equal(arena_copy(&a, "copied", 7), "copied");
	arena_free(&a);
	assert_null(a.chunks);
	assert_non_null(arena_new(&a, int)); /* an empty one can be used again */
	arena_free(&a);
}

static void arena_marks(void **state)
{
	static const size_t sizes[] = {1, 100, 16385, 60000, 70000, 8, 65536};
	struct arena_mark mark;
	struct arena a;
	char *kept;

	(void)state;
	arena_init(&a);
	for (int round = 0; round < 3; round++) { /* an empty one, an open chunk, an old one */
		mark = arena_mark(&a);
		for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
			memset(arena_alloc(&a, sizes[i]), 0xff, sizes[i]);
		arena_release(&a, &mark);
		assert_ptr_equal(a.chunks, mark.chunks);
		kept = arena_alloc(&a, 40000 * (size_t)round + 24);
		for (int i = 0; i < 40000 * round + 24; i++)
			assert_int_equal(kept[i], 0);
		memcpy(kept, "kept", 5);
		mark = arena_mark(&a);
		memset(arena_alloc(&a, 5000), 0xff, 5000);
		arena_release(&a, &mark);
		assert_string_equal(kept, "kept");
	}
	arena_free(&a);
}

static void interned_strings(void **state)
{
	const char *many[10000];

	(void)state;
	assert_null(intern_find("one"));
	assert_ptr_equal(intern("one"), intern_n("one two", 3));
	assert_ptr_equal(intern("one"), intern_f("%s%c", "on", 'e'));
	assert_ptr_equal(intern_find("one"), intern("one"));
	assert_ptr_not_equal(intern("one"), intern("One"));
	assert_null(intern_find("two"));
	assert_string_equal(intern(""), "");
	assert_string_equal(intern_n("\xff\x01", 2), "\xff\x01");
	/* They stay where they are while the table grows. */
	for (int i = 0; i < 10000; i++)
		many[i] = intern_f("name %d", i);
	for (int i = 0; i < 10000; i++) {
		char name[32];

		snprintf(name, sizeof(name), "name %d", i);
		assert_ptr_equal(intern(name), many[i]);
		assert_string_equal(many[i], name);
	}
	intern_drop();
	assert_null(intern_find("one"));
	assert_string_equal(intern("one"), "one");
}

static void growing_arrays(void **state)
{
	struct pair {
		int a, b;
	} * p;
	VEC(struct pair) v = {};
	int sum = 0;

	(void)state;
	for (int i = 0; i < 1000; i++)
		vec_push(&v, (struct pair){i, -i});
	assert_int_equal(v.n, 1000);
	assert_true(v.cap >= v.n);
	vec_for_each (p, &v) {
		assert_int_equal(p->a, sum);
		assert_int_equal(p->b, -sum);
		sum++;
	}
	assert_int_equal(sum, 1000);
	vec_reserve(&v, 5000);
	assert_true(v.cap >= 5000);
	assert_int_equal(v.v[999].a, 999);
	vec_free(&v);
	assert_null(v.v);
	assert_int_equal(v.n + v.cap, 0);
}

static void buffers(void **state)
{
	struct buf b = {};
	char big[5000];

	(void)state;
	buf_puts(&b, "a");
	buf_putc(&b, 'b');
	buf_printf(&b, "%d%s", 12, "c");
	assert_string_equal(b.s, "ab12c");
	assert_int_equal(b.n, 5);
	memset(big, 'x', sizeof(big) - 1);
	big[sizeof(big) - 1] = 0;
	buf_printf(&b, "%s", big);
	assert_int_equal(b.n, 5 + sizeof(big) - 1);
	assert_string_equal(b.s + 5, big);
	buf_add(&b, "\0z", 2);
	assert_int_equal(b.s[b.n - 1], 'z');
	assert_int_equal(b.s[b.n], 0);
	/* Sizes around each doubling: never a byte behind the end. */
	for (size_t n = 250; n < 1030; n++) {
		struct buf c = {};

		buf_add(&c, big, n);
		buf_putc(&c, 'y');
		assert_true(c.cap > c.n);
		assert_int_equal(c.s[c.n], 0);
		buf_free(&c);
	}
	buf_free(&b);
	assert_null(b.s);
}

static const char *in_dir(const char *name)
{
	static char path[128];

	snprintf(path, sizeof(path), "%s/%s", dir, name);
	return path;
}

static void files(void **state)
{
	struct buf b = {}, c = {};
	struct error err = {};
	struct stat st;

	(void)state;
	buf_add(&b, "some\0bytes", 10);
	assert_int_equal(buf_write_file(&b, in_dir("f"), &err), 0);
	assert_int_equal(buf_write_file(&b, in_dir("f"), &err), 0); /* over the old one */
	assert_int_equal(stat(in_dir("f"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0644);
	buf_puts(&c, "x");
	assert_int_equal(buf_read_file(&c, in_dir("f"), 100, &err), 0);
	assert_int_equal(c.n, 11);
	assert_memory_equal(c.s, "xsome\0bytes", 11);
	assert_int_equal(c.s[11], 0);
	c.n = 0;
	assert_int_equal(buf_read_file(&c, in_dir("f"), 9, &err), -EFBIG);
	assert_non_null(strstr(err.text, "larger than 9 bytes"));
	assert_int_equal(buf_read_file(&c, in_dir("nowhere"), 9, &err), -ENOENT);
	assert_non_null(strstr(err.text, "nowhere"));
	assert_int_equal(buf_read_file(&c, dir, 9, &err), -EISDIR);
	assert_int_equal(buf_write_file(&b, in_dir("no/such"), &err), -ENOENT);
	assert_non_null(strstr(err.text, "no/such"));
	/* No half-written file is left behind. */
	assert_int_equal(mkdir(in_dir("sub"), 0755), 0);
	assert_int_equal(buf_write_file(&b, in_dir("sub"), &err), -EISDIR);
	assert_int_equal(rmdir(in_dir("sub")), 0);
	buf_free(&b);
	buf_free(&c);
	unlink(in_dir("f"));
	assert_int_equal(rmdir(dir), 0);
}

static void errors(void **state)
{
	struct error err = {};
	char big[3000];

	(void)state;
	assert_int_equal(error_set(&err, ENOENT, "no %s", "file"), -ENOENT);
	assert_string_equal(err.text, "no file");
	error_prefix(&err, "%s:%d", "f.c", 3);
	assert_string_equal(err.text, "f.c:3: no file");
	assert_int_equal(error_set(NULL, EINVAL, "nobody reads this"), -EINVAL);
	error_prefix(NULL, "nor this");
	/* What is too long is cut, and the prefix is what stays. */
	memset(big, 'x', sizeof(big) - 1);
	big[sizeof(big) - 1] = 0;
	error_set(&err, EINVAL, "%s", big);
	assert_int_equal(strlen(err.text), sizeof(err.text) - 1);
	error_prefix(&err, "prefix");
	assert_int_equal(strncmp(err.text, "prefix: xxx", 11), 0);
	assert_true(strlen(err.text) < sizeof(err.text));
	error_prefix(&err, "%s", big);
	assert_true(strlen(err.text) < sizeof(err.text));
}

static void broken_invariants(void **state)
{
	int status, fds[2];
	char said[256] = "";
	pid_t pid;

	(void)state;
	assert_int_equal(pipe(fds), 0);
	pid = fork();
	if (!pid) {
		dup2(fds[1], STDERR_FILENO);
		signal(SIGABRT, SIG_DFL);
		die("block %d is %s", 7, "lost");
	}
	close(fds[1]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(read(fds[0], said, sizeof(said) - 1) > 0);
	close(fds[0]);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
	assert_string_equal(said, "eqslint: internal error: block 7 is lost\n");
}

static int set_up(void **state)
{
	(void)state;
	return mkdtemp(dir) ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	intern_drop();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(arena_memory),	    cmocka_unit_test(arena_marks),
		cmocka_unit_test(interned_strings), cmocka_unit_test(growing_arrays),
		cmocka_unit_test(buffers),	    cmocka_unit_test(files),
		cmocka_unit_test(errors),	    cmocka_unit_test(broken_invariants),
	};

	return cmocka_run_group_tests_name("base", tests, set_up, tear_down);
}

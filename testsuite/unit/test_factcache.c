// SPDX-License-Identifier: GPL-2.0-or-later
/* Facts that are kept: found while all they were made of is the same, and only then. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/intern.h"
#include "kernel/factcache.h"
#include "kernel/files.h"
#include "kernel/shadow.h"

#include "files.h"

static char *top;
static struct ktree tree;

/* As a run opens it; the files are closed with it. */
struct run {
	struct kfiles *files;
	struct factcache *fc;
};

static const char *at(const char *name)
{
	return intern_f("%s/%s", top, name);
}

static void shell(const char *command)
{
	assert_int_equal(system(intern_f("cd %s && %s", top, command)), 0);
}

static struct run open_run(const char *cache)
{
	struct run r = {.files = kfiles_open(at(cache), &tree)};

	r.fc = factcache_open(at(cache), &tree, r.files);
	return r;
}

static int close_run(struct run *r, struct error *err)
{
	int ret = factcache_close(r->fc, err);

	kfiles_close(r->files);
	return ret;
}

/* Keeps facts of object, made of a.c and a.h; the files are old enough. */
static int keep(const char *cache, const char *object, uint64_t made_by, const char *text)
{
	struct run r = open_run(cache);
	struct buf files = {}, facts = {};
	struct error err;
	int ret;

	buf_printf(&files, "a.c\n%s\n", at("a.h"));
	buf_puts(&facts, text);
	factcache_write(r.fc, object, made_by, &files, time(NULL) + 60, &facts);
	ret = close_run(&r, &err);
	if (ret)
		assert_non_null(strstr(err.text, cache));
	buf_free(&files);
	buf_free(&facts);
	return ret;
}

/* True when exactly this text is found. */
static bool found(const char *cache, const char *object, uint64_t made_by, const char *text)
{
	struct run r = open_run(cache);
	struct buf facts = {};
	struct error err;
	bool is = factcache_read(r.fc, object, made_by, &facts);

	if (is)
		assert_string_equal(facts.n ? facts.s : "", text);
	close_run(&r, &err);
	buf_free(&facts);
	return is;
}

static int begin(void **state)
{
	struct error err;

	(void)state;
	top = temporary_directory(&err);
	assert_non_null(top);
	tree = (struct ktree){.build = intern(top), .source = intern(top)};
	write_text(top, "a.c", "one");
	write_text(top, "a.h", "two");
	return 0;
}

static int end(void **state)
{
	(void)state;
	remove_directory(top);
	free(top);
	return 0;
}

static void test_contents(void **state)
{
	(void)state;
	assert_false(found("cache", "a.o", 1, ""));
	assert_int_equal(keep("cache", "a.o", 1, "facts"), 0);
	assert_true(found("cache", "a.o", 1, "facts"));
	assert_false(found("cache", "b.o", 1, ""));
	/* another command */
	assert_false(found("cache", "a.o", 2, ""));
	/* written again, and the same */
	shell("sleep 0.02; cp a.h b; rm a.h; mv b a.h");
	assert_true(found("cache", "a.o", 1, "facts"));
	write_text(top, "a.h", "2wo");
	assert_false(found("cache", "a.o", 1, ""));
	write_text(top, "a.h", "two");
	assert_true(found("cache", "a.o", 1, "facts"));
	shell("rm a.h");
	assert_false(found("cache", "a.o", 1, ""));
	write_text(top, "a.h", "two");
	/* the same object again is the same file */
	assert_int_equal(keep("cache", "a.o", 2, ""), 0);
	assert_true(found("cache", "a.o", 2, ""));
	assert_false(found("cache", "a.o", 1, ""));
	shell("test $(ls cache/facts/*/* | wc -l) = 2");
}

static void test_written_meanwhile(void **state)
{
	struct run r = open_run("cache");
	struct buf files = {}, facts = {};
	struct error err;

	(void)state;
	buf_puts(&files, "a.c\n");
	buf_puts(&facts, "facts");
	/* the compile began when the file was just written */
	factcache_write(r.fc, "a.o", 1, &files, time(NULL), &facts);
	assert_false(factcache_read(r.fc, "a.o", 1, &facts));
	/* it was hashed, then it changed, and then it was read */
	assert_true(kfiles_hash(r.files, kfiles_id(r.files, at("a.c"))));
	write_text(top, "a.c", "three");
	factcache_write(r.fc, "a.o", 1, &files, time(NULL) + 60, &facts);
	assert_false(factcache_read(r.fc, "a.o", 1, &facts));
	/* of what it was made nobody knows */
	files.n = 0;
	factcache_write(r.fc, "a.o", 1, &files, time(NULL) + 60, &facts);
	assert_false(factcache_read(r.fc, "a.o", 1, &facts));
	assert_int_equal(close_run(&r, &err), 0);
	buf_free(&files);
	buf_free(&facts);
}

/* Whatever is wrong with a file of the cache, it is as if it were not there. */
static void test_damage(void **state)
{
	static const char *const damages[] = {
		"printf x | dd of=$f conv=notrunc bs=1 seek=$(($(stat -c %s $f) - 2)) 2>/dev/null",
		"truncate -s -1 $f",
		"truncate -s 10 $f",
		": > $f",
		"chmod o+w $f",
		"cp $f x; ln -sf $PWD/x $f",
		"rm $f; mkdir $f",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(damages) / sizeof(*damages); i++) {
		shell("rm -rf cache");
		assert_int_equal(keep("cache", "a.o", 1, "facts"), 0);
		assert_true(found("cache", "a.o", 1, "facts"));
		shell(intern_f("for f in cache/facts/*/[0-9a-f]*; do %s; done", damages[i]));
		assert_false(found("cache", "a.o", 1, ""));
		/* the table of files too: nothing is known to be the same then */
		shell("rm -rf cache");
		assert_int_equal(keep("cache", "a.o", 1, "facts"), 0);
		shell(intern_f("for f in cache/files/*[0-9a-f]; do %s; done", damages[i]));
		assert_false(found("cache", "a.o", 1, ""));
	}
}

static void test_not_written(void **state)
{
	(void)state;
	write_text(top, "file", "no directory");
	assert_true(keep("file", "a.o", 1, "facts") < 0);
	assert_false(found("file", "a.o", 1, ""));
}

static void test_two_at_once(void **state)
{
	struct run one = open_run("cache");
	struct run two = open_run("cache");
	struct buf a = {}, b = {}, facts = {};
	struct error err;

	(void)state;
	buf_puts(&a, "a.c\n");
	buf_puts(&b, "a.h\n");
	buf_puts(&facts, "facts");
	factcache_write(one.fc, "one.o", 1, &a, time(NULL) + 60, &facts);
	factcache_write(two.fc, "two.o", 1, &b, time(NULL) + 60, &facts);
	assert_int_equal(close_run(&one, &err), 0);
	assert_int_equal(close_run(&two, &err), 0);
	assert_true(found("cache", "one.o", 1, "facts"));
	assert_true(found("cache", "two.o", 1, "facts"));
	buf_free(&a);
	buf_free(&b);
	buf_free(&facts);
}

static void test_gone_tree(void **state)
{
	struct ktree mine = tree;

	(void)state;
	shell("mkdir other new");
	tree.build = at("other");
	shell("cp a.c a.h other");
	assert_int_equal(keep("cache", "a.o", 1, "facts"), 0);
	assert_true(found("cache", "a.o", 1, "facts"));
	shell("test $(ls cache/facts | wc -l) = 1");
	shell("rm -r other; cp a.c a.h new");
	tree.build = at("new");
	assert_int_equal(keep("cache", "a.o", 1, "facts"), 0);
	shell("test $(ls cache/facts | wc -l) = 1");
	tree = mine;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_contents, begin, end),
		cmocka_unit_test_setup_teardown(test_written_meanwhile, begin, end),
		cmocka_unit_test_setup_teardown(test_damage, begin, end),
		cmocka_unit_test_setup_teardown(test_not_written, begin, end),
		cmocka_unit_test_setup_teardown(test_two_at_once, begin, end),
		cmocka_unit_test_setup_teardown(test_gone_tree, begin, end),
	};
	int ret = cmocka_run_group_tests(tests, NULL, NULL);

	intern_drop();
	return ret;
}

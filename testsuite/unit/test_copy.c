// SPDX-License-Identifier: GPL-2.0-or-later
/* A tree that reads a copy of its source: what is kept of it, and what is made. */
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
#include "kernel/made.h"
#include "kernel/shadow.h"

#include "files.h"

static char *top;
static struct ktree tree;

static const char *at(const char *name)
{
	return intern_f("%s/%s", top, name);
}

static void shell(const char *command)
{
	assert_int_equal(system(intern_f("cd %s && %s", top, command)), 0);
}

static int begin(void **state)
{
	struct error err;

	(void)state;
	top = temporary_directory(&err);
	assert_non_null(top);
	tree = (struct ktree){
		.build = at("out"), .source = at("src"), .srcarch = "fake", .config_hash = "0"};
	shell("mkdir -p out/scripts src copy && echo > out/.config && echo one > src/a.c && echo two > src/a.h && "
	      "echo out > out/o.h && ln -s ../src/a.c ../src/a.h copy");
	return 0;
}

static int end(void **state)
{
	(void)state;
	remove_directory(top);
	free(top);
	return 0;
}

static void test_names(void **state)
{
	(void)state;
	assert_string_equal(ktree_moved(&tree, at("src/a.c")), at("src/a.c"));
	ktree_use_copy(&tree, at("copy"));
	assert_string_equal(ktree_moved(&tree, at("src/a.c")), at("copy/a.c"));
	assert_string_equal(ktree_moved(&tree, at("src")), at("copy"));
	assert_string_equal(ktree_moved(&tree, at("out/a.o")), at("out/a.o"));
	assert_string_equal(ktree_moved(&tree, "src/a.c"), "src/a.c");
	/* a directory beside it, of a longer name */
	assert_string_equal(ktree_moved(&tree, at("src-2/a.c")), at("src-2/a.c"));
	assert_string_equal(ktree_moved(&tree, intern_f("-I%s -fmap=%s/=%s.x", at("src"), at("src"),
							at("src"))),
			    intern_f("-I%s -fmap=%s/=%s.x", at("copy"), at("copy"), at("src")));
}

/* ---- facts ---- */

static void keep(const char *text)
{
	struct kfiles *files = kfiles_open(at("cache"), &tree);
	struct factcache *fc = factcache_open(at("cache"), &tree, files);
	struct buf list = {}, facts = {};
	struct error err;

	buf_printf(&list, "%s\n%s\no.h\n", at("src/a.c"), at("src/a.h"));
	buf_puts(&facts, text);
	factcache_write(fc, "a.o", 1, &list, time(NULL) + 60, &facts);
	assert_int_equal(factcache_close(fc, &err), 0);
	kfiles_close(files);
	buf_free(&list);
	buf_free(&facts);
}

static const char *kept(void)
{
	struct kfiles *files = kfiles_open(at("cache"), &tree);
	struct factcache *fc = factcache_open(at("cache"), &tree, files);
	struct buf facts = {};
	const char *text = factcache_read(fc, "a.o", 1, &facts) ? intern(facts.s) : "none";
	struct error err;

	assert_int_equal(factcache_close(fc, &err), 0);
	kfiles_close(files);
	buf_free(&facts);
	return text;
}

static void test_facts(void **state)
{
	(void)state;
	keep("of the tree");
	ktree_use_copy(&tree, at("copy"));
	assert_string_equal(kept(), "of the tree");
	/* in the copy alone: of that nothing is kept, and the tree's own stay good */
	shell("rm copy/a.h; echo three > copy/a.h");
	assert_string_equal(kept(), "none");
	keep("of the copy");
	assert_string_equal(kept(), "none");
	tree.copy = NULL;
	assert_string_equal(kept(), "of the tree");
	/* the same once more, by another file */
	shell("cp src/a.h copy/a.h");
	ktree_use_copy(&tree, at("copy"));
	assert_string_equal(kept(), "of the tree");
	shell("echo other > out/o.h");
	assert_string_equal(kept(), "none");
}

/* ---- headers ---- */

/* Makes m.h, which says what is in a.h, and returns it; where: the directory that it lies in. */
static const char *make(const char *where)
{
	struct kheader h = {.path = "gen/m.h",
			    .script = intern_f("(echo of; cat %s) > gen/m.h", at("src/a.h"))};
	struct kheader_vec headers = {};
	struct kfiles *files = kfiles_open(at("cache"), &tree);
	struct made *m;
	struct error err;
	struct buf text = {};
	const char *path, *got;

	shell("rm -rf temp && mkdir temp");
	m = made_open(at("cache"), at("temp"), &tree, files);
	vec_push(&headers, h);
	made_check(m, &headers);
	if (made_make(m, &h, &path, &err))
		fail_msg("%s", err.text);
	assert_int_equal(strncmp(path, at(where), strlen(at(where))), 0);
	assert_int_equal(buf_read_file(&text, path, 1000, &err), 0);
	got = intern(text.s);
	buf_free(&text);
	vec_free(&headers);
	made_close(m);
	assert_int_equal(kfiles_save(files, &err), 0);
	kfiles_close(files);
	return got;
}

static void test_made(void **state)
{
	(void)state;
	/* what a script read a moment ago may change in the same tick of the clock */
	shell("sleep 3");
	assert_string_equal(make("cache"), "of\ntwo\n");
	ktree_use_copy(&tree, at("copy"));
	assert_string_equal(make("cache"), "of\ntwo\n");
	shell("rm copy/a.h; echo three > copy/a.h");
	assert_string_equal(make("temp"), "of\nthree\n");
	tree.copy = NULL;
	shell("test -e cache/made/*/include/gen/m.h && echo changed > src/a.c");
	assert_string_equal(make("cache"), "of\ntwo\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_names, begin, end),
		cmocka_unit_test_setup_teardown(test_facts, begin, end),
		cmocka_unit_test_setup_teardown(test_made, begin, end),
	};
	int ret = cmocka_run_group_tests(tests, NULL, NULL);

	intern_drop();
	return ret;
}

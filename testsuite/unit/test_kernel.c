// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Kernel trees, on tiny ones that the test makes: a source tree whose Makefile
 * prints what Kbuild prints, object trees of it, and a compiler that is a
 * shell script.  Real trees: testsuite/kernel-tree/run.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/intern.h"
#include "base/proc.h"
#include "kernel/commands.h"
#include "kernel/made.h"
#include "kernel/shadow.h"
#include "kernel/tree.h"

#include "files.h"

static char *top; /* of everything that the tests make */

static const char *at(const char *name)
{
	return intern_f("%s/%s", top, name);
}

static void put_file(const char *name, const char *text)
{
	const char *path = at(name);
	struct error e = {};

	assert_int_equal(make_directories(intern_n(path, (size_t)(strrchr(path, '/') - path)), &e),
			 0);
	write_text(top, name, text);
}

static void shell(const char *command)
{
	const char *argv[] = {"sh", "-ec", command, NULL};
	struct proc p = {.argv = argv, .cwd = top};
	struct proc_result r = {};

	assert_int_equal(proc_run(&p, &r, NULL), 0);
	if (r.status)
		fail_msg("%s: %s", command, r.err.s);
	proc_result_free(&r);
}

/* What ls says of a tree: names, sizes, times. */
static char *state_of(const char *name)
{
	const char *argv[] = {"find", at(name), "-printf", "%p %s %T@ %l\n", NULL};
	struct proc p = {.argv = argv};
	struct proc_result r = {};

	assert_int_equal(proc_run(&p, &r, NULL), 0);
	buf_free(&r.err);
	return r.out.s;
}

#define COMPILE "fake-linux-gcc -Wp,-MMD,$(K)/.x.d -I$(SRC)/include -I$(abspath $(O))/gen "
#define FIXDEP(object, command)                                                                    \
	"\tset -e;  " command "; ./tools/objtool " object "; scripts/basic/fixdep " object         \
	".d " object " '" command " ; ./tools/objtool " object "' > " object ".cmd; rm -f x\n"

/*
 * A Makefile that does under -n what Kbuild's does: prints rules, makes
 * directories by $(shell), remakes the configuration that it includes.
 */
static const char makefile[] =
	"SRC := $(patsubst %/,%,$(dir $(realpath $(firstword $(MAKEFILE_LIST)))))\n"
	"O ?= .\n"
	"K := arch/fake/kvm\n"
	"include $(O)/include/config/auto.conf\n"
	"$(O)/include/config/auto.conf: $(O)/.config\n"
	"\techo CONFIG_BROKEN=y > $@; echo CONFIG_BROKEN=y > $(O)/.config\n"
	"$(shell mkdir -p $(O)/arch/fake/kvm; echo x > $(O)/.tmp_try)\n"
	".PHONY: arch/fake/kvm/ virt/ arch/fake/\n"
	"virt/ arch/fake/:\n"
	"\t:\n"
	"arch/fake/kvm/:\n"
	"\tgcc -c -o scripts/x.o scripts/x.c; scripts/basic/fixdep a scripts/x.o "
	"'gcc -c -o scripts/x.o scripts/x.c' > b\n" FIXDEP(
		"$(K)/run.o",
		COMPILE "-DKBUILD_MODFILE='\\''\"$(K)/kvm\"'\\'' -DX='\\''a b$$$$c$$(pound)'\\'' "
			"-c -o $(K)/run.o $(SRC)/$(K)/run.c")
		FIXDEP("$(K)/intel.o", COMPILE
		       "-DMODULE -DKBUILD_MODFILE='\\''\"$(K)/kvm-intel\"'\\'' "
		       "-DKBUILD_MODNAME='\\''\"kvm_intel\"'\\'' -c -o $(K)/intel.o $(SRC)/$(K)/intel.c")
			FIXDEP("$(K)/run.nvhe.o", COMPILE
			       "-D__KVM_NVHE_HYPERVISOR__ -c -o $(K)/run.nvhe.o $(SRC)/$(K)/run.c")
				FIXDEP("$(K)/../../../virt/kvm/main.o",
				       COMPILE "-c -o $(K)/../../../virt/kvm/main.o "
					       "$(SRC)/$(K)/../../../virt/kvm/main.c")
					FIXDEP("$(K)/entry.o", COMPILE
					       "-c -o $(K)/entry.o $(SRC)/$(K)/entry.S") "\tset -e; mkdir -p $(K); echo '-> 42' -o $(K)/off.s > $(K)/off.s; : -c -o $(K)/off.s x\n"
											 "\tset -e; { echo '#ifndef H'; \\\n"
											 "\tsed -n 's/-> \\(..\\).*/#define N \\1/p' < $(K)/off.s; echo '#endif'; } > "
											 "$(K)/.tmp_off.h; mv -f $(K)/.tmp_off.h $(K)/off.h; fi_() { :; }\n"
											 /* the name
											    in
											    between
											    before
											    Linux 6.3
											  */
											 "\tset -e; { echo '#define OLD'; } > $(K)/.old.h.tmp; "
											 "if ! cmp -s $(K)/old.h $(K)/.old.h.tmp; then mv -f $(K)/.old.h.tmp $(K)/old.h; fi\n"
											 /* two
											    files by
											    one
											    command
											  */
											 "\tset -e;  trap 'rm -f $(K)/rsa.c; trap - HUP' HUP; printf '#define RSA\\n' | tee $(K)/rsa.c $(K)/rsa.h\n"
											 /* the last
											    word,
											    where
											    all is
											    generated
											  */
											 "\tset -e; trap 'rm -f $(K)/include/generated/nr.h; trap - HUP' HUP; "
											 "printf '#define NR\\n' | tee $(K)/include/generated/nr.h; echo > $(K)/.nr.h.cmd\n"
											 "\ttest -e $(K)/include/generated/no.h; rm -f $(K)/include/generated/none.h; tee $(K)/nor.h\n";

static const char dot_config[] = "#\n# Automatically generated file; DO NOT EDIT.\n"
				 "# Linux/fake 6.99.1 Kernel Configuration\n#\n"
				 "CONFIG_CC_VERSION_TEXT=\"fake-linux-gcc (Fake 1) 12.3.4\"\n"
				 "CONFIG_CC_IS_GCC=y\nCONFIG_GCC_VERSION=120304\n"
				 "CONFIG_KVM=m\nCONFIG_EMPTY=\"\"\n# CONFIG_OFF is not set\n";
/* the order and the quotes differ between releases */
static const char auto_conf[] = "CONFIG_KVM=m\nCONFIG_GCC_VERSION=120304\nCONFIG_EMPTY=\n"
				"CONFIG_CC_VERSION_TEXT=fake-linux-gcc (Fake 1) 12.3.4\n"
				"CONFIG_CC_IS_GCC=y\n";

static void put_build(const char *build)
{
	put_file(intern_f("%s/.config", build), dot_config);
	put_file(intern_f("%s/include/config/auto.conf", build), auto_conf);
	put_file(intern_f("%s/include/config/kernel.release", build), "6.99.1-test\n");
	put_file(intern_f("%s/include/generated/autoconf.h", build), "");
	put_file(intern_f("%s/include/generated/bounds.h", build), "");
	put_file(intern_f("%s/include/generated/asm-offsets.h", build), "");
	/* make would remake it, had it the chance */
	shell(intern_f("touch -d '1 hour ago' %s/include/config/auto.conf", build));
}

static int setup(void **state)
{
	static const char *const empty[] = {"Kconfig",
					    "Kbuild",
					    "scripts/Kbuild.include",
					    "scripts/basic/fixdep",
					    "arch/fake/Makefile",
					    "arch/fake/kvm/run.c",
					    "arch/fake/kvm/intel.c",
					    "arch/fake/kvm/entry.S",
					    "virt/kvm/main.c",
					    "virt/Makefile",
					    "include/linux.h",
					    NULL};
	struct error e;

	(void)state;
	top = temporary_directory(&e);
	if (!top)
		return -1;
	for (const char *const *p = empty; *p; p++)
		put_file(intern_f("src/%s", *p), "");
	put_file("src/Makefile", makefile);
	put_file("src/arch/fake/kvm/Makefile", "KVM := ../../../virt/kvm\n"
					       "include $(srctree)/virt/kvm/Makefile.kvm\n");
	put_file("src/virt/kvm/Makefile.kvm", "");
	put_file("bin/fake-linux-gcc", "#!/bin/sh\ncase $1 in\n-dumpfullversion) echo 12.3.4 ;;\n"
				       "-dumpmachine) echo fake-linux ;;\nesac\n");
	shell("chmod +x bin/fake-linux-gcc; cp -r src intree; mkdir out");
	setenv("PATH", intern_f("%s/bin:%s", top, getenv("PATH")), 1);
	put_file("out/Makefile",
		 intern_f("# Automatically generated\ninclude %s/src/Makefile\n", top));
	put_build("out");
	shell("mkdir -p out/scripts out/arch/fake/include/generated out/tools");
	put_build("intree");
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	remove_directory(top);
	free(top);
	return 0;
}

static void expect_error(const char *dir, int code, const char *what)
{
	struct ktree *t;
	struct error e = {};

	assert_int_equal(ktree_open(dir, &t, &e), -code);
	assert_null(t);
	if (!strstr(e.text, what))
		fail_msg("\"%s\" does not say \"%s\"", e.text, what);
}

static struct ktree *open_tree(const char *name)
{
	struct ktree *t;
	struct error e = {};

	if (ktree_open(at(name), &t, &e))
		fail_msg("%s", e.text);
	return t;
}

static void test_words(void **state)
{
	struct word_vec w = {};
	const char *s = "a 'b  c'\\''d' \"e\\\"f\" g\\ h -D\"x(s)=\\#s\" ''; rest";

	(void)state;
	assert_string_equal(words_split(s, &w), "; rest");
	assert_int_equal(w.n, 6);
	assert_string_equal(w.v[1], "b  c'd");
	assert_string_equal(w.v[2], "e\"f");
	assert_string_equal(w.v[3], "g h");
	assert_string_equal(w.v[4], "-Dx(s)=\\#s");
	assert_string_equal(w.v[5], "");
	assert_null(words_split("a 'open", &w));
	assert_null(words_split("a $(substituted)", &w));
	assert_null(words_split("a \"`x`\"", &w));
	vec_free(&w);

	assert_string_equal(path_normal("a/b/../../../c/./d/"), "../c/d");
	assert_string_equal(path_normal("/a//b/.."), "/a");
	assert_string_equal(path_normal("/a/../.."), "/");
	assert_string_equal(path_normal("a/.."), ".");
	assert_string_equal(path_below("a/b/c", "a/b"), "c");
	assert_null(path_below("a/bc", "a/b"));
}

static void check_tree(const char *name, bool in_tree)
{
	struct ktree *t = open_tree(name);

	assert_int_equal(t->in_tree, in_tree);
	assert_string_equal(t->source, in_tree ? at(name) : at("src"));
	assert_string_equal(t->arch, "fake");
	assert_string_equal(t->release, "6.99.1-test");
	assert_string_equal(t->cross, "fake-linux-");
	assert_string_equal(t->compiler, "gcc 12.3.4 fake-linux");
	assert_string_equal(ktree_option(t, "KVM"), "m");
	assert_string_equal(ktree_option(t, "EMPTY"), "");
	assert_null(ktree_option(t, "OFF"));
	ktree_close(t);
}

static void test_open(void **state)
{
	(void)state;
	check_tree("out", false);
	check_tree("intree", true);
	/* the Makefile of 6.x and 7.x, and the link that every release makes */
	put_file("out/Makefile",
		 intern_f("# x\nexport KBUILD_OUTPUT = %s/out\ninclude %s/src/Makefile\n", top,
			  top));
	check_tree("out", false);
	put_file("out/Makefile", "include ../src/Makefile\n");
	check_tree("out", false);
	put_file("out/Makefile", "nothing\n");
	shell("ln -s ../src out/source");
	check_tree("out", false);
	shell("rm out/source");
	put_file("out/Makefile", intern_f("include %s/src/Makefile\n", top));
}

/* Applies the sed command to out/.config (and auto.conf) and opens it. */
static void expect_config_error(const char *sed, int code, const char *what)
{
	shell(intern_f("cp -p out/.config c; cp -p out/include/config/auto.conf a;"
		       "sed -i '%s' out/.config out/include/config/auto.conf",
		       sed));
	expect_error(at("out"), code, what);
	shell("mv c out/.config; mv a out/include/config/auto.conf");
}

static void test_open_errors(void **state)
{
	static const char *const needed[] = {
		"include/config/auto.conf",	 "include/generated/autoconf.h",
		"include/generated/bounds.h",	 "include/generated/asm-offsets.h",
		"include/config/kernel.release", NULL};

	(void)state;
	expect_error(at("nowhere"), ENOENT, "no such directory");
	expect_error(at("src/Makefile"), ENOTDIR, "Makefile is not a directory: BUILD is");
	expect_error(at("bin"), EINVAL, "not a kernel tree");
	expect_error(at("src"), ENODATA, "defconfig");
	for (const char *const *p = needed; *p; p++) {
		shell(intern_f("mv out/%s kept", *p));
		expect_error(at("out"), EAGAIN, intern_f("(no %s)", *p));
		expect_error(
			at("out"), EAGAIN,
			intern_f("`make -C %s/src O=%s/out ARCH=fake CROSS_COMPILE=fake-linux- "
				 "prepare modules_prepare`",
				 top, top));
		shell(intern_f("mv kept out/%s", *p));
	}
	shell("echo CONFIG_NEW=y >> out/.config");
	expect_error(at("out"), EAGAIN, ".config was changed");
	put_file("out/.config", dot_config);
	expect_config_error("s/CC_IS_GCC/CC_IS_CLANG/", ESTALE,
			    "not in PATH as clang-0 or clang: install it");
	expect_config_error("s/120304/120305/", ESTALE, "another fake-linux-gcc");
	expect_config_error("s/fake-linux-gcc/other-linux-gcc/", ESTALE,
			    "install gcc-other-linux)");
	expect_config_error("s,Linux/fake,Linux/vax,", EINVAL, "no arch/vax");
	expect_config_error("/Kernel Configuration/d", EINVAL, "olddefconfig");
	check_tree("out", false);
}

static const struct kunit *unit_of(const struct kcommands *c, const char *object)
{
	const struct kunit *u;

	vec_for_each (u, &c->units)
		if (!strcmp(u->object, object))
			return u;
	return NULL;
}

static bool has_arg(const struct kunit *u, const char *arg)
{
	for (size_t i = 0; i < u->argc; i++)
		if (!strcmp(u->argv[i], arg))
			return true;
	return false;
}

static void load(const struct ktree *t, const char *path, const char *cache, struct kcommands *c)
{
	struct error e = {};

	if (kcommands_load(t, &path, 1, cache, c, &e))
		fail_msg("%s: %s", path, e.text);
}

static void check_units(const struct ktree *t, const struct kcommands *c)
{
	const struct kunit *u;

	assert_int_equal(c->units.n, 4);
	u = unit_of(c, "arch/fake/kvm/run.o");
	assert_non_null(u);
	assert_string_equal(u->source, "arch/fake/kvm/run.c");
	assert_true(has_arg(u, "-DX=a b$c#"));
	/* the shadow is not seen from outside; objtool and the marks are gone */
	assert_true(has_arg(u, intern_f("-I%s/gen", t->build)));
	assert_true(has_arg(u, intern_f("-I%s/include", t->source)));
	assert_false(has_arg(u, "./tools/objtool"));
	assert_null(u->argv[u->argc]);
	u = unit_of(c, "arch/fake/kvm/intel.o");
	assert_non_null(u);
	u = unit_of(c, "arch/fake/kvm/run.nvhe.o");
	assert_non_null(u);
	assert_string_equal(u->source, "arch/fake/kvm/run.c");
	u = unit_of(c, "virt/kvm/main.o");
	assert_non_null(u);
	assert_string_equal(u->target, "arch/fake/kvm/../../../virt/kvm/main.o");
	assert_string_equal(u->source, "virt/kvm/main.c");
	assert_int_equal(c->assembly.n, 1);
	assert_string_equal(c->assembly.v[0].source, "arch/fake/kvm/entry.S");
	assert_int_equal(c->headers.n, 5);
	assert_string_equal(c->headers.v[0].path, "arch/fake/kvm/off.h");
	assert_string_equal(c->headers.v[1].path, "arch/fake/kvm/old.h");
	assert_string_equal(c->headers.v[2].path, "arch/fake/kvm/rsa.c");
	assert_string_equal(c->headers.v[3].path, "arch/fake/kvm/rsa.h");
	assert_string_equal(c->headers.v[4].path, "arch/fake/kvm/include/generated/nr.h");
}

static void check_commands(const char *name)
{
	struct ktree *t = open_tree(name);
	char *before = state_of(name), *source = state_of("src"), *after;
	struct kcommands c;

	load(t, "arch/fake/kvm", NULL, &c);
	check_units(t, &c);
	kcommands_free(&c);
	/* nothing was written, though the Makefile does its best */
	after = state_of(name);
	assert_string_equal(before, after);
	free(after);
	after = state_of("src");
	assert_string_equal(source, after);
	free(after);
	free(before);
	free(source);
	ktree_close(t);
}

static void test_commands(void **state)
{
	(void)state;
	check_commands("out");
	check_commands("intree");
}

static void test_paths(void **state)
{
	struct ktree *t = open_tree("out");
	const char *both[] = {"arch/fake/kvm", "virt"};
	const char *none = "arch/fake/nothing";
	struct kcommands c;
	struct error e;

	(void)state;
	load(t, "arch/fake/kvm/run.c", NULL, &c);
	assert_int_equal(c.units.n, 2);
	assert_int_equal(c.assembly.n, 0);
	kcommands_free(&c);
	/* no makefile there: found by the one that names it */
	load(t, "virt/kvm/", NULL, &c);
	assert_int_equal(c.units.n, 1);
	assert_string_equal(c.units.v[0].object, "virt/kvm/main.o");
	kcommands_free(&c);
	load(t, at("src/virt/kvm/main.c"), NULL, &c);
	assert_int_equal(c.units.n, 1);
	assert_int_equal(c.empty.n, 0);
	kcommands_free(&c);
	/* there, and without a unit */
	load(t, "include", NULL, &c);
	assert_int_equal(c.units.n, 0);
	assert_int_equal(c.empty.n, 1);
	assert_string_equal(c.empty.v[0], "include");
	kcommands_free(&c);
	load(t, "./arch/fake//kvm/entry.S", NULL, &c);
	assert_int_equal(c.assembly.n, 1);
	/* assembly is read: it is no path without a unit */
	assert_int_equal(c.empty.n, 0);
	kcommands_free(&c);
	load(t, "./include//", NULL, &c);
	assert_int_equal(c.empty.n, 1);
	assert_string_equal(c.empty.v[0], "./include//");
	kcommands_free(&c);
	assert_int_equal(kcommands_load(t, both, 2, NULL, &c, &e), 0);
	assert_int_equal(c.units.n, 4);
	kcommands_free(&c);
	assert_int_equal(kcommands_load(t, &none, 1, NULL, &c, &e), -ENOENT);
	assert_non_null(strstr(e.text, "arch/fake/nothing"));
	none = "../out";
	assert_int_equal(kcommands_load(t, &none, 1, NULL, &c, &e), -ENOENT);
	none = "/etc";
	assert_int_equal(kcommands_load(t, &none, 1, NULL, &c, &e), -ENOENT);
	none = "";
	assert_int_equal(kcommands_load(t, &none, 1, NULL, &c, &e), -EINVAL);
	ktree_close(t);
}

static void load_cached(bool want)
{
	struct ktree *t = open_tree("out");
	struct kcommands c;

	load(t, "arch/fake/kvm", at("cache"), &c);
	assert_int_equal(c.from_cache, want);
	check_units(t, &c);
	kcommands_free(&c);
	ktree_close(t);
}

static void test_cache(void **state)
{
	(void)state;
	load_cached(false);
	load_cached(true);
	shell("touch src/arch/fake/kvm/Makefile");
	load_cached(false);
	shell("echo '# x' >> src/virt/kvm/Makefile.kvm");
	load_cached(false);
	load_cached(true);
	/* cut, changed, of a version to come, not a file, another user's to write */
	shell("for f in cache/commands/*; do truncate -s -9 $f; done");
	load_cached(false);
	shell("sed -i s/run.c/rum.c/ cache/commands/*");
	load_cached(false);
	shell("sed -i '1s/commands [0-9]*/commands 99/' cache/commands/*");
	load_cached(false);
	shell("for f in cache/commands/*; do : > $f; done");
	load_cached(false);
	load_cached(true);
	shell("chmod g+w cache/commands/*");
	load_cached(false);
	shell("rm cache/commands/*; rmdir cache/commands; : > cache/commands");
	load_cached(false);
	load_cached(false);
	shell("rm -r cache");
}

static void test_cache_directory(void **state)
{
	(void)state;
	unsetenv("EQSLINT_CACHE");
	setenv("XDG_CACHE_HOME", "/xdg", 1);
	setenv("HOME", "/home/u", 1);
	assert_string_equal(cache_directory("/d"), "/d");
	assert_null(cache_directory("none"));
	assert_string_equal(cache_directory(NULL), "/xdg/eqslint");
	unsetenv("XDG_CACHE_HOME");
	assert_string_equal(cache_directory(NULL), "/home/u/.cache/eqslint");
	setenv("EQSLINT_CACHE", "/e", 1);
	assert_string_equal(cache_directory(NULL), "/e");
	unsetenv("EQSLINT_CACHE");
}

static void test_header(void **state)
{
	static const char *const trees[] = {"out", "intree", NULL};

	(void)state;
	for (const char *const *name = trees; *name; name++) {
		struct ktree *t = open_tree(*name);
		char *before = state_of(*name), *after;
		struct kfiles *files = kfiles_open(NULL, t);
		struct made *m = made_open(NULL, at("made"), t, files);
		const char *path;
		struct kcommands c;
		struct buf made = {};
		struct error e = {};

		load(t, "arch/fake/kvm", NULL, &c);
		if (made_make(m, &c.headers.v[0], &path, &e))
			fail_msg("%s", e.text);
		assert_int_equal(buf_read_file(&made, path, 1000, &e), 0);
		assert_string_equal(made.s, "#ifndef H\n#define N 42\n#endif\n");
		for (size_t i = 1; i < c.headers.n; i++)
			if (made_make(m, &c.headers.v[i], &path, &e))
				fail_msg("%s: %s", c.headers.v[i].path, e.text);
		assert_false(access(at("made/include/arch/fake/kvm/rsa.h"), R_OK));
		assert_false(access(at("made/include/arch/fake/kvm/old.h"), R_OK));
		after = state_of(*name);
		assert_string_equal(before, after);
		/* a script that fails says why */
		c.headers.v[0].script = "echo no compiler >&2; exit 1";
		assert_int_equal(made_make(m, &c.headers.v[0], &path, &e), 0);
		remove_directory(at("made"));
		assert_int_equal(made_make(m, &c.headers.v[0], &path, &e), -EIO);
		assert_string_equal(e.text, "no compiler");
		free(before);
		free(after);
		buf_free(&made);
		made_close(m);
		kfiles_close(files);
		kcommands_free(&c);
		ktree_close(t);
	}
}

static void test_make_fails(void **state)
{
	struct ktree *t = open_tree("out");
	const char *path = "arch/fake/kvm";
	struct kcommands c;
	struct error e;

	(void)state;
	shell("cp -p src/Makefile m; echo '$(error no flex here)' > src/Makefile");
	assert_int_equal(kcommands_load(t, &path, 1, NULL, &c, &e), -EIO);
	assert_non_null(strstr(e.text, "no flex here"));
	/* a file that nothing makes is told; what does not need it is there all the same */
	put_file("src/Makefile", makefile);
	shell("sed -i 's,^arch/fake/kvm/:,& kvm/image.o image.o arch/fake/kvm/all.a,' src/Makefile;"
	      "printf 'virt/: good\\n.PHONY: good image.o kvm/image.o\\ngood:\\n\\t:\\nimage.o: image.a\\n"
	      "kvm/image.o: kvm/image.c\\narch/fake/kvm/all.a: arch/fake/kvm/lost.o\\n' >> src/Makefile");
	load(t, path, at("cache"), &c);
	assert_int_equal(c.missing.n, 2);
	assert_string_equal(c.missing.v[0].file, "kvm/image.c");
	assert_string_equal(c.missing.v[0].needed_by, "kvm/image.o");
	/* an object without a source, and not the archive that it is for */
	assert_string_equal(c.missing.v[1].needed_by, "arch/fake/kvm/lost.o");
	kcommands_free(&c);
	load(t, path, at("cache"), &c);
	assert_true(c.from_cache);
	assert_int_equal(c.missing.n, 2);
	kcommands_free(&c);
	/* nor is it of another file's interest */
	load(t, "arch/fake/kvm/run.c", at("cache"), &c);
	assert_int_equal(c.missing.n, 1);
	kcommands_free(&c);
	shell("mv m src/Makefile");
	ktree_close(t);
}

/* Of a whole tree make -n ends where objects are linked that are not there; that is no harm. */
static void test_link_fails(void **state)
{
	struct ktree *t = open_tree("out");
	const char *const paths[] = {"arch/fake/kvm", "virt"};
	struct kcommands c;
	struct error e;

	(void)state;
	shell("cp -p src/Makefile m; sed -i 's,^virt/ arch/fake/:,& vmlinux,' src/Makefile;"
	      "printf 'vmlinux:\n\t+@exit 1\n' >> src/Makefile");
	assert_int_equal(kcommands_load(t, paths, 2, NULL, &c, &e), 0);
	assert_string_equal(c.not_linked, "vmlinux");
	assert_true(c.units.n > 0);
	kcommands_free(&c);
	/* what ends in a directory is another thing: units may be lost there */
	shell("sed -i 's,vmlinux,virt/none,' src/Makefile");
	assert_int_equal(kcommands_load(t, paths, 2, NULL, &c, &e), -EIO);
	shell("mv m src/Makefile");
	ktree_close(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_words),		cmocka_unit_test(test_open),
		cmocka_unit_test(test_open_errors),	cmocka_unit_test(test_commands),
		cmocka_unit_test(test_paths),		cmocka_unit_test(test_cache),
		cmocka_unit_test(test_cache_directory), cmocka_unit_test(test_header),
		cmocka_unit_test(test_make_fails),	cmocka_unit_test(test_link_fails),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}

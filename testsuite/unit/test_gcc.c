// SPDX-License-Identifier: GPL-2.0-or-later
/* The command that makes gcc write facts, what its messages mean, and Kbuild's call of CHECK. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/intern.h"
#include "frontend/gcc.h"
#include "frontend/kbuild.h"

#include "argv.h"
#include "files.h"

static const struct gcc gcc = {"s390x-linux-gnu-gcc", "s390x-linux-gnu", "12.2.0", "/p/eqslint.so"};

/* The command for a unit, up to what is added to each. */
static const char *command_for(const struct gcc_unit *u, const char *const *words)
{
	static const char added[] = " -S -o /dev/null -w ";
	struct argv_vec argv = {};
	const char *s, *end;
	size_t n = 0;

	while (words[n])
		n++;
	gcc_facts_command(&gcc, u, words, n, &argv);
	assert_null(argv.v[argv.n]);
	s = joined(&argv);
	end = strstr(s, added);
	assert_non_null(end);
	vec_free(&argv);
	return intern_n(s, (size_t)(end - s));
}

#define COMMAND(...) command_for(&(struct gcc_unit){}, (const char *const[]){__VA_ARGS__, NULL})

static void test_command(void **state)
{
	(void)state;
	assert_string_equal(
		COMMAND("gcc", "-Wp,-MMD,a/.x.o.d", "-nostdinc", "-Ia", "-include", "b.h",
			"-D__KERNEL__", "-DX=\"a b\"", "-O2", "-fno-common", "-c", "-o", "a/x.o",
			"a/x.c"),
		"s390x-linux-gnu-gcc -nostdinc -Ia -include b.h -D__KERNEL__ -DX=\"a b\" "
		"-O2 -fno-common a/x.c");
	assert_string_equal(COMMAND("ccache", "s390x-linux-gnu-gcc", "x.c"),
			    "s390x-linux-gnu-gcc x.c");
	assert_string_equal(COMMAND("env", "A=1", "/usr/bin/distcc", "gcc", "x.c"),
			    "s390x-linux-gnu-gcc x.c");
	/* warnings and debug information go, what other programs are told stays */
	assert_string_equal(COMMAND("gcc", "-Wall", "-Werror=return-type", "-Wa,-march=x",
				    "-Wp,-DX", "-g", "-g3", "-gdwarf-4", "-gz=zlib", "-gen", "-W",
				    "x.c"),
			    "s390x-linux-gnu-gcc -Wa,-march=x -Wp,-DX -gen x.c");
	/* so does all that writes a file or is another plugin */
	assert_string_equal(COMMAND("gcc", "-MD", "-MF", "x.d", "-MT", "x.o", "-MFy.d",
				    "-Wp,-MD,x.d", "-fplugin=./scripts/gcc-plugins/a.so",
				    "-fplugin-arg-a-b", "-flto", "-ftest-coverage",
				    "-fprofile-arcs", "-fstack-usage", "-save-temps=obj",
				    "-fdump-tree-all", "-ox.o", "x.c"),
			    "s390x-linux-gnu-gcc x.c");
}

static void test_arguments(void **state)
{
	const struct gcc_unit u = {.out = "/t/1.eqs",
				   .srctree = "/s",
				   .arch = "s390",
				   .release = "6.1",
				   .object = "a/x.o",
				   .config = "12ab",
				   .options = "/t/options",
				   .include = "/t/include"};
	const char *words[] = {"gcc", "x.c"};
	struct argv_vec argv = {};

	(void)state;
	gcc_facts_command(&gcc, &u, words, 2, &argv);
	assert_string_equal(
		joined(&argv),
		"s390x-linux-gnu-gcc x.c -I/t/include -S -o /dev/null -w -fmax-errors=1 "
		"-fno-diagnostics-show-caret -fplugin=/p/eqslint.so -fplugin-arg-eqslint-stop "
		"-fplugin-arg-eqslint-out=/t/1.eqs -fplugin-arg-eqslint-srctree=/s "
		"-fplugin-arg-eqslint-arch=s390 -fplugin-arg-eqslint-release=6.1 "
		"-fplugin-arg-eqslint-object=a/x.o -fplugin-arg-eqslint-config=12ab "
		"-fplugin-arg-eqslint-options=/t/options");
	vec_free(&argv);
}

static int result(const char *err_text, int status, const char *out, const char **header,
		  struct error *e)
{
	const struct gcc_unit u = {.out = out, .srctree = "/s"};
	struct proc_result r = {.status = status};
	int ret;

	buf_puts(&r.out, "");
	buf_puts(&r.err, err_text);
	*header = NULL;
	ret = gcc_facts_result(&gcc, &u, &r, header, e);
	proc_result_free(&r);
	return ret;
}

static void test_result(void **state)
{
	const char *header;
	struct error e;

	(void)state;
	assert_int_equal(result("", 0, "/dev/null", &header, &e), 0);
	assert_int_equal(result("", 0, "/nowhere/x.eqs", &header, &e), -ENODATA);
	assert_int_equal(result("In file included from /s/b.c:1:\n/s/a.c: In function 'f':\n"
				"/s/a.c:3:2: error: expected ';'\nmore\n",
				1, "/dev/null", &header, &e),
			 -EINVAL);
	assert_string_equal(e.text, "a.c:3:2: error: expected ';'");
	assert_null(header);
	assert_int_equal(
		result("/s/a.c:3:2: fatal error: hyp_constants.h: No such file or directory\n"
		       "compilation terminated.\n",
		       1, "/nowhere", &header, &e),
		-ENOENT);
	assert_string_equal(header, "hyp_constants.h");
	assert_int_equal(result("cc1: error: fail to initialize plugin /p/eqslint.so\n", 1,
				"/nowhere", &header, &e),
			 -ENOPKG);
	assert_non_null(strstr(e.text, "`make plugin CROSS_COMPILE=s390x-linux-gnu-`"));
	assert_int_equal(result("cc1: error: cannot load plugin /p/eqslint.so: wrong ELF class\n",
				1, "/nowhere", &header, &e),
			 -ENOPKG);
	assert_int_equal(
		result("cc1: error: eqslint: this plugin was built for gcc 12.2.0 a, and this is "
		       "gcc 12.2.0 b\n",
		       1, "/nowhere", &header, &e),
		-ENOPKG);
	assert_int_equal(result("", 139, "/nowhere", &header, &e), -EINVAL);
	assert_non_null(strstr(e.text, "139"));
}

/* A compiler that is a script: with plugin headers when it is called so. */
static const char *fake_gcc(const char *dir, const char *name, bool headers)
{
	const char *path;
	struct buf b = {};

	buf_printf(&b,
		   "#!/bin/sh\ncase $1 in\n-dumpmachine) echo fake_64-linux ;;\n"
		   "-dumpfullversion) echo 12.3.0 ;;\n-print-file-name=plugin) echo %s ;;\nesac\n",
		   headers ? dir : "plugin");
	path = write_text(dir, name, b.s);
	assert_int_equal(chmod(path, 0755), 0);
	buf_free(&b);
	return path;
}

/* The first n bytes of this program, which is a linked object like another one, as the plugin; how
 * many. */
static size_t program_copy(const char *dir, size_t n)
{
	struct buf b = {};

	assert_int_equal(buf_read_file(&b, "/proc/self/exe", SIZE_MAX, NULL), 0);
	if (b.n > n)
		b.n = n;
	assert_int_equal(
		buf_write_file(&b, intern_f("%s/fake_64-linux-12.3.0/eqslint.so", dir), NULL), 0);
	n = b.n;
	buf_free(&b);
	return n;
}

static void find_broken(const char *dir, size_t size)
{
	struct gcc g;
	struct error e;

	program_copy(dir, size);
	assert_int_equal(
		gcc_find(&g, fake_gcc(dir, "fake_64-linux-gcc", true), NULL, NULL, dir, &e),
		-ENOPKG);
	assert_non_null(strstr(e.text, "fake_64-linux-12.3.0/eqslint.so is broken: it is cut off"));
	assert_non_null(strstr(e.text, "remove it and run `make plugin CROSS_COMPILE="));
}

static void test_find(void **state)
{
	char dir[] = "/tmp/eqslint-test-XXXXXX";
	struct gcc g;
	struct error e;

	(void)state;
	assert_non_null(mkdtemp(dir));
	assert_int_equal(
		gcc_find(&g, fake_gcc(dir, "fake_64-linux-gcc", false), NULL, NULL, dir, &e),
		-ENOPKG);
	assert_non_null(strstr(e.text, "apt-get install gcc-12-plugin-dev-fake-64-linux)"));
	assert_int_equal(gcc_find(&g, fake_gcc(dir, "gcc-12", false), NULL, NULL, dir, &e),
			 -ENOPKG);
	assert_non_null(strstr(e.text, "apt-get install gcc-12-plugin-dev)"));
	mkdir(intern_f("%s/include", dir), 0755);
	write_text(dir, "include/gcc-plugin.h", "");
	assert_int_equal(
		gcc_find(&g, fake_gcc(dir, "fake_64-linux-gcc", true), NULL, NULL, dir, &e),
		-ENOPKG);
	assert_null(strstr(e.text, "apt-get"));
	assert_non_null(strstr(e.text, "fake_64-linux-`"));
	mkdir(intern_f("%s/fake_64-linux-12.3.0", dir), 0755);
	write_text(dir, "fake_64-linux-12.3.0/eqslint.so", "");
	find_broken(dir, 0);
	find_broken(dir, 64);
	find_broken(dir, 4000);
	find_broken(dir, program_copy(dir, SIZE_MAX) - 1);
	program_copy(dir, SIZE_MAX);
	assert_int_equal(gcc_find(&g, fake_gcc(dir, "gcc-12", true), NULL, NULL, dir, &e), 0);
	assert_string_equal(g.version, "12.3.0");
	assert_string_equal(g.plugin, intern_f("%s/fake_64-linux-12.3.0/eqslint.so", dir));
	/* where it was installed, building is not enough */
	assert_int_equal(gcc_find(&g, "gcc", "fake-linux", "12.3.4",
				  intern_f("%s/lib/eqslint/plugin", dir), &e),
			 -ENOPKG);
	assert_non_null(strstr(e.text, intern_f("`make plugin && make install PREFIX=%s`", dir)));
	assert_int_equal(gcc_find(&g, "/nowhere/gcc", NULL, NULL, dir, &e), -ENOENT);
	assert_int_equal(system(intern_f("rm -r %s", dir)), 0);
}

static int read_call(struct kbuild_call *call, const char *const *argv, struct error *e)
{
	int n = 0;

	while (argv[n])
		n++;
	return kbuild_call_read(call, n, argv, e);
}

#define READ(call, ...) read_call(call, (const char *const[]){__VA_ARGS__, NULL}, &e)

static void test_kbuild(void **state)
{
	struct kbuild_call call;
	struct error e;

	(void)state;
	setenv("CC", "ccache s390x-linux-gnu-gcc", 1);
	assert_int_equal(READ(&call, "-D__linux__", "-mbig-endian", "--arch=s390", "-Wbitwise",
			      "-Wp,-MMD,arch/s390/kvm/.kvm-s390.o.d", "-nostdinc", "-DA='b'",
			      "/s/arch/s390/kvm/kvm-s390.c"),
			 0);
	assert_false(call.is_probe);
	assert_string_equal(call.cc, "s390x-linux-gnu-gcc");
	assert_string_equal(call.object, "arch/s390/kvm/kvm-s390.o");
	assert_string_equal(call.source, "/s/arch/s390/kvm/kvm-s390.c");
	assert_string_equal(joined(&call.argv), "ccache s390x-linux-gnu-gcc -nostdinc -DA='b' "
						"/s/arch/s390/kvm/kvm-s390.c");
	kbuild_call_free(&call);

	setenv("CC", "gcc-12 -m32", 1);
	assert_int_equal(READ(&call, "-Wp,-MD,.x.o.d", "x.c"), 0);
	assert_string_equal(call.cc, "gcc-12");
	assert_string_equal(call.object, "x.o");
	kbuild_call_free(&call);

	unsetenv("CC");
	setenv("CROSS_COMPILE", "arm-", 1);
	assert_int_equal(READ(&call, "-O2", "x.c"), 0);
	assert_string_equal(call.cc, "arm-gcc");
	assert_null(call.object);
	assert_string_equal(joined(&call.argv), "arm-gcc -O2 x.c");
	kbuild_call_free(&call);
	unsetenv("CROSS_COMPILE");
}

static void test_kbuild_probe(void **state)
{
	struct kbuild_call call;
	struct error e;

	(void)state;
	assert_int_equal(
		READ(&call, "-D__linux__", "-Wbitwise", "--arch=x86", "/tmp/tmp.Xw3tq0ZbdA"), 0);
	assert_true(call.is_probe);
	kbuild_call_free(&call);
	assert_int_equal(READ(&call, "-Wbitwise", "tmp.c"), 0);
	assert_false(call.is_probe);
	kbuild_call_free(&call);
	/* not what Kbuild passes: none is taken for the probe, which is silent */
	assert_int_equal(READ(&call, "-Wp,-MMD,.x.o.d", "x"), -EINVAL);
	assert_int_equal(READ(&call, "-c", "x.o"), -EINVAL);
	assert_int_equal(READ(&call, "x.c", "-O2"), -EINVAL);
	assert_int_equal(READ(&call, "gcc", "-O2", "x.c"), -EINVAL);
	assert_non_null(strstr(e.text, "CC=gcc"));
	assert_int_equal(READ(&call, "-Wbitwise", "-fabi-version=1.2"), -EINVAL);
	assert_int_equal(kbuild_call_read(&call, 0, NULL, &e), -EINVAL);
}

/* As it is, warnings too, and nothing that it would write. */
static void test_bare(void **state)
{
	static const char *const words[] = {"ccache",
					    "s390x-linux-gnu-gcc",
					    "-Wp,-MMD,a/.b.o.d",
					    "-O2",
					    "-g",
					    "-Wall",
					    "-gsplit-dwarf",
					    "-fstack-usage",
					    "--coverage",
					    "-save-temps=obj",
					    "-MF",
					    "a/d",
					    "-fdump-tree-all",
					    "-c",
					    "-o",
					    "a/b.o",
					    "a/b.c"};
	struct argv_vec argv = {};

	(void)state;
	gcc_bare_command(words, sizeof(words) / sizeof(*words), &argv);
	assert_string_equal(joined(&argv), "s390x-linux-gnu-gcc -O2 -g -Wall a/b.c");
	vec_free(&argv);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_command), cmocka_unit_test(test_arguments),
		cmocka_unit_test(test_result),	cmocka_unit_test(test_find),
		cmocka_unit_test(test_kbuild),	cmocka_unit_test(test_kbuild_probe),
		cmocka_unit_test(test_bare),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

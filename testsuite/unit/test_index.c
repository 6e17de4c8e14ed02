// SPDX-License-Identifier: GPL-2.0-or-later
/* What sources define, found without a compiler. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/intern.h"
#include "kernel/defs.h"
#include "kernel/files.h"
#include "kernel/index.h"
#include "kernel/shadow.h"

#include "files.h"

/* The names, with blanks between. */
static char *defined(const char *text)
{
	struct word_vec symbols = {}, includes = {};
	struct buf out = {};

	defs_scan(text, &symbols, &includes);
	buf_add(&out, "", 0);
	for (size_t i = 0; i < symbols.n; i++)
		buf_printf(&out, "%s%s", i ? " " : "", symbols.v[i]);
	for (size_t i = 0; i < includes.n; i++)
		buf_printf(&out, " <%s>", includes.v[i]);
	vec_free(&symbols);
	vec_free(&includes);
	return out.s;
}

static void expect(const char *text, const char *want)
{
	char *got = defined(text);

	assert_string_equal(got, want);
	free(got);
}

static void test_assembly(void **state)
{
	static const char text[] =
		"/* all of it:\nold: ret */\n#include \"low.h\"\n\t.globl plain\nplain:\n1:\tjmp 1b\n"
		".Llocal:\n\tnop /* two\nmore: */\nSYM_FUNC_START( first )\n\tcall other\n"
		"ENTRY(second)\n\tmov (%rax), %rbx\nlower(third)\n  fourth: ret\nLEAF(fifth";
	struct word_vec symbols = {};
	struct buf out = {};

	(void)state;
	defs_scan_assembly(text, &symbols);
	for (size_t i = 0; i < symbols.n; i++)
		buf_printf(&out, " %s", symbols.v[i]);
	assert_string_equal(out.s, " plain first second fourth fifth");
	buf_free(&out);
	vec_free(&symbols);
}

static void test_defs(void **state)
{
	(void)state;
	expect("int f(int a) { return g(a); }\nvoid h(void)\n{\n\tif (x) { y(); }\n}\n", "f h");
	/* a declaration, a static one, a record, an initialiser, a typedef */
	expect("int f(int a);\nextern void g(void);\nstatic int h(void)\n{\n}\n"
	       "struct s { int (*p)(void); };\nstruct s t __aligned(8) = { q };\n"
	       "static inline void j(void) { }\nvoid k(void) { }\n",
	       "k");
	/* attributes may be more names; none is left out */
	expect("__visible noinstr void f(void) __releases(l)\n{\n}\n", "f __releases");
	expect("asmlinkage long\n f(int (*p)(int), long n)\n{\n}\nvoid g(void) {}\n", "f g");
	/* comments, strings and characters hold braces */
	expect("/* { */ void f(void) { s = \"}{\"; c = '{'; /* } */ // }\n}\nvoid g(void) {}\n",
	       "f g");
	/* both sides open a body */
	expect("#ifdef A\nint f(int a)\n{\n#else\nint f(long a)\n{\n#endif\n}\nint g(void)\n{\n}\n",
	       "f g");
	expect("#define X(a) \\\n\tvoid a(void) { \\\n\t}\nint g(void)\n{\n}\n", "g");
	/* what macros in capitals at the top are given */
	expect("DEFINE_ENTRY(handler)\n{\n}\nSYSCALL_DEFINE2(read, int, fd, char *, p)\n{\n}\n",
	       "DEFINE_ENTRY handler SYSCALL_DEFINE2 read int fd p");
	expect("DEFINE_STATIC_CALL(idle, poll);\nEXPORT_SYMBOL_GPL(f);\nmodule_init(start);\n",
	       "DEFINE_STATIC_CALL idle poll EXPORT_SYMBOL_GPL f");
	expect("static DEFINE_ENTRY(mine) { }\nstatic DEFINE_LOCK(l);\n", "");
	expect("#include \"idle.c\"\n#include <linux/x.h>\n# include \"y.h\"\n#include \"../z.c\"\n",
	       " <idle.c> <../z.c>");
	/* what has no end */
	expect("int f(", "");
	expect("void f(void) { /*", "f");
	expect("#define X \\", "");
	expect("char c = '\\", "");
	expect("", "");
}

static char *top;

static const char *at(const char *name)
{
	return intern_f("%s/%s", top, name);
}

/* The objects of the units that define the symbol. */
static void expect_units(const struct kindex *x, const char *symbol, const char *want)
{
	const struct kunit *const *units;
	struct buf got = {};
	size_t n;

	units = kindex_units(x, symbol, &n);
	buf_add(&got, "", 0);
	for (size_t i = 0; i < n; i++)
		buf_printf(&got, "%s ", units[i]->object);
	assert_string_equal(got.s, want);
	buf_free(&got);
}

static void test_index(void **state)
{
	struct kcommands commands = {};
	struct ktree tree;

	(void)state;
	tree = (struct ktree){.build = intern(top), .source = at("src")};
	write_text(top, "src/sched/policy.c", "#include \"idle.c\"\nvoid policy(void) { }\n");
	write_text(top, "src/sched/idle.c", "#include \"../self.c\"\nvoid idle(void) { }\n");
	write_text(top, "src/self.c", "#include \"self.c\"\nvoid self(void) { }\n");
	write_text(top, "made.c", "void idle(void) { }\n");
	vec_push(&commands.units,
		 (struct kunit){.object = intern("a.o"), .source = intern("sched/policy.c")});
	vec_push(&commands.units,
		 (struct kunit){.object = intern("b.o"), .source = intern("made.c")});
	vec_push(&commands.units,
		 (struct kunit){.object = intern("c.o"), .source = intern("none.c")});
	/* the second time from the cache, the third time with a change, the last without a cache */
	for (int i = 0; i < 4; i++) {
		const char *cache = i < 3 ? at("cache") : NULL;
		struct kfiles *files = kfiles_open(cache, &tree);
		struct kindex *x;

		if (i == 2)
			write_text(top, "made.c", "void loop(void) { }\n");
		x = kindex_make(&tree, &commands, cache, files);
		expect_units(x, "policy", "a.o ");
		expect_units(x, "self", "a.o ");
		expect_units(x, "idle", i < 2 ? "a.o b.o " : "a.o ");
		expect_units(x, "loop", i < 2 ? "" : "b.o ");
		expect_units(x, "nobody", "");
		assert_true(kindex_includes(x, &commands.units.v[0], "sched/idle.c"));
		assert_true(kindex_includes(x, &commands.units.v[0], "self.c"));
		assert_true(kindex_includes(x, &commands.units.v[0], "sched"));
		assert_false(kindex_includes(x, &commands.units.v[0], "sched/id"));
		assert_false(kindex_includes(x, &commands.units.v[1], "sched"));
		kindex_free(x);
		kfiles_close(files);
	}
	vec_free(&commands.units);
}

static int begin(void **state)
{
	struct error err;

	(void)state;
	top = temporary_directory(&err);
	assert_non_null(top);
	return make_directories(at("src/sched"), &err);
}

static int end(void **state)
{
	(void)state;
	remove_directory(top);
	free(top);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_defs),
		cmocka_unit_test(test_assembly),
		cmocka_unit_test_setup_teardown(test_index, begin, end),
	};
	int ret = cmocka_run_group_tests(tests, NULL, NULL);

	intern_drop();
	return ret;
}

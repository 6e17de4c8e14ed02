// SPDX-License-Identifier: GPL-2.0-or-later
/* Units in assembly: commands, messages, and the facts of objects of every machine. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <elf.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/intern.h"
#include "facts/check.h"
#include "facts/text.h"
#include "frontend/asm.h"

#include "argv.h"

#define SOURCES "testsuite/unit/asm"

/* ---- the command ---- */

static void the_command_writes_one_file(void **state)
{
	static const char *const words[] = {"gcc",
					    "-Wp,-MMD,arch/x86/entry/.entry.o.d",
					    "-nostdinc",
					    "-I./include",
					    "-D__ASSEMBLY__",
					    "-g",
					    "-gdwarf-5",
					    "-Wa,-gdwarf-2",
					    "-Wa,-mno-warn",
					    "-MMD",
					    "-MF",
					    "x.d",
					    "-flto",
					    "-c",
					    "-o",
					    "arch/x86/entry/entry.o",
					    "arch/x86/entry/entry.S"};
	struct argv_vec argv = {};

	(void)state;
	asm_command(words, sizeof(words) / sizeof(words[0]), NULL, "/tmp/1.o", NULL, &argv);
	assert_string_equal(joined(&argv), "gcc -nostdinc -I./include -D__ASSEMBLY__ -Wa,-mno-warn "
					   "-c arch/x86/entry/entry.S -gdwarf-3 -o /tmp/1.o");
	assert_null(argv.v[argv.n]);
	argv.n = 0;
	asm_command(words, 3, "/tmp/include", "/tmp/1.o", "/tmp/1.d", &argv);
	assert_string_equal(joined(&argv), "gcc -nostdinc -I/tmp/include -gdwarf-3 "
					   "-MD -MF /tmp/1.d -o /tmp/1.o");
	vec_free(&argv);
}

static void a_rule_names_what_was_read(void **state)
{
	static const char *const rules[][2] = {
		{"/tmp/1.o: a.S b.h\\\n  dir/c.h \\\n\t/d.h\n", "a.S\nb.h\ndir/c.h\n/d.h\n"},
		{"1.o: two\\ words.S \\#x $$y back\\z\\\n", "two words.S\n#x\n$y\nback\\z\n"},
		{"1.o:", ""},
		{"", ""},
		{"1.o: \\", "\\\n"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
		struct buf files = {};

		asm_reads(rules[i][0], &files);
		assert_string_equal(files.s, rules[i][1]);
		buf_free(&files);
	}
}

static int result(const char *messages, const char **file, struct error *err)
{
	struct proc_result r = {.status = 1,
				.err = {.s = (char *)(uintptr_t)messages, .n = strlen(messages)}};

	*file = NULL;
	return asm_result(&r, "/src/linux", file, err);
}

static void messages_say_what_is_missing(void **state)
{
	const char *file;
	struct error e;

	(void)state;
	assert_int_equal(
		result("/src/linux/a.S:9:10: fatal error: made.h: No such file or directory\n"
		       "    9 | #include \"made.h\"\n",
		       &file, &e),
		-ENOENT);
	assert_string_equal(file, "made.h");
	assert_string_equal(e.text, "a.S:9:10: fatal error: made.h: No such file or directory");
	assert_int_equal(
		result("w.S: Assembler messages:\nw.S:19: Error: file not found: a/vdso.so\n",
		       &file, &e),
		-ENOENT);
	assert_string_equal(file, "a/vdso.so");
	assert_int_equal(result("w.S:1: Error: can't open a.inc for reading: "
				"No such file or directory\n",
				&file, &e),
			 -ENOENT);
	assert_string_equal(file, "a.inc");
}

static void messages_say_what_is_wrong(void **state)
{
	const char *file;
	struct error e;

	(void)state;
	assert_int_equal(result("/src/linux/a.S: Assembler messages:\n"
				"/src/linux/a.S:3: Error: no such instruction: `frob'\n",
				&file, &e),
			 -EINVAL);
	assert_null(file);
	assert_string_equal(e.text, "a.S:3: Error: no such instruction: `frob'");
	assert_int_equal(result("Fatal error: can't create /tmp/x.o: No such file or directory\n",
				&file, &e),
			 -EINVAL);
	assert_null(file);
	assert_int_equal(result("", &file, &e), -EINVAL);
	assert_string_equal(e.text, "the assembler ends with status 1");
	/* a file of the compiler's own, which has another name each time */
	assert_int_equal(result("/tmp/ccJWXh4z.s: Error: open CFI at the end of file\n", &file, &e),
			 -EINVAL);
	assert_string_equal(e.text, "Error: open CFI at the end of file");
	assert_int_equal(result("/.s: \n", &file, &e), -EINVAL);
}

/* ---- objects ---- */

static const struct machine {
	const char *name, *triple, *mc[2];
	const char *gcc, *cc[4];
} machines[] = {
	{"x86", "x86_64-linux-gnu", {}, "x86_64-linux-gnu-gcc", {}},
	{"arm64", "aarch64-linux-gnu", {}, "aarch64-linux-gnu-gcc", {}},
	{"s390", "s390x-linux-gnu", {"-mcpu=z13"}, "s390x-linux-gnu-gcc", {"-march=z13"}},
	{"powerpc", "powerpc64le-linux-gnu", {}, "powerpc64le-linux-gnu-gcc", {}},
	{"powerpc", "powerpc64-linux-gnu", {}, "powerpc64-linux-gnu-gcc", {}},
	{"riscv", "riscv64-linux-gnu", {"-mattr=+c,+relax"}, "riscv64-linux-gnu-gcc", {}},
	{"mips",
	 "mips64el-linux-gnuabi64",
	 {"-mcpu=mips64r2"},
	 "mips64el-linux-gnuabi64-gcc",
	 {"-march=mips64r2", "-mabi=64", "-mno-abicalls", "-msym32"}},
	{"arm", "armv7-linux-gnueabi", {}, "arm-linux-gnueabihf-gcc", {"-marm"}},
	{"loongarch", "loongarch64-linux-gnu", {}, NULL, {}},
};

static const char *const texts[] = {
	"cli",
	"sti",
	"hvc",
	"msr daifset",
	"msr daifclr",
	"stosm",
	"stnsm",
	"mtmsrd",
	"csrci",
	"csrsi",
	"di",
	"ei",
	"cpsid",
	"cpsie",
	"csrxchg",
	/* of some that follow each other */
	"ori $13, $13, 31; or $12, $12, $13; xori $12, $12, 30; mtc0 $12, $12",
	"xori $12, $12, 31; mtc0",
};

static struct asm_unit describe(const struct machine *m)
{
	static char here[4096];

	assert_non_null(getcwd(here, sizeof(here)));
	return (struct asm_unit){
		.arch = intern(m->name),
		.compiler = intern("as"),
		.source = intern_f("%s.S", m->name),
		.object = intern_f("%s.o", m->name),
		.srctree = intern_f("%s/" SOURCES, here),
		.cwd = intern(here),
		.texts = texts,
		.ntexts = sizeof(texts) / sizeof(texts[0]),
	};
}

/* LLVM's, of the release that eqslint is linked with. */
static char *llvm_mc(void)
{
	static const char *const names[] = {"llvm-mc-21", "llvm-mc-20", "llvm-mc-19", "llvm-mc"};
	char *path = NULL;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]) && !path; i++)
		path = proc_which(names[i]);
	return path;
}

/* Runs the assembler; its object in b. */
static void assemble(const struct argv_vec *argv, const char *object, struct buf *b)
{
	struct proc p = {.argv = argv->v};
	struct proc_result r;
	struct error e;

	assert_int_equal(proc_run(&p, &r, &e), 0);
	if (r.status)
		print_error("%s\n%s", joined(argv), r.err.s);
	assert_int_equal(r.status, 0);
	proc_result_free(&r);
	assert_int_equal(buf_read_file(b, object, 1 << 20, &e), 0);
	unlink(object);
}

static const char *source_of(const struct machine *m)
{
	return intern_f(SOURCES "/%s.S", m->name);
}

static void assemble_by_llvm(const struct machine *m, struct buf *b)
{
	const char *object = intern_f("/tmp/eqslint-test-asm.%d.o", (int)getpid());
	struct argv_vec argv = {};
	char *mc = llvm_mc();

	if (!mc)
		skip();
	vec_push(&argv, mc);
	vec_push(&argv, "-filetype=obj");
	vec_push(&argv, "-g");
	vec_push(&argv, "-dwarf-version=3");
	vec_push(&argv, intern_f("-triple=%s", m->triple));
	for (size_t i = 0; i < 2 && m->mc[i]; i++)
		vec_push(&argv, m->mc[i]);
	vec_push(&argv, "-o");
	vec_push(&argv, object);
	vec_push(&argv, source_of(m));
	vec_push(&argv, NULL);
	argv.n--;
	assemble(&argv, object, b);
	vec_free(&argv);
	free(mc);
}

/* By the machine's compiler where there is one, with the command that units get. */
static bool assemble_by_gcc(const struct machine *m, struct buf *b)
{
	const char *object = intern_f("/tmp/eqslint-test-asm.%d.o", (int)getpid());
	char *gcc = m->gcc ? proc_which(m->gcc) : NULL;
	struct argv_vec command = {}, argv = {};

	if (!gcc)
		return false;
	vec_push(&command, gcc);
	vec_push(&command, "-fno-pic");
	for (size_t i = 0; i < 4 && m->cc[i]; i++)
		vec_push(&command, m->cc[i]);
	vec_push(&command, "-c");
	vec_push(&command, "-o");
	vec_push(&command, "beside.o");
	vec_push(&command, source_of(m));
	asm_command(command.v, command.n, NULL, object, NULL, &argv);
	assemble(&argv, object, b);
	vec_free(&command);
	vec_free(&argv);
	free(gcc);
	return true;
}

static void compare(const struct machine *m, const struct buf *object)
{
	struct asm_unit of = describe(m);
	struct buf text = {}, wanted = {};
	size_t undecoded = 99;
	struct arena arena;
	struct unit *u;
	struct error e = {};

	arena_init(&arena);
	assert_int_equal(asm_read(&of, object->s, object->n, &arena, &u, &undecoded, &e), 0);
	assert_int_equal(undecoded, 0);
	for (uint32_t i = 0; i < u->nfunctions; i++)
		assert_int_equal(facts_check_function(&u->functions[i], &e), 0);
	assert_int_equal(facts_check_unit(u, &e), 0);
	facts_write_text(&text, u);
	assert_int_equal(
		buf_read_file(&wanted, intern_f(SOURCES "/%s.facts", m->name), 1 << 20, &e), 0);
	assert_string_equal(text.s, wanted.s);
	buf_free(&text);
	buf_free(&wanted);
	arena_free(&arena);
}

static void every_machine_by_llvm(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(machines) / sizeof(machines[0]); i++) {
		struct buf b = {};

		assemble_by_llvm(&machines[i], &b);
		compare(&machines[i], &b);
		buf_free(&b);
	}
}

static void every_compiler_that_is_here(void **state)
{
	size_t n = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(machines) / sizeof(machines[0]); i++) {
		struct buf b = {};

		if (!assemble_by_gcc(&machines[i], &b))
			continue;
		compare(&machines[i], &b);
		buf_free(&b);
		n++;
	}
	assert_true(n);
}

/* ---- what is wrong ---- */

static int read_bytes(const struct buf *b, size_t n, size_t *undecoded, struct error *e)
{
	struct asm_unit of = describe(&machines[0]);
	struct arena arena;
	struct unit *u;
	int ret;

	arena_init(&arena);
	ret = asm_read(&of, b->s, n, &arena, &u, undecoded, e);
	arena_free(&arena);
	return ret;
}

static void cut_objects_are_refused(void **state)
{
	struct buf b = {};
	struct error e;
	size_t bad;

	(void)state;
	assemble_by_llvm(&machines[0], &b);
	assert_int_equal(read_bytes(&b, b.n, &bad, &e), 0);
	assert_int_equal(read_bytes(&b, 10, &bad, &e), -EINVAL);
	assert_string_equal(e.text, "it is no ELF object");
	assert_int_equal(read_bytes(&b, b.n / 2, &bad, &e), -EINVAL);
	assert_non_null(strstr(e.text, "the object is cut or damaged"));
	b.s[18] = 0x33; /* e_machine */
	b.s[19] = 0x33;
	assert_int_equal(read_bytes(&b, b.n, &bad, &e), -ENOTSUP);
	assert_string_equal(e.text, "instructions of ELF machine 13107, class 2, are not known");
	buf_free(&b);
}

/* Sections that share the bytes of the file may be more than any memory holds. */
static void sections_are_no_more_than_the_file(void **state)
{
	struct buf b = {};
	struct error e;
	Elf64_Ehdr h;
	size_t bad;

	(void)state;
	assemble_by_llvm(&machines[0], &b);
	memcpy(&h, b.s, sizeof(h));
	for (size_t i = 1; i < h.e_shnum; i++) {
		char *at = b.s + h.e_shoff + i * sizeof(Elf64_Shdr);
		Elf64_Shdr section;

		memcpy(&section, at, sizeof(section));
		if (section.sh_type != SHT_PROGBITS)
			continue;
		section.sh_offset = 0;
		section.sh_size = b.n;
		memcpy(at, &section, sizeof(section));
	}
	assert_int_equal(read_bytes(&b, b.n, &bad, &e), -EINVAL);
	assert_non_null(strstr(e.text, "larger than the file"));
	buf_free(&b);
}

/* The bytes of the first call's place become some that are no instruction. */
static void unknown_instructions_are_counted(void **state)
{
	static const char cli_call[] = {(char)0xfa, (char)0xe8};
	struct buf b = {};
	struct error e;
	size_t bad;
	char *p;

	(void)state;
	assemble_by_llvm(&machines[0], &b);
	p = memmem(b.s, b.n, cli_call, sizeof(cli_call));
	assert_non_null(p);
	p[1] = 0x06; /* push %es: not in 64-bit mode */
	assert_int_equal(read_bytes(&b, b.n, &bad, &e), 0);
	assert_int_equal(bad, 1);
	buf_free(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_command_writes_one_file),
		cmocka_unit_test(a_rule_names_what_was_read),
		cmocka_unit_test(messages_say_what_is_missing),
		cmocka_unit_test(messages_say_what_is_wrong),
		cmocka_unit_test(every_machine_by_llvm),
		cmocka_unit_test(every_compiler_that_is_here),
		cmocka_unit_test(cut_objects_are_refused),
		cmocka_unit_test(sections_are_no_more_than_the_file),
		cmocka_unit_test(unknown_instructions_are_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

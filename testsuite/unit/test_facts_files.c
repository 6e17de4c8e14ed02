// SPDX-License-Identifier: GPL-2.0-or-later
/* Where facts are found: .eqs files, objects of every class and byte order, ld -r, archives. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <gelf.h>
#include <libelf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "facts/forms.h"
#include "facts/input.h"
#include "facts_gen.h"

static char dir[] = "/tmp/eqslint-test-XXXXXX";
static struct facts_pool pool;
static struct unit_vec units;

static const char *in_dir(const char *name)
{
	return intern_f("%s/%s", dir, name);
}

static void forget(void)
{
	units.n = 0;
	pool_free(&pool);
}

static void run(const char *fmt, ...)
{
	char command[4096];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(command, sizeof(command), fmt, ap);
	va_end(ap);
	if (system(command))
		fail_msg("failed: %s", command);
}

static void write_file(const char *path, const void *p, size_t n)
{
	struct buf b = {};
	struct error err = {};

	buf_add(&b, p, n);
	if (buf_write_file(&b, path, &err))
		fail_msg("%s", err.text);
	buf_free(&b);
}

/* The records of the units with seeds from..from+n-1, with zeros between them if asked. */
static void records(struct buf *b, uint64_t from, uint32_t n, size_t zeros)
{
	struct arena a;

	arena_init(&a);
	for (uint32_t i = 0; i < n; i++) {
		facts_write_binary(b, gen_unit(&a, from + i, 2, 2, 2, false));
		for (size_t z = 0; z < zeros; z++)
			buf_putc(b, 0);
	}
	arena_free(&a);
}

static void expect_units(const char *path, uint64_t from, size_t n)
{
	struct error err = {};
	struct arena a;

	if (facts_read_file(path, &pool, &units, &err))
		fail_msg("%s", err.text);
	assert_int_equal(units.n, n);
	arena_init(&a);
	for (size_t i = 0; i < n; i++)
		assert_true(facts_equal(units.v[i], gen_unit(&a, from + i, 2, 2, 2, false)));
	arena_free(&a);
	forget();
}

static void expect_error(const char *path, int code, const char *says)
{
	struct error err = {};

	assert_int_equal(facts_read_file(path, &pool, &units, &err), code);
	if (!strstr(err.text, says))
		fail_msg("'%s' does not say '%s'", err.text, says);
	assert_int_equal(units.n, 0);
	forget();
}

static void add_section(Elf *elf, const char *name, size_t name_at, const struct buf *b)
{
	Elf_Scn *scn = elf_newscn(elf);
	Elf_Data *data = elf_newdata(scn);
	GElf_Shdr shdr;

	(void)name;
	data->d_buf = b->s;
	data->d_size = b->n;
	data->d_align = 1;
	data->d_type = ELF_T_BYTE;
	gelf_getshdr(scn, &shdr);
	shdr.sh_type = name_at == 1 ? SHT_STRTAB : SHT_PROGBITS;
	shdr.sh_name = (GElf_Word)name_at;
	shdr.sh_addralign = 1;
	gelf_update_shdr(scn, &shdr);
}

/* A relocatable object with the bytes b in our section (none with b NULL). */
static void write_object(const char *path, int class, int order, int machine, const struct buf *b)
{
	static const char names[] = "\0.shstrtab\0" FACTS_SECTION;
	struct buf strings = {};
	GElf_Ehdr ehdr;
	int fd = open(path, O_CREAT | O_TRUNC | O_RDWR, 0644);
	Elf *elf;

	elf_version(EV_CURRENT);
	elf = elf_begin(fd, ELF_C_WRITE, NULL);
	assert_non_null(elf);
	assert_non_null(gelf_newehdr(elf, class));
	gelf_getehdr(elf, &ehdr);
	ehdr.e_ident[EI_DATA] = (unsigned char)order;
	ehdr.e_type = ET_REL;
	ehdr.e_machine = (GElf_Half)machine;
	ehdr.e_version = EV_CURRENT;
	ehdr.e_shstrndx = 1;
	gelf_update_ehdr(elf, &ehdr);
	buf_add(&strings, names, sizeof(names));
	add_section(elf, ".shstrtab", 1, &strings);
	if (b)
		add_section(elf, FACTS_SECTION, 11, b);
	assert_true(elf_update(elf, ELF_C_WRITE) > 0);
	elf_end(elf);
	close(fd);
	buf_free(&strings);
}

/* The machine that this test runs on, for the native linker. */
static void write_native(const char *path, const struct buf *b)
{
	int fd = open("/proc/self/exe", O_RDONLY);
	GElf_Ehdr ehdr;
	Elf *elf;

	elf_version(EV_CURRENT);
	elf = elf_begin(fd, ELF_C_READ, NULL);
	assert_non_null(gelf_getehdr(elf, &ehdr));
	elf_end(elf);
	close(fd);
	write_object(path, ehdr.e_ident[EI_CLASS], ehdr.e_ident[EI_DATA], ehdr.e_machine, b);
}

static void plain_files(void **state)
{
	struct buf b = {}, text = {};
	struct arena a;

	(void)state;
	records(&b, 1, 1, 0);
	write_file(in_dir("one.eqs"), b.s, b.n);
	expect_units(in_dir("one.eqs"), 1, 1);
	records(&b, 2, 3, 7);
	write_file(in_dir("four.eqs"), b.s, b.n);
	expect_units(in_dir("four.eqs"), 1, 4);
	arena_init(&a);
	for (int i = 1; i < 4; i++)
		facts_write_text(&text, gen_unit(&a, i, 2, 2, 2, false));
	write_file(in_dir("text"), text.s, text.n);
	expect_units(in_dir("text"), 1, 3);
	buf_puts(&text, "eqslint-facts 1\nunit a.c arch=x\nnonsense\n");
	write_file(in_dir("bad"), text.s, text.n);
	expect_error(in_dir("bad"), -EINVAL, ":1: this line is not known");
	buf_free(&text);
	buf_free(&b);
	arena_free(&a);
}

/* ---- what units have alike ---- */

static void alike(void **state)
{
	struct error err = {};
	struct buf b = {};
	uint32_t shared = 0;

	(void)state;
	records(&b, 1, 1, 0);
	records(&b, 1, 2, 0);
	assert_int_equal(facts_read_memory(b.s, b.n, "m", &pool, &units, &err), 0);
	assert_int_equal(units.n, 3);
	assert_true(facts_equal(units.v[0], units.v[1]));
	for (uint32_t i = 0; i < units.v[0]->nfunctions; i++) {
		const struct function *f = &units.v[0]->functions[i],
				      *g = &units.v[1]->functions[i];

		assert_true(f->blocks == g->blocks || !f->place.file || !f->nblocks);
		shared += f->blocks == g->blocks;
	}
	assert_true(shared);
	buf_free(&b);
	forget();
}

/* One bit is another behind its like: what was read first does not stand for it. */
static void nearly_alike(void **state)
{
	struct buf b = {};
	size_t record, good = 0, used;

	(void)state;
	records(&b, 5, 1, 0);
	record = b.n;
	records(&b, 5, 1, 0);
	for (size_t bit = 0; bit < 8 * record; bit++) {
		struct error err = {};
		struct unit *alone;
		struct arena a;

		b.s[record + bit / 8] ^= 1 << bit % 8;
		arena_init(&a);
		if (!facts_read_binary(b.s + record, record, &used, &a, &alone, &err) &&
		    used == record) {
			assert_int_equal(facts_read_memory(b.s, b.n, "m", &pool, &units, &err), 0);
			assert_true(facts_equal(units.v[1], alone));
			good++;
		}
		b.s[record + bit / 8] ^= 1 << bit % 8;
		arena_free(&a);
		forget();
	}
	assert_true(good > record / 8);
	buf_free(&b);
}

static void objects(void **state)
{
	static const struct {
		int class, order, machine;
	} kinds[] = {
		{ELFCLASS64, ELFDATA2LSB, EM_X86_64},
		{ELFCLASS64, ELFDATA2MSB, EM_S390},
		{ELFCLASS32, ELFDATA2MSB, EM_PPC},
		{ELFCLASS32, ELFDATA2LSB, EM_ARM},
		{ELFCLASS64, ELFDATA2LSB, 258 /* LoongArch */},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		struct buf b = {};

		records(&b, 10, 3, i);
		write_object(in_dir("a.o"), kinds[i].class, kinds[i].order, kinds[i].machine, &b);
		expect_units(in_dir("a.o"), 10, 3);
		write_object(in_dir("a.o"), kinds[i].class, kinds[i].order, kinds[i].machine, NULL);
		expect_units(in_dir("a.o"), 0, 0);
		buf_free(&b);
	}
}

static void linked(void **state)
{
	struct buf a = {}, b = {};

	(void)state;
	records(&a, 20, 2, 0);
	records(&b, 22, 1, 0);
	write_native(in_dir("a.o"), &a);
	write_native(in_dir("b.o"), &b);
	write_native(in_dir("none.o"), NULL);
	run("cd %s && ld -r -o ab.o a.o none.o b.o", dir);
	expect_units(in_dir("ab.o"), 20, 3);
	buf_free(&a);
	buf_free(&b);
}

static void archives(void **state)
{
	struct buf a = {}, b = {};

	(void)state;
	records(&a, 30, 2, 0);
	records(&b, 32, 1, 0);
	run("mkdir -p %s/sub", dir);
	write_native(in_dir("a.o"), &a);
	write_native(in_dir("sub/an_object_with_a_long_name.o"), &b);
	run("cd %s && rm -f *.a && echo readme > readme && "
	    "ar rc fat.a a.o readme sub/an_object_with_a_long_name.o && "
	    "ar rcT thin.a a.o sub/an_object_with_a_long_name.o && ar rcT empty.a && "
	    "ar rc in.a fat.a && ar rcPDST sub/up.a a.o",
	    dir);
	expect_units(in_dir("fat.a"), 30, 3);
	expect_units(in_dir("thin.a"), 30, 3);
	expect_units(in_dir("sub/up.a"), 30, 2); /* made as Kbuild makes built-in.a */
	expect_units(in_dir("empty.a"), 0, 0);
	expect_units(in_dir("in.a"), 0, 0); /* like any member that is no object */
	run("rm %s/sub/an_object_with_a_long_name.o", dir);
	expect_units(in_dir("fat.a"), 30, 3);
	expect_error(in_dir("thin.a"), -ENOENT,
		     "sub/an_object_with_a_long_name.o, which is not there (a thin archive");
	buf_free(&a);
	buf_free(&b);
}

/* Sections that share the bytes of the file may be more than any memory holds. */
static void sections_are_no_more_than_the_file(void **state)
{
	struct buf b = {}, file = {};
	struct error err;
	Elf64_Shdr facts;
	Elf64_Ehdr h;
	size_t table;

	(void)state;
	records(&b, 1, 40, 0);
	write_object(in_dir("o.o"), ELFCLASS64, ELFDATA2LSB, EM_X86_64, &b);
	assert_int_equal(buf_read_file(&file, in_dir("o.o"), SIZE_MAX, &err), 0);
	memcpy(&h, file.s, sizeof(h));
	memcpy(&facts, file.s + h.e_shoff + 2 * sizeof(facts), sizeof(facts));
	assert_int_equal(facts.sh_size, b.n);
	while (file.n % 8)
		buf_add(&file, "", 1);
	table = file.n;
	buf_add(&file, file.s + h.e_shoff, h.e_shnum * sizeof(facts));
	for (int i = 0; i < 100; i++, h.e_shnum++)
		buf_add(&file, &facts, sizeof(facts));
	h.e_shoff = table;
	memcpy(file.s, &h, sizeof(h));
	write_file(in_dir("overlap.o"), file.s, file.n);
	expect_error(in_dir("overlap.o"), -EINVAL, "sections .discard.eqslint overlap");
	buf_free(&file);
	buf_free(&b);
}

static void bad_files(void **state)
{
	struct buf b = {}, o = {};
	struct error err = {};

	(void)state;
	expect_error(in_dir("nowhere"), -ENOENT, "nowhere: No such file");
	expect_error(dir, -EISDIR, "Is a directory");
	write_file(in_dir("empty"), "", 0);
	expect_error(in_dir("empty"), -EINVAL, "holds no facts");
	write_file(in_dir("c"), "int x;\n", 7);
	expect_error(in_dir("c"), -EINVAL, "holds no facts");
	write_file(in_dir("elf"), "\177ELF\2\1\1\0\0\0\0\0", 12);
	expect_error(in_dir("elf"), -EINVAL,
		     "elf: the ELF file is cut or damaged: its header cannot be read");
	write_file(in_dir("ar"), "!<arch>\nnonsense", 16);
	expect_error(in_dir("ar"), -EINVAL, "ar: the archive is cut or damaged");
	records(&b, 40, 2, 3);
	buf_puts(&b, "EQSX");
	write_file(in_dir("tail"), b.s, b.n);
	expect_error(in_dir("tail"), -EINVAL, "tail: facts at byte ");
	write_object(in_dir("tail.o"), ELFCLASS64, ELFDATA2MSB, EM_S390, &b);
	expect_error(in_dir("tail.o"), -EINVAL, "tail.o: facts at byte ");
	/* Every cut of an object is an error or gives units; none crashes. */
	if (buf_read_file(&o, in_dir("tail.o"), 1 << 20, &err))
		fail_msg("%s", err.text);
	for (size_t n = 0; n < o.n; n += 3) {
		char *copy = malloc(n + 1);

		memcpy(copy, o.s, n);
		err.text[0] = 0;
		assert_int_not_equal(facts_read_memory(copy, n, "m", &pool, &units, &err), 0);
		assert_true(err.text[0]);
		forget();
		free(copy);
	}
	buf_free(&b);
	buf_free(&o);
}

/* A name table that ends nowhere, sizes that lie, thin members from memory. */
static void bad_archives(void **state)
{
	static const struct {
		const char *text, *says;
	} cases[] = {
#define H(name, size) name "0           0     0     644     " size "`\n"
		{"!<arch>\n" H("a.o/            ", "9999999   "), "cut or damaged"},
		{"!<arch>\n" H("a.o/            ", "x         "), "cut or damaged"},
		{"!<arch>\n" H("/5              ", "0         "), "without a name"},
		{"!<arch>\n" H("#1/20           ", "0         "), "BSD"},
		{"!<thin>\n" H("a.o/            ", "5         "), "m is a thin archive"},
		{"!<thin>\n" H("//              ", "4         ") "/\n\n\n" H("/0              ",
									     "5         "),
		 "without a name"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct error err = {};
		int ret = facts_read_memory(cases[i].text, strlen(cases[i].text), "m", &pool,
					    &units, &err);

		assert_int_equal(ret, -EINVAL);
		if (!strstr(err.text, cases[i].says))
			fail_msg("'%s' does not say '%s'", err.text, cases[i].says);
		forget();
	}
}

static int set_up(void **state)
{
	(void)state;
	return mkdtemp(dir) ? 0 : -1;
}

static int tear_down(void **state)
{
	(void)state;
	run("rm -rf %s", dir);
	vec_free(&units);
	pool_free(&pool);
	intern_drop();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain_files),
		cmocka_unit_test(alike),
		cmocka_unit_test(nearly_alike),
		cmocka_unit_test(objects),
		cmocka_unit_test(linked),
		cmocka_unit_test(archives),
		cmocka_unit_test(bad_files),
		cmocka_unit_test(sections_are_no_more_than_the_file),
		cmocka_unit_test(bad_archives),
	};

	return cmocka_run_group_tests_name("facts files", tests, set_up, tear_down);
}

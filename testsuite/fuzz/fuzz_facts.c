// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Fuzzes every reader of facts: records, text, objects, archives.  What is
 * read must keep its promises: it is written and read again in both forms,
 * and brought into the normal form, which must be one.
 *
 *   fuzz_facts --seeds DIR     writes first inputs into DIR
 *   fuzz_facts [OPTIONS] DIR   libFuzzer
 *
 * With -DREPLAY, and any compiler: fuzz_facts FILE... runs them once.
 */
#include <gelf.h>
#include <libelf.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../unit/facts_gen.h"
#include "facts/forms.h"
#include "facts/input.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);

static void must(bool holds, const char *what)
{
	if (holds)
		return;
	fprintf(stderr, "fuzz_facts: %s\n", what);
	abort();
}

static void check_unit(const struct unit *u)
{
	struct buf binary = {}, text = {};
	struct error err = {};
	struct unit *v, *once;
	struct arena a;
	size_t used;

	arena_init(&a);
	facts_write_binary(&binary, u);
	must(!facts_read_binary(binary.s, binary.n, &used, &a, &v, &err), err.text);
	must(used == binary.n && facts_equal(u, v), "the binary form is another unit");
	facts_write_text(&text, u);
	must(!facts_read_text(text.s, text.n, "text", &a, &v, &err), err.text);
	must(facts_equal(u, v), "the text form is another unit");
	once = facts_normalise(u, &a);
	text.n = 0;
	facts_write_text(&text, once);
	must(!facts_read_text(text.s, text.n, "normal", &a, &v, &err), err.text);
	must(facts_equal(once, v), "the normal form is no unit");
	buf_free(&binary);
	buf_free(&text);
	arena_free(&a);
}

static void read_it(const void *p, size_t n)
{
	struct unit_vec units = {};
	struct error err = {};
	struct facts_pool pool;

	pool_init(&pool);
	if (facts_read_memory(p, n, "input", &pool, &units, &err))
		must(err.text[0], "a failure without a sentence");
	else
		for (size_t i = 0; i < units.n; i++)
			check_unit(units.v[i]);
	vec_free(&units);
	pool_free(&pool);
}

/* A record whose header is right, so that the fuzzer gets behind it. */
static void read_as_record(const uint8_t *data, size_t n)
{
	char *copy = malloc(n);
	uint32_t version = FACTS_VERSION;
	uint64_t size = n;

	if (!copy)
		abort();
	memcpy(copy, data, n);
	memcpy(copy, "EQSF", 4);
	memcpy(copy + 4, &version, sizeof(version));
	memcpy(copy + 8, &size, sizeof(size));
	read_it(copy, n);
	free(copy);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	read_it(data, size);
	if (size >= 16)
		read_as_record(data, size);
	intern_drop();
	return 0;
}

/* ---- first inputs ---- */

static void write_seed(const char *dir, const char *kind, unsigned int i, const struct buf *b)
{
	struct buf path = {};
	struct error err = {};

	buf_printf(&path, "%s/%s-%u", dir, kind, i);
	must(!buf_write_file(b, path.s, &err), err.text);
	buf_free(&path);
}

/* An object with the record in our section, 32 bits and big endian for odd i. */
static void write_object(const char *dir, unsigned int i, const struct buf *record)
{
	static char names[] = "\0.shstrtab\0" FACTS_SECTION;
	struct buf path = {};
	GElf_Ehdr ehdr;
	Elf *elf;
	int fd;

	buf_printf(&path, "%s/object-%u", dir, i);
	fd = open(path.s, O_CREAT | O_TRUNC | O_RDWR, 0644);
	elf_version(EV_CURRENT);
	elf = elf_begin(fd, ELF_C_WRITE, NULL);
	must(elf && gelf_newehdr(elf, i & 1 ? ELFCLASS32 : ELFCLASS64), "no ELF file");
	gelf_getehdr(elf, &ehdr);
	ehdr.e_ident[EI_DATA] = i & 1 ? ELFDATA2MSB : ELFDATA2LSB;
	ehdr.e_type = ET_REL;
	ehdr.e_machine = i & 1 ? EM_PPC : EM_X86_64;
	ehdr.e_version = EV_CURRENT;
	ehdr.e_shstrndx = 1;
	gelf_update_ehdr(elf, &ehdr);
	for (int s = 0; s < 2; s++) {
		Elf_Scn *scn = elf_newscn(elf);
		Elf_Data *data = elf_newdata(scn);
		GElf_Shdr shdr;

		data->d_buf = s ? record->s : names;
		data->d_size = s ? record->n : sizeof(names);
		data->d_align = 1;
		gelf_getshdr(scn, &shdr);
		shdr.sh_type = s ? SHT_PROGBITS : SHT_STRTAB;
		shdr.sh_name = s ? 11 : 1;
		gelf_update_shdr(scn, &shdr);
	}
	must(elf_update(elf, ELF_C_WRITE) > 0, "no ELF file");
	elf_end(elf);
	close(fd);
	buf_free(&path);
}

static void write_archive(const char *dir, unsigned int i, const struct buf *member)
{
	struct buf b = {};

	buf_puts(&b, "!<arch>\n");
	buf_printf(&b, "%-16s%-12d%-6d%-6d%-8d%-10d`\n", "//", 0, 0, 0, 644, 12);
	buf_puts(&b, "long_name.o/");
	buf_printf(&b, "%-16s%-12d%-6d%-6d%-8d%-10zu`\n", i & 1 ? "/0" : "a.eqs/", 0, 0, 0, 644,
		   member->n);
	buf_add(&b, member->s, member->n);
	write_seed(dir, "archive", i, &b);
	buf_free(&b);
}

static void write_seeds(const char *dir)
{
	for (unsigned int i = 0; i < 12; i++) {
		struct buf binary = {}, text = {};
		const struct unit *u;
		struct arena a;

		arena_init(&a);
		u = gen_unit(&a, i, i % 3, 2, 2, i & 1);
		facts_write_binary(&binary, u);
		facts_write_text(&text, u);
		write_seed(dir, "binary", i, &binary);
		write_seed(dir, "text", i, &text);
		if (i < 4) {
			write_object(dir, i, &binary);
			write_archive(dir, i, &binary);
		}
		buf_free(&binary);
		buf_free(&text);
		arena_free(&a);
		intern_drop();
	}
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	if (*argc == 3 && !strcmp((*argv)[1], "--seeds")) {
		write_seeds((*argv)[2]);
		exit(0);
	}
	return 0;
}

#ifdef REPLAY
int main(int argc, char **argv)
{
	LLVMFuzzerInitialize(&argc, &argv);
	for (int i = 1; i < argc; i++) {
		struct buf b = {};
		struct error err = {};

		must(!buf_read_file(&b, argv[i], (size_t)1 << 30, &err), err.text);
		LLVMFuzzerTestOneInput((const uint8_t *)b.s, b.n);
		buf_free(&b);
	}
	return 0;
}
#endif

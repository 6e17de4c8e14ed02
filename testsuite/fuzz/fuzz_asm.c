// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Fuzzes the reader of assembled objects: whatever is read is a unit that
 * keeps the rules of facts.
 *
 *   fuzz_asm --seeds DIR     writes first inputs into DIR
 *   fuzz_asm [OPTIONS] DIR   libFuzzer
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/intern.h"
#include "facts/check.h"
#include "frontend/asm.h"

#define SOURCES "testsuite/unit/asm"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);

static void must(bool holds, const char *what)
{
	if (holds)
		return;
	fprintf(stderr, "fuzz_asm: %s\n", what);
	abort();
}

static void check_unit(const struct unit *u)
{
	struct error err = {};

	must(!facts_check_unit(u, &err), err.text);
	for (uint32_t i = 0; i < u->nfunctions; i++)
		must(!facts_check_function(&u->functions[i], &err), err.text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const texts[] = { "cli", "msr daifset", "di" };
	const struct asm_unit of = {
		.arch = intern("any"),
		.compiler = intern("as"),
		.source = intern("entry.S"),
		.object = intern("entry.o"),
		.srctree = intern("/src"),
		.cwd = intern("/build"),
		.texts = texts,
		.ntexts = sizeof(texts) / sizeof(texts[0]),
	};
	struct error err = {};
	struct arena arena;
	size_t undecoded;
	struct unit *u;

	arena_init(&arena);
	if (!asm_read(&of, data, size, &arena, &u, &undecoded, &err))
		check_unit(u);
	else
		must(*err.text, "an error without a sentence");
	arena_free(&arena);
	intern_drop();
	return 0;
}

/* ---- first inputs: the sources of the unit tests ---- */

static const struct {
	const char *name, *triple;
} machines[] = {
	{ "x86", "x86_64-linux-gnu" },	  { "arm64", "aarch64-linux-gnu" },
	{ "s390", "s390x-linux-gnu" },	  { "powerpc", "powerpc64le-linux-gnu" },
	{ "powerpc", "powerpc64-linux-gnu" }, { "riscv", "riscv64-linux-gnu" },
	{ "mips", "mips64el-linux-gnuabi64" }, { "arm", "armv7-linux-gnueabi" },
};

static int write_seeds(const char *dir)
{
	for (size_t i = 0; i < sizeof(machines) / sizeof(machines[0]); i++) {
		/* clang comes with the fuzzers */
		const char *argv[] = {
			"clang", intern_f("--target=%s", machines[i].triple), "-gdwarf-3",
			!strcmp(machines[i].name, "s390") ? "-march=z13" : "-Wall", "-c", "-o",
			intern_f("%s/%s.o", dir, machines[i].triple),
			intern_f(SOURCES "/%s.S", machines[i].name), NULL,
		};
		struct proc p = { .argv = argv };
		struct proc_result r;
		struct error err;

		must(!proc_run(&p, &r, &err), err.text);
		must(!r.status, r.err.s);
		proc_result_free(&r);
	}
	return 0;
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	if (*argc == 3 && !strcmp((*argv)[1], "--seeds"))
		exit(write_seeds((*argv)[2]));
	return 0;
}

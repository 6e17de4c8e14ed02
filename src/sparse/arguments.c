// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * sparse takes gcc's options and leaves out those that it does not know; it is
 * given those that are no output's, and for which machine.
 */
#include "arguments.h"

#include <string.h>

#include "frontend/gcc.h"

#include "base/intern.h"
#include "base/str.h"
#include "base/vec.h"

struct machine {
	const char *arch, *name, *words[6];
};

/* By the kernel's name for it; a triplet begins with the machine's. */
static const struct machine machines[] = {
	{"x86", "x86_64", {"-m64", "-mlittle-endian", "-D__GCC_ASM_FLAG_OUTPUTS__"}},
	{"arm64", "aarch64", {"-m64", "-mlittle-endian"}},
	{"arm", "arm", {"-m32", "-mlittle-endian"}},
	{"s390", "s390x", {"-m64", "-mbig-endian"}},
	{"riscv", "riscv64", {"-m64", "-mlittle-endian"}},
	{"powerpc", "powerpc64", {"-m64", "-mbig-endian"}},
	{"mips", "mips64", {"-m64", "-mlittle-endian"}},
	/* one that sparse does not know; it knows this one's sizes */
	{"loongarch",
	 "alpha",
	 {"-m64", "-mlittle-endian", "-D__loongarch__", "-D__loongarch64", "-D__loongarch_grlen=64",
	  "-D__loongarch_lp64"}},
	{"sparc", "sparc64", {"-m64", "-mbig-endian"}},
};

static const struct machine *machine_of(const char *arch)
{
	for (size_t i = 0; arch && i < sizeof(machines) / sizeof(*machines); i++)
		if (!strcmp(machines[i].arch, arch))
			return &machines[i];
	return NULL;
}

bool sparse_arguments_ask(const struct words *words)
{
	/* arch/mips/Makefile gives sparse all of them */
	static const char *const asking[] = {"mips", NULL};

	return !words->warns && words->unit.arch && is_one_of(words->unit.arch, asking);
}

static void add(struct sparse_arguments *a, const char *word)
{
	vec_push(a, word);
}

/* What the compiler's name and options say of the machine stands behind, and wins. */
static bool add_machine(struct sparse_arguments *a, const char *arch, const char *cc)
{
	const struct machine *m = machine_of(arch);

	if (arch && !m)
		return false;
	if (m) {
		add(a, intern_f("--arch=%s", m->name));
		for (size_t i = 0; i < 6 && m->words[i]; i++)
			add(a, strdup(m->words[i])); /* sparse writes into it */
	}
	cc = base_name(cc);
	if (starts(cc, "powerpc64le-") || starts(cc, "mips64el-") || starts(cc, "mipsel-"))
		add(a, "-mlittle-endian");
	return true;
}

static struct {
	const char *from, *to;
} prefix;

const char *arguments_prefix(const char **to)
{
	*to = prefix.to;
	return prefix.from;
}

static void read_prefix(const char *word)
{
	static const char *const names[] = {"-fmacro-prefix-map=", "-ffile-prefix-map="};

	for (int i = 0; i < 2; i++) {
		const char *from = word + strlen(names[i]), *to;

		if (!starts(word, names[i]) || !(to = strchr(from, '=')) || to == from)
			continue;
		prefix.from = intern_n(from, (size_t)(to - from));
		prefix.to = intern(to + 1);
	}
}

/* sparse has no word for how wide an ABI of these is. */
static const char *word_of_abi(const char *word)
{
	if (!strcmp(word, "-mabi=ilp32") || !strcmp(word, "-mabi=32"))
		return "-m32";
	return NULL;
}

/*
 * Does the word say whether code may lie anywhere?  sparse takes "-fno-PIE" for
 * "-fPIE": so it is given the last that says it does, if that is what it says.
 */
static bool is_pic(const char *word, const char **last)
{
	static const char *const yes[] = {"-fPIC", "-fpic", "-fPIE", "-fpie", NULL};
	static const char *const no[] = {"-fno-PIC", "-fno-pic", "-fno-PIE", "-fno-pie", NULL};

	if (!is_one_of(word, yes) && !is_one_of(word, no))
		return false;
	*last = is_one_of(word, yes) ? word : NULL;
	return true;
}

static void add_pic(struct sparse_arguments *a, const char *word, const char *arch)
{
	if (!word)
		return;
	add(a, word);
	/* compilers say this of riscv's too, sparse "pic" alone */
	if (arch && !strcmp(arch, "riscv"))
		add(a, strdup("-D__riscv_cmodel_medany"));
}

/* What ends the work early, or writes somewhere. */
static bool is_dropped(const char *word)
{
	static const char *const dropped[] = {"-c",   "-S",  "-E",  "-M", "-MM", "-MD",
					      "-MMD", "-MP", "-MG", "-v", NULL};

	return is_one_of(word, dropped) || starts(word, "-Wp,");
}

bool sparse_arguments_read(struct sparse_arguments *a, const struct words *words,
			   const char *const *command, size_t n)
{
	static const char *const outputs[] = {"-o",	 "-MF",	      "-MT", "-MQ",
					      "--param", "-aux-info", NULL};
	static const char *const pairs[] = {"-include", "-isystem", "-iquote", "-idirafter",
					    "-imacros", "-I",	    "-D",      "-U",
					    "-x",	NULL};
	size_t i = command_start(command, n);
	const char *pic = NULL;
	bool several = false;

	add(a, "sparse");
	/* Kbuild's own words for sparse say it too */
	for (size_t k = 0; k < words->warn.n; k++)
		add(a, words->warn.v[k]);
	if (!words->warns && !add_machine(a, words->unit.arch, n ? command[i] : ""))
		return false;
	for (i++; i < n; i++) {
		const char *w = command[i];

		if (is_one_of(w, outputs)) {
			i++;
		} else if (is_one_of(w, pairs) && i + 1 < n) {
			add(a, w);
			add(a, command[++i]);
		} else if (w[0] != '-' && (ends(w, ".c") || ends(w, ".i"))) {
			several |= a->source != NULL;
			a->source = w;
		} else if (w[0] == '-' && !is_dropped(w) && !is_pic(w, &pic)) {
			add(a, w);
		}
		read_prefix(w);
		if (word_of_abi(w))
			add(a, word_of_abi(w));
	}
	if (words->unit.include)
		add(a, intern_f("-I%s", words->unit.include));
	add_pic(a, pic, words->unit.arch);
	if (several)
		a->source = NULL;
	/* sparse has to know that there is a file before it sets up */
	if (a->source)
		add(a, a->source);
	vec_push(a, NULL);
	a->n--;
	return true;
}

void sparse_arguments_include(struct sparse_arguments *a, const char *file)
{
	vec_reserve(a, a->n + 3);
	memmove(a->v + 3, a->v + 1, a->n * sizeof(*a->v));
	a->v[1] = "-include";
	a->v[2] = file;
	a->n += 2;
}

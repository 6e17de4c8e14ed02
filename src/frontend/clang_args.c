// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * What clang is given of gcc's command.  A gcc command as it is clang does not
 * take: of each release's flags it lacks some, and an unknown one is an error.
 * So only those are handed on that change what the C means.
 */
#include "clang.h"

#include <stdbool.h>
#include <string.h>

#include "base/intern.h"
#include "base/str.h"
#include "gcc.h"

/* ---- for which machine ---- */

static const char *target_of_arch(const char *arch)
{
	static const struct {
		const char *arch, *target;
	} names[] = {
		{"x86", "x86_64-linux-gnu"},	   {"arm64", "aarch64-linux-gnu"},
		{"arm", "arm-linux-gnueabi"},	   {"s390", "s390x-linux-gnu"},
		{"riscv", "riscv64-linux-gnu"},	   {"powerpc", "powerpc64-linux-gnu"},
		{"mips", "mips64-linux-gnuabi64"}, {"loongarch", "loongarch64-linux-gnu"},
		{"sparc", "sparc64-linux-gnu"},
	};

	for (size_t i = 0; arch && i < sizeof(names) / sizeof(*names); i++)
		if (!strcmp(names[i].arch, arch))
			return names[i].target;
	return NULL;
}

/* The triplet in front of "-gcc" or "-gcc-12"; NULL when the compiler's name has none. */
static const char *target_of_name(const char *cc)
{
	const char *name = base_name(cc), *tail = strstr(name, "-gcc");

	return tail && memchr(name, '-', (size_t)(tail - name))
		       ? intern_n(name, (size_t)(tail - name))
		       : NULL;
}

/* ---- words ---- */

/* How many words from here on are handed on; *all: of those, how many are looked at. */
static size_t handed_on(const char *const *w, size_t n, size_t *all)
{
	static const char *const pairs[] = {"-include", "-isystem",	"-iquote", "-idirafter",
					    "-imacros", "-iwithprefix", "-x",	   NULL};
	static const char *const lone_pairs[] = {"-I", "-D", "-U", NULL};
	static const char *const words[] = {"-nostdinc",
					    "-undef",
					    "-fshort-wchar",
					    "-fsigned-char",
					    "-funsigned-char",
					    "-fms-extensions",
					    "-fplan9-extensions",
					    "-ffreestanding",
					    "-fno-builtin",
					    "-fno-strict-aliasing",
					    "-fshort-enums",
					    "-m32",
					    "-m64",
					    "-m16",
					    "-mlittle-endian",
					    "-mbig-endian",
					    "-EL",
					    "-EB",
					    "-mlittle",
					    "-mbig",
					    NULL};
	static const char *const prefixes[] = {"-I",
					       "-D",
					       "-U",
					       "-std=",
					       "-O",
					       "-fno-builtin-",
					       "--target=",
					       "-isystem",
					       "-include",
					       "-fmacro-prefix-map=",
					       "-ffile-prefix-map=",
					       NULL};
	static const char *const dropped_pairs[] = {"-o",      "-MF",	    "-MT", "-MQ",
						    "--param", "-aux-info", NULL};
	const char *s = w[0];

	*all = 1;
	if (is_one_of(s, pairs) || is_one_of(s, lone_pairs)) {
		*all = n > 1 ? 2 : 1;
		return *all;
	}
	if (is_one_of(s, dropped_pairs)) {
		*all = n > 1 ? 2 : 1;
		return 0;
	}
	return is_one_of(s, words) || starts_one_of(s, prefixes);
}

static bool is_source(const char *s)
{
	return s[0] != '-' && (ends(s, ".c") || ends(s, ".i"));
}

/* Machines whose -mabi= says how wide what is, with the names that clang has too. */
static bool has_abis(const char *target)
{
	static const char *const names[] = {"riscv", "mips", "loongarch", NULL};

	return target && starts_one_of(target, names);
}

void clang_arguments(const char *const *command, size_t n, const char *arch,
		     struct clang_args *args, const char **source)
{
	size_t i = command_start(command, n), all;
	const char *target = n ? target_of_name(command[i]) : NULL;
	bool several = false;

	*source = NULL;
	if (!target)
		target = target_of_arch(arch);
	if (target)
		vec_push(args, intern_f("--target=%s", target));
	/* memory that gcc has a constraint for and clang has not: the headers ask who compiles */
	if (target && starts(target, "powerpc"))
		vec_push(args, "-DCONFIG_CC_IS_CLANG=1");
	for (i++; i < n; i += all) {
		size_t k = handed_on(command + i, n - i, &all);

		if (starts(command[i], "-mabi=") && has_abis(target))
			vec_push(args, command[i]);
		for (size_t j = 0; j < k; j++)
			vec_push(args, command[i + j]);
		if (!k && is_source(command[i])) {
			several |= *source != NULL;
			*source = command[i];
		}
	}
	if (several)
		*source = NULL;
}

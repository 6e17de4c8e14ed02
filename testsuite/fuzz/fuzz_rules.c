// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Fuzzes the reader of rules.  The first byte of an input says what the rest
 * stands for: the states file, a file of models, a rule; the other files are
 * the project's own, so that names which are looked up are found.
 *
 *   fuzz_rules --seeds DIR     writes first inputs into DIR
 *   fuzz_rules [OPTIONS] DIR   libFuzzer
 *
 * Run in the top directory, where rules/ is.
 */
#include <dirent.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/intern.h"
#include "rules/rules.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerInitialize(int *argc, char ***argv);

enum kind { STATES, MODELS, RULE, NKINDS };
_Static_assert('0' % NKINDS == 0, "the first byte of a seed");

static const char *const fuzzed[NKINDS] = { "states.yaml", "models/fuzzed.yaml", "fuzzed.yaml" };

/* The directories of rules in which one file is the fuzzer's, one for each kind. */
static char dirs[NKINDS][64];

static void must(bool holds, const char *what)
{
	if (holds)
		return;
	fprintf(stderr, "fuzz_rules: %s\n", what);
	abort();
}

static bool is_yaml(const char *name)
{
	size_t n = strlen(name);

	return n > 5 && !strcmp(name + n - 5, ".yaml");
}

/* Calls f with each file of models (where in is "rules/models") or each rule. */
static void each_file(const char *in, void (*f)(const char *from, const char *name, void *data), void *data)
{
	DIR *d = opendir(in);
	struct dirent *e;

	must(d, "no rules here: run it in the top directory");
	while ((e = readdir(d))) {
		char from[PATH_MAX];

		snprintf(from, sizeof(from), "%s/%s", in, e->d_name);
		if (is_yaml(e->d_name))
			f(from, e->d_name, data);
	}
	closedir(d);
}

static void link_into(const char *from, const char *name, void *data)
{
	char to[PATH_MAX], *real = realpath(from, NULL);

	snprintf(to, sizeof(to), "%s/%s", (const char *)data, name);
	must(real && !symlink(real, to), "cannot link rules");
	free(real);
}

static void make_dir(enum kind kind)
{
	char models[80], own[PATH_MAX];

	snprintf(dirs[kind], sizeof(dirs[kind]), "/dev/shm/eqslint-fuzz.XXXXXX");
	if (!mkdtemp(dirs[kind])) {
		snprintf(dirs[kind], sizeof(dirs[kind]), "/tmp/eqslint-fuzz.XXXXXX");
		must(mkdtemp(dirs[kind]), "no room for temporary files");
	}
	snprintf(models, sizeof(models), "%s/models", dirs[kind]);
	must(!mkdir(models, 0700), "no room for temporary files");
	each_file("rules", link_into, dirs[kind]);
	each_file("rules/models", link_into, models);
	snprintf(own, sizeof(own), "%s/%s", dirs[kind], fuzzed[kind]);
	unlink(own); /* never write through the link to the real states file */
}

static void remove_file(const char *from, const char *name, void *data)
{
	(void)name;
	(void)data;
	unlink(from);
}

static void remove_dirs(void)
{
	char models[80];

	for (int k = 0; k < NKINDS; k++) {
		snprintf(models, sizeof(models), "%s/models", dirs[k]);
		each_file(models, remove_file, NULL);
		each_file(dirs[k], remove_file, NULL);
		rmdir(models);
		rmdir(dirs[k]);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf text = {};
	struct ruleset *rules = NULL;
	struct error err = {};
	char path[PATH_MAX];
	enum kind kind;

	if (!size)
		return 0;
	kind = data[0] % NKINDS;
	snprintf(path, sizeof(path), "%s/%s", dirs[kind], fuzzed[kind]);
	buf_add(&text, (const char *)data + 1, size - 1);
	must(!buf_write_file(&text, path, &err), err.text);
	buf_free(&text);
	if (rules_load(dirs[kind], &rules, &err))
		must(err.text[0], "a failure without a sentence");
	else
		rules_free(rules);
	intern_drop();
	return 0;
}

/* ---- first inputs: the project's own files ---- */

struct seed {
	const char *dir;
	enum kind kind;
};

static void write_seed(const char *from, const char *name, void *data)
{
	const struct seed *seed = data;
	struct buf text = {}, out = {};
	struct error err = {};
	char to[PATH_MAX];

	must(!buf_read_file(&text, from, 1 << 20, &err), err.text);
	/* '0' is a multiple of NKINDS, so that seeds begin with a digit that a person can read */
	buf_printf(&out, "%c", '0' + seed->kind);
	buf_add(&out, text.s, text.n);
	snprintf(to, sizeof(to), "%s/%d-%s", seed->dir, seed->kind, name);
	must(!buf_write_file(&out, to, &err), err.text);
	buf_free(&text);
	buf_free(&out);
}

static void write_seeds(const char *dir)
{
	struct seed seed = { dir, STATES };

	write_seed("rules/states.yaml", "states.yaml", &seed);
	seed.kind = MODELS;
	each_file("rules/models", write_seed, &seed);
	seed.kind = RULE;
	each_file("rules", write_seed, &seed);
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	if (*argc == 3 && !strcmp((*argv)[1], "--seeds")) {
		write_seeds((*argv)[2]);
		exit(0);
	}
	for (int k = 0; k < NKINDS; k++)
		make_dir((enum kind)k);
	atexit(remove_dirs);
	return 0;
}

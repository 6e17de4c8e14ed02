// SPDX-License-Identifier: GPL-2.0-or-later
#include "tree.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/intern.h"
#include "base/proc.h"
#include "base/str.h"
#include "fnv.h"

#define SMALL_FILE ((size_t)1 << 20)

bool path_exists(const char *dir, const char *name)
{
	struct buf b = {};
	bool found;

	buf_printf(&b, "%s/%s", dir, name);
	found = !access(b.s, F_OK);
	buf_free(&b);
	return found;
}

static bool is_source(const char *dir)
{
	return path_exists(dir, "Kconfig") && path_exists(dir, "Makefile") &&
	       path_exists(dir, "arch") && path_exists(dir, "scripts/Kbuild.include");
}

/* The first line of dir/name that starts with prefix, without it and without blanks around. */
static const char *line_after(const char *dir, const char *name, const char *prefix)
{
	struct buf text = {}, path = {};
	const char *found = NULL;

	buf_printf(&path, "%s/%s", dir, name);
	if (!buf_read_file(&text, path.s, SMALL_FILE, NULL)) {
		size_t n = strlen(prefix);

		for (char *p = text.s; p && !found; p = strchr(p, '\n')) {
			p += *p == '\n';
			if (strncmp(p, prefix, n))
				continue;
			p += n + strspn(p + n, " \t");
			found = intern_n(p, strcspn(p, " \t\r\n"));
		}
	}
	buf_free(&text);
	buf_free(&path);
	return found;
}

static const char *real(const char *dir, const char *name)
{
	struct buf b = {};
	const char *s = NULL;
	char *p;

	if (name[0] != '/')
		buf_printf(&b, "%s/", dir);
	buf_puts(&b, name);
	p = realpath(b.s, NULL);
	if (p)
		s = intern(p);
	free(p);
	buf_free(&b);
	return s;
}

/*
 * The source of an object tree: its `source` link (every release makes it), or
 * the line "include SRC/Makefile" of the Makefile that Kbuild leaves there.
 */
static const char *source_of(const char *build)
{
	const char *s, *line;
	size_t n;

	s = real(build, "source");
	if (s && is_source(s))
		return s;
	line = line_after(build, "Makefile", "include ");
	n = line ? strlen(line) : 0;
	if (n < 10 || strcmp(line + n - 9, "/Makefile"))
		return NULL;
	s = real(build, intern_n(line, n - 9));
	return s && is_source(s) ? s : NULL;
}

static int find_source(struct ktree *t, const char *path, struct error *err)
{
	struct stat st;

	t->build = stat(path, &st) ? NULL : real(".", path);
	if (!t->build)
		return error_set(err, ENOENT, "%s: no such directory", path);
	if (!S_ISDIR(st.st_mode))
		return error_set(err, ENOTDIR,
				 "%s is not a directory: BUILD is a configured object tree, or the "
				 "source tree itself",
				 path);
	t->in_tree = is_source(t->build);
	t->source = t->in_tree ? t->build : source_of(t->build);
	if (!t->source)
		return error_set(err, EINVAL,
				 "%s is not a kernel tree: neither a source tree nor the O= "
				 "directory of one",
				 path);
	if (path_exists(t->build, ".config"))
		return 0;
	return error_set(err, ENODATA,
			 "%s is not configured: run `make -C %s%s%s defconfig` (with ARCH= and "
			 "CROSS_COMPILE= for another architecture), then the same with `prepare "
			 "modules_prepare`",
			 path, t->source, t->in_tree ? "" : " O=", t->in_tree ? "" : t->build);
}

/* ARCH's directory: the names that the top Makefile of every release maps to another. */
static const char *srcarch_of(const char *arch)
{
	static const char *const map[][2] = {
		{"i386", "x86"},      {"x86_64", "x86"},      {"sparc32", "sparc"},
		{"sparc64", "sparc"}, {"parisc64", "parisc"}, {"sh64", "sh"},
		{"ppc", "powerpc"},   {"ppc64", "powerpc"},
	};

	for (size_t i = 0; i < sizeof(map) / sizeof(map[0]); i++)
		if (!strcmp(arch, map[i][0]))
			return map[i][1];
	return arch;
}

/* From "Linux/s390 6.12.117 Kernel Configuration": the main menu's title is Linux/$(ARCH). */
static int find_arch(struct ktree *t, const struct kconfig *dot, struct error *err)
{
	const char *s = dot->mainmenu;
	struct buf dir = {};
	bool known;

	if (!s || strncmp(s, "Linux/", 6))
		return error_set(
			err, EINVAL,
			"%s/.config has no line \"# Linux/ARCH ... Kernel Configuration\": "
			"run `make olddefconfig` there",
			t->build);
	s += 6;
	t->arch = intern_n(s, strcspn(s, " "));
	t->srcarch = intern(srcarch_of(t->arch));
	buf_printf(&dir, "arch/%s/Makefile", t->srcarch);
	known = t->srcarch[0] && !strchr(t->srcarch, '/') && path_exists(t->source, dir.s);
	buf_free(&dir);
	if (!known)
		return error_set(err, EINVAL, "%s is configured for %s, and %s has no arch/%s",
				 t->build, t->arch, t->source, t->srcarch);
	return 0;
}

/* The prefix of the compiler's name: "s390x-linux-gnu-" of "s390x-linux-gnu-gcc-12". */
static const char *prefix_of(const char *cc)
{
	const char *gcc = NULL, *p = cc;

	while ((p = strstr(p, "gcc"))) {
		if (p == cc || p[-1] == '-' || p[-1] == '/')
			gcc = p;
		p += 3;
	}
	return gcc ? intern_n(cc, (size_t)(gcc - cc)) : intern("");
}

/* The compiler's name, and what LLVM= stands for all tools of its version. */
static bool is_clang(struct ktree *t, const char *cc, const char *llvm, const char *text)
{
	const char *argv[] = {cc, "--version", NULL};
	struct proc p = {.argv = argv, .limit = 4096};
	struct proc_result r = {};
	struct error none;
	bool is = !proc_run(&p, &r, &none) && !r.status && strcspn(r.out.s, "\n") == strlen(text) &&
		  starts(r.out.s, text);

	proc_result_free(&r);
	if (is) {
		t->cc = intern(cc);
		t->llvm = intern(llvm);
	}
	return is;
}

/* Its version does not say by which name it was called: by its version's, or plainly. */
static int find_clang(struct ktree *t, const struct kconfig *dot, const char *text,
		      struct error *err)
{
	const char *number = kconfig_get(dot, "CLANG_VERSION");
	int major = number ? atoi(number) / 10000 : 0;

	t->cross = intern("");
	if (is_clang(t, intern_f("clang-%d", major), intern_f("-%d", major), text) ||
	    is_clang(t, "clang", "1", text))
		return 0;
	return error_set(err, ESTALE,
			 "%s was configured with %s, which is not in PATH as clang-%d or clang: "
			 "install it",
			 t->build, text, major);
}

/*
 * CC_VERSION_TEXT is the first line of `$(CC) --version`, which begins with the
 * name by which gcc was called.  A directory is lost there: when PATH has no
 * such program, the one that CROSS_COMPILE in the environment names may be it.
 */
static int find_compiler(struct ktree *t, const struct kconfig *dot, struct error *err)
{
	const char *text = kconfig_get(dot, "CC_VERSION_TEXT");
	const char *env = getenv("CROSS_COMPILE"), *name;
	size_t n;
	char *found;

	if (!text || !*text)
		return error_set(err, EINVAL, "%s/.config names no compiler (CC_VERSION_TEXT)",
				 t->build);
	if (kconfig_get(dot, "CC_IS_CLANG"))
		return find_clang(t, dot, text, err);
	name = intern_n(text, strcspn(text, " "));
	t->cross = prefix_of(name);
	t->cc = name;
	found = proc_which(t->cc);
	n = env ? strlen(env) : 0;
	if (!found && n && n > strlen(t->cross) && !strcmp(env + n - strlen(t->cross), t->cross)) {
		t->cc = intern_f("%s%s", env, name + strlen(t->cross));
		t->cross = intern(env);
		found = proc_which(t->cc);
	}
	if (!found)
		return error_set(err, ESTALE,
				 "%s was configured with %s, which is not in PATH: install it "
				 "(Debian: apt-get install gcc%s%.*s)",
				 t->build, name, *t->cross ? "-" : "",
				 *t->cross ? (int)strlen(t->cross) - 1 : 0, t->cross);
	free(found);
	return 0;
}

/* The one line that `cc option` prints, interned. */
static int cc_says(const char *cc, const char *option, const char **line, struct error *err)
{
	const char *argv[] = {cc, option, NULL};
	struct proc p = {.argv = argv, .limit = 4096};
	struct proc_result r = {};
	int ret = proc_run(&p, &r, err);

	if (!ret && !r.status && r.out.s[0] > ' ')
		*line = intern_n(r.out.s, strcspn(r.out.s, " \r\n"));
	else if (!ret)
		ret = error_set(err, ESTALE, "%s does not say its version (%s)", cc, option);
	proc_result_free(&r);
	return ret;
}

static int check_compiler(struct ktree *t, const struct kconfig *dot, struct error *err)
{
	const char *want = kconfig_get(dot, t->llvm ? "CLANG_VERSION" : "GCC_VERSION");
	int major = 0, minor = 0, patch = 0;
	int ret =
		cc_says(t->cc, t->llvm ? "-dumpversion" : "-dumpfullversion", &t->cc_version, err);

	if (!ret)
		ret = cc_says(t->cc, "-dumpmachine", &t->cc_machine, err);
	if (ret)
		return ret;
	if (sscanf(t->cc_version, "%d.%d.%d", &major, &minor, &patch) < 1)
		return error_set(err, ESTALE, "%s says that its version is '%s'", t->cc,
				 t->cc_version);
	/* scripts/cc-version.sh counts like this */
	if (want && atoi(want) != 10000 * major + 100 * minor + patch)
		return error_set(err, ESTALE,
				 "%s was prepared with another %s (%s) than there is now (%s): run "
				 "`make prepare` there again",
				 t->build, t->cc, kconfig_get(dot, "CC_VERSION_TEXT"),
				 t->cc_version);
	t->compiler = t->llvm ? intern_f("clang %s", t->cc_version)
			      : intern_f("gcc %s %s", t->cc_version, t->cc_machine);
	return 0;
}

void ktree_use_copy(struct ktree *t, const char *copy)
{
	t->copy = intern(copy);
}

/* It could go on with the name of another directory beside this one. */
static bool is_of_a_name(char c)
{
	return isalnum((unsigned char)c) || (c && strchr("._-+~@", c));
}

const char *ktree_moved(const struct ktree *t, const char *text)
{
	size_t n = strlen(t->source);
	struct buf out = {};
	const char *moved, *p;

	if (!t->copy)
		return text;
	buf_add(&out, "", 0);
	while ((p = strstr(text, t->source))) {
		buf_add(&out, text, (size_t)(p - text));
		buf_puts(&out, is_of_a_name(p[n]) ? t->source : t->copy);
		text = p + n;
	}
	buf_puts(&out, text);
	moved = intern(out.s);
	buf_free(&out);
	return moved;
}

void ktree_move_words(const struct ktree *t, const char **words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (words[i])
			words[i] = ktree_moved(t, words[i]);
}

uint64_t ktree_key(const char *build, const char *source)
{
	return fnv_string(fnv_string(FNV_START, build), source);
}

/* As a user would type it: "make -C ... O=... ARCH=...". */
static void add_make_line(const struct ktree *t, struct buf *out)
{
	buf_printf(out, "make -C %s", t->source);
	if (!t->in_tree)
		buf_printf(out, " O=%s", t->build);
	buf_printf(out, " ARCH=%s", t->arch);
	if (t->llvm)
		buf_printf(out, " LLVM=%s", t->llvm);
	if (*t->cross)
		buf_printf(out, " CROSS_COMPILE=%s", t->cross);
}

static int not_prepared(const struct ktree *t, const char *why, struct error *err)
{
	struct buf line = {};
	int ret;

	add_make_line(t, &line);
	ret = error_set(err, EAGAIN, "%s is not prepared (%s): run `%s prepare modules_prepare`",
			t->build, why, line.s);
	buf_free(&line);
	return ret;
}

/* What every compile needs, made by `prepare` of each release from 5.10 to 7.x. */
static int check_prepared(struct ktree *t, const struct kconfig *dot, struct error *err)
{
	static const char *const needed[] = {
		"include/config/auto.conf",	 "include/generated/autoconf.h",
		"include/generated/bounds.h",	 "include/generated/asm-offsets.h",
		"include/config/kernel.release",
	};
	struct buf path = {}, why = {};
	int ret = 0;

	for (size_t i = 0; !ret && i < sizeof(needed) / sizeof(needed[0]); i++) {
		if (path_exists(t->build, needed[i]))
			continue;
		buf_printf(&why, "no %s", needed[i]);
		ret = not_prepared(t, why.s, err);
	}
	if (!ret) {
		buf_printf(&path, "%s/include/config/auto.conf", t->build);
		ret = kconfig_read(&t->config, path.s, err);
	}
	/* make would take .config over at the next build: what there is now is not what is asked */
	if (!ret && !kconfig_equal(&t->config, dot))
		ret = not_prepared(t, ".config was changed since", err);
	buf_free(&path);
	buf_free(&why);
	return ret;
}

static int open_tree(struct ktree *t, const char *path, struct error *err)
{
	struct kconfig dot = {};
	struct buf file = {};
	int ret;

	ret = find_source(t, path, err);
	if (ret)
		return ret;
	buf_printf(&file, "%s/.config", t->build);
	ret = kconfig_read(&dot, file.s, err);
	if (!ret)
		ret = find_arch(t, &dot, err);
	if (!ret)
		ret = find_compiler(t, &dot, err);
	if (!ret)
		ret = check_prepared(t, &dot, err);
	if (!ret)
		ret = check_compiler(t, &dot, err);
	if (!ret) {
		t->release = line_after(t->build, "include/config/kernel.release", "");
		if (t->release && !*t->release)
			t->release = NULL;
		t->config_hash = intern_f("%016llx", (unsigned long long)kconfig_hash(&t->config));
	}
	buf_free(&file);
	kconfig_free(&dot);
	return ret;
}

int ktree_open(const char *path, struct ktree **tree, struct error *err)
{
	struct ktree *t = calloc(1, sizeof(*t));
	int ret;

	if (!t)
		die("out of memory");
	ret = open_tree(t, path, err);
	if (ret) {
		ktree_close(t);
		t = NULL;
	}
	*tree = t;
	return ret;
}

void ktree_close(struct ktree *t)
{
	if (t)
		kconfig_free(&t->config);
	free(t);
}

const char *ktree_option(const struct ktree *t, const char *name)
{
	return kconfig_get(&t->config, name);
}

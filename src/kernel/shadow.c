// SPDX-License-Identifier: GPL-2.0-or-later
#include "shadow.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/intern.h"
#include "words.h"

#define COPY_LIMIT ((size_t)64 << 20)

/* The variables of a make around us, and those that change what Kbuild does. */
const char *const shadow_env[] = {"MAKEFLAGS",
				  "MFLAGS",
				  "MAKELEVEL",
				  "MAKEFILES",
				  "MAKEOVERRIDES",
				  "GNUMAKEFLAGS",
				  "O",
				  "V",
				  "W",
				  "C",
				  "M",
				  "CHECK",
				  "LLVM",
				  "CC",
				  "ARCH",
				  "SUBARCH",
				  "CROSS_COMPILE",
				  "KBUILD_OUTPUT",
				  "KCFLAGS",
				  "KAFLAGS",
				  "KCPPFLAGS",
				  "KBUILD_EXTMOD",
				  "KBUILD_VERBOSE",
				  "KBUILD_MODULES",
				  "KBUILD_BUILTIN",
				  "KCONFIG_CONFIG",
				  "sub_make_done",
				  "LC_ALL=C",
				  NULL};

int make_directories(const char *path, struct error *err)
{
	char *copy = strdup(path);
	int ret = 0;

	if (!copy)
		die("out of memory");
	for (char *p = copy + 1; !ret; p++) {
		char c = *p;

		if (c && c != '/')
			continue;
		*p = 0;
		if (mkdir(copy, 0777) < 0 && errno != EEXIST && access(copy, F_OK))
			ret = error_set(err, errno, "cannot make the directory %s: %s", copy,
					strerror(errno));
		*p = c;
		if (!c)
			break;
	}
	free(copy);
	return ret;
}

void remove_directory(const char *path)
{
	char *const argv[] = {(char *)path, NULL};
	FTS *fts = fts_open(argv, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
	FTSENT *e;

	while (fts && (e = fts_read(fts))) {
		if (e->fts_info == FTS_DP)
			rmdir(e->fts_accpath);
		else if (e->fts_info != FTS_D)
			unlink(e->fts_accpath);
	}
	if (fts)
		fts_close(fts);
}

char *temporary_directory(struct error *err)
{
	const char *tmp = getenv("TMPDIR");
	struct buf b = {};

	char *dir;

	buf_printf(&b, "%s/eqslint-XXXXXX", tmp && *tmp == '/' ? tmp : "/tmp");
	/* the real name: make prints it so, and it is looked for in what make prints */
	dir = mkdtemp(b.s) ? realpath(b.s, NULL) : NULL;
	if (!dir)
		error_set(err, errno, "cannot make a temporary directory %s: %s", b.s,
			  strerror(errno));
	buf_free(&b);
	return dir;
}

static int copy_file(const char *from, const char *to, struct error *err)
{
	struct buf b = {};
	int ret = buf_read_file(&b, from, COPY_LIMIT, err);

	if (!ret)
		ret = buf_write_file(&b, to, err);
	buf_free(&b);
	return ret;
}

static int add_link(const char *to, const char *at, struct error *err)
{
	if (symlink(to, at) < 0 && errno != EEXIST)
		return error_set(err, errno, "cannot link %s: %s", at, strerror(errno));
	return 0;
}

/* Copies the file BUILD/name into the shadow when it is there. */
static int copy_in(struct shadow *s, const char *name, struct error *err)
{
	const char *from = intern_f("%s/%s", s->tree->build, name);

	if (access(from, F_OK))
		return 0;
	return copy_file(from, intern_f("%s/%s", s->dir, name), err);
}

/* Copies the directory BUILD/name with all files in it. */
static int copy_tree(struct shadow *s, const char *name, struct error *err)
{
	const char *top = intern_f("%s/%s", s->tree->build, name);
	char *const argv[] = {(char *)top, NULL};
	FTS *fts = fts_open(argv, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
	FTSENT *e;
	int ret = 0;

	while (fts && !ret && (e = fts_read(fts))) {
		const char *to = intern_f("%s/%s%s", s->dir, name, e->fts_path + strlen(top));

		if (e->fts_info == FTS_D)
			ret = make_directories(to, err);
		else if (e->fts_info == FTS_F)
			ret = copy_file(e->fts_accpath, to, err);
	}
	if (fts)
		fts_close(fts);
	return ret;
}

/* True for what a directory of links leaves out: results of builds. */
static bool is_product(const char *name)
{
	size_t n = strlen(name);

	return name[0] == '.' || (n > 2 && name[n - 2] == '.' && strchr("aos", name[n - 1]));
}

/* Links every entry of the real directory `from` into `to`, but those in `not`. */
static int link_entries(const char *from, const char *to, const char *const * not,
			struct error *err)
{
	DIR *d = opendir(from);
	struct dirent *e;
	int ret = 0;

	if (!d)
		return error_set(err, errno, "cannot read %s: %s", from, strerror(errno));
	while (!ret && (e = readdir(d))) {
		const char *const *p = not ;

		while (*p && strcmp(*p, e->d_name))
			p++;
		if (!*p && !is_product(e->d_name))
			ret = add_link(intern_f("%s/%s", from, e->d_name),
				       intern_f("%s/%s", to, e->d_name), err);
	}
	closedir(d);
	return ret;
}

/* A tree that is built in place: its directories by link, what make may remake by copy. */
static int fill_in_tree(struct shadow *s, struct error *err)
{
	static const char *const top[] = {".config", "include", NULL};
	static const char *const include[] = {"config", "generated", NULL};
	const char *build = ktree_moved(s->tree, s->tree->build);
	int ret = link_entries(build, s->dir, top, err);

	if (!ret)
		ret = link_entries(intern_f("%s/include", build), intern_f("%s/include", s->dir),
				   include, err);
	return ret;
}

/* What is not linked file by file: all of it is, or a part is copied, or none is looked at. */
static bool is_other(const char *name)
{
	static const char *const names[] = {"include", "scripts", "source", NULL};

	for (const char *const *p = names; *p; p++)
		if (!strcmp(*p, name))
			return true;
	return name[0] == '.';
}

/*
 * Files that the build has made already and that are no objects, by link:
 * without vdso2c in arch/x86/tools there is no rule for what it makes, and
 * without tools/objtool/objtool none for a 5.10 object.
 */
static int link_made(struct shadow *s, struct error *err)
{
	const char *build = s->tree->build;
	char *const argv[] = {(char *)build, NULL};
	FTS *fts = fts_open(argv, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
	FTSENT *e;
	int ret = 0;

	while (fts && !ret && (e = fts_read(fts))) {
		const char *to = intern_f("%s%s", s->dir, e->fts_path + strlen(build));

		if (e->fts_info == FTS_D && e->fts_level == 1 && is_other(e->fts_name))
			fts_set(fts, e, FTS_SKIP);
		else if (e->fts_info == FTS_D && e->fts_level > 2 &&
			 !strcmp(e->fts_name, "include"))
			fts_set(fts, e, FTS_SKIP);
		else if (e->fts_info == FTS_D)
			ret = make_directories(to, err);
		else if (e->fts_info == FTS_F && e->fts_level > 1 && !is_product(e->fts_name))
			ret = add_link(e->fts_path, to, err);
	}
	if (fts)
		fts_close(fts);
	return ret;
}

/* An O= tree: what prepare made, by link where make -n does not write. */
static int fill_separate(struct shadow *s, struct error *err)
{
	const struct ktree *t = s->tree;
	const char *arch = intern_f("arch/%s/include", t->srcarch);
	int ret = add_link(intern_f("%s/scripts", t->build), intern_f("%s/scripts", s->dir), err);

	if (!ret)
		ret = make_directories(intern_f("%s/%s", s->dir, arch), err);
	if (!ret)
		ret = add_link(intern_f("%s/%s/generated", t->build, arch),
			       intern_f("%s/%s/generated", s->dir, arch), err);
	/* the makefiles of objtool and others stop when their directory is not there */
	if (!ret)
		ret = make_directories(intern_f("%s/tools", s->dir), err);
	if (!ret)
		ret = link_made(s, err);
	return ret;
}

/*
 * auto.conf is newer than .config and its list of dependencies is empty: so
 * make has no cause to remake it.
 */
static int fill_config(struct shadow *s, struct error *err)
{
	const char *dot = intern_f("%s/.config", s->dir);
	const struct timespec old[2] = {{.tv_sec = 1}, {.tv_sec = 1}};
	struct buf none = {};
	int ret = copy_in(s, ".config", err);

	if (!ret && utimensat(AT_FDCWD, dot, old, 0) < 0)
		ret = error_set(err, errno, "%s: %s", dot, strerror(errno));
	if (!ret)
		ret = copy_in(s, "include/config/auto.conf", err);
	if (!ret)
		ret = copy_in(s, "include/config/kernel.release", err);
	if (!ret)
		ret = copy_tree(s, "include/generated", err);
	buf_add(&none, "", 0);
	if (!ret)
		ret = buf_write_file(&none, intern_f("%s/include/config/auto.conf.cmd", s->dir),
				     err);
	buf_free(&none);
	return ret;
}

int shadow_make(struct shadow *s, const struct ktree *tree, struct error *err)
{
	int ret;

	memset(s, 0, sizeof(*s));
	s->tree = tree;
	s->dir = temporary_directory(err);
	if (!s->dir)
		return -EIO;
	ret = make_directories(intern_f("%s/include/config", s->dir), err);
	if (!ret)
		ret = tree->in_tree ? fill_in_tree(s, err) : fill_separate(s, err);
	if (!ret)
		ret = fill_config(s, err);
	if (ret)
		shadow_remove(s);
	return ret;
}

void shadow_remove(struct shadow *s)
{
	if (s->dir)
		remove_directory(s->dir);
	free(s->dir);
	s->dir = NULL;
}

int shadow_open_dir(struct shadow *s, const char *dir, struct error *err)
{
	static const char *const none[] = {NULL};
	const char *build = ktree_moved(s->tree, s->tree->build);
	int ret = 0;

	for (const char *p = dir; !ret; p++) {
		const char *part, *here;
		struct stat st;

		p += strcspn(p, "/");
		part = intern_n(dir, (size_t)(p - dir));
		here = intern_f("%s/%s", s->dir, part);
		if (!lstat(here, &st) && S_ISLNK(st.st_mode)) {
			unlink(here);
			ret = make_directories(here, err);
			if (!ret)
				ret = link_entries(intern_f("%s/%s", build, part), here, none, err);
		} else {
			ret = make_directories(here, err);
		}
		if (!*p)
			break;
	}
	return ret;
}

// SPDX-License-Identifier: GPL-2.0-or-later
#include "cachefile.h"

#include <dirent.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/intern.h"
#include "fnv.h"
#include "shadow.h"
#include "tree.h"

/* No file of the cache comes near it: facts of one unit, names of one tree's files. */
#define LIMIT ((size_t)256 << 20)

#define SUM_DIGITS 16

#define TREE_KIND "eqslint-tree 1"

/* A file of ours that no other user can have written. */
static bool is_ours(const char *path)
{
	struct stat st;

	return !lstat(path, &st) && S_ISREG(st.st_mode) && st.st_uid == geteuid() &&
	       !(st.st_mode & (S_IWGRP | S_IWOTH));
}

/* "KIND CHECKSUM\n" */
static void head(struct buf *out, const char *kind, const char *body, size_t n)
{
	buf_printf(out, "%s %0*" PRIx64 "\n", kind, SUM_DIGITS, fnv_words(FNV_START, body, n));
}

bool cachefile_read(const char *path, const char *kind, struct buf *body)
{
	size_t skip = strlen(kind) + SUM_DIGITS + 2;
	struct buf text = {}, want = {};
	bool good;

	good = is_ours(path) && !buf_read_file(&text, path, LIMIT, NULL) && text.n >= skip;
	if (good) {
		head(&want, kind, text.s + skip, text.n - skip);
		good = !memcmp(want.s, text.s, skip);
	}
	if (good)
		buf_add(body, text.s + skip, text.n - skip);
	buf_free(&text);
	buf_free(&want);
	return good;
}

int cachefile_write(const char *path, const char *kind, const struct buf *body, struct error *err)
{
	const char *slash = strrchr(path, '/');
	struct buf file = {};
	int ret = make_directories(intern_n(path, (size_t)(slash - path)), err);

	if (ret)
		return ret;
	head(&file, kind, body->s, body->n);
	buf_add(&file, body->s, body->n);
	ret = buf_write_file(&file, path, err);
	buf_free(&file);
	return ret;
}

/* ---- a directory for each tree ---- */

/* Removes what was kept of object trees that are no longer there. */
static void sweep(const char *all)
{
	DIR *d = opendir(all);
	struct dirent *e;

	while (d && (e = readdir(d))) {
		const char *dir = intern_f("%s/%s", all, e->d_name);
		struct buf build = {};

		if (cachefile_read(intern_f("%s/tree", dir), TREE_KIND, &build) && build.n &&
		    access(build.s, F_OK))
			remove_directory(dir);
		buf_free(&build);
	}
	if (d)
		closedir(d);
}

int cachefile_tree(const char *cache, const char *what, const char *build, const char *source,
		   const char **dir, struct error *err)
{
	const char *all = intern_f("%s/%s", cache, what), *name;
	struct buf text = {};
	int ret;

	*dir = intern_f("%s/%016" PRIx64, all, ktree_key(build, source));
	name = intern_f("%s/tree", *dir);
	if (!access(name, F_OK))
		return 0;
	sweep(all);
	buf_puts(&text, build);
	ret = cachefile_write(name, TREE_KIND, &text, err);
	buf_free(&text);
	return ret;
}

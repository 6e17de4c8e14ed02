// SPDX-License-Identifier: GPL-2.0-or-later
#include "dirs.h"

#include <errno.h>
#include <fts.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/intern.h"

/* The path relative to the source, normal; or NULL and the sentence. */
static const char *known_path(const struct ktree *t, const char *path, struct error *err)
{
	const char *p = path_normal(path);
	const char *below = path_below(p, t->source);

	if (!*path) {
		error_set(err, EINVAL, "an empty PATH; `.` is the whole tree");
		return NULL;
	}
	if (below)
		p = intern(below);
	else if (p[0] == '/' && strcmp(p, t->source))
		p = NULL;
	if (p && (p[0] == '/' || path_exists(t->source, p) || path_exists(t->build, p)) &&
	    strncmp(p, "..", 2))
		return p[0] == '/' ? intern(".") : p;
	error_set(err, ENOENT,
		  "%s: no such file or directory in %s; PATH is relative to that source tree", path,
		  t->source);
	return NULL;
}

const char *kpath_of(const struct ktree *t, const char *path)
{
	struct error unsaid;

	return known_path(t, path, &unsaid);
}

static void add_word(struct word_vec *words, const char *w)
{
	for (size_t i = 0; i < words->n; i++)
		if (words->v[i] == w)
			return;
	vec_push(words, w);
}

static bool is_nested(const struct word_vec *dirs, const char *dir)
{
	for (size_t i = 0; i < dirs->n; i++)
		if (path_below(dir, dirs->v[i]) || (!strcmp(dirs->v[i], ".") && strcmp(dir, ".")))
			return true;
	return false;
}

/*
 * A directory below another one of the list goes: make descends to it anyway,
 * and 5.10's leaves out the files beside it when both are asked for.
 */
static void drop_nested(struct word_vec *dirs)
{
	struct word_vec kept = {};

	for (size_t i = 0; i < dirs->n; i++)
		if (!is_nested(dirs, dirs->v[i]))
			vec_push(&kept, dirs->v[i]);
	vec_free(dirs);
	*dirs = kept;
}

static bool has_makefile(const struct ktree *t, const char *dir)
{
	const char *d = intern_f("%s/%s", t->source, dir);

	return path_exists(d, "Makefile") || path_exists(d, "Kbuild");
}

static bool mentions(const char *makefile, const char *dir)
{
	struct buf text = {};
	bool found;

	found = !buf_read_file(&text, makefile, (size_t)4 << 20, NULL) && strstr(text.s, dir);
	buf_free(&text);
	return found;
}

/*
 * Directories of the architecture whose makefiles name dir: virt/kvm has no
 * makefile of its own kind, and is built by arch/X/kvm as ../../../virt/kvm.
 */
static void add_mentioning(const struct ktree *t, const char *dir, struct word_vec *dirs)
{
	const char *top = intern_f("%s/arch/%s", t->source, t->srcarch);
	char *const argv[] = {(char *)top, NULL};
	FTS *fts = fts_open(argv, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
	FTSENT *e;

	while (fts && (e = fts_read(fts))) {
		if (e->fts_info != FTS_F ||
		    (strcmp(e->fts_name, "Makefile") && strcmp(e->fts_name, "Kbuild")))
			continue;
		if (mentions(e->fts_accpath, dir))
			add_word(dirs, path_normal(path_below(
					       intern_n(e->fts_path, (size_t)e->fts_pathlen -
									     e->fts_namelen - 1),
					       t->source)));
	}
	if (fts)
		fts_close(fts);
}

static void add_directories(const struct ktree *t, const char *path, struct word_vec *dirs)
{
	const char *dir = path;

	while (strcmp(dir, ".") && !has_makefile(t, dir))
		dir = path_directory(dir);
	add_word(dirs, dir);
	/* of a file the directory, when that has no makefile */
	if (dir != path && dir != path_directory(path))
		add_mentioning(t,
			       has_makefile(t, path_directory(path)) ? path : path_directory(path),
			       dirs);
	if (dir != path && access(intern_f("%s/%s/.", t->source, path), F_OK) == 0)
		add_mentioning(t, path, dirs);
}

static int compare_words(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

int kdirs_find(const struct ktree *t, const char *const *paths, size_t npaths,
	       struct word_vec *known, struct word_vec *dirs, struct error *err)
{
	for (size_t i = 0; i < npaths; i++) {
		const char *p = known_path(t, paths[i], err);

		if (!p)
			return *paths[i] ? -ENOENT : -EINVAL;
		vec_push(known, p);
		add_directories(t, p, dirs);
	}
	drop_nested(dirs);
	if (dirs->n)
		qsort(dirs->v, dirs->n, sizeof(dirs->v[0]), compare_words);
	return 0;
}

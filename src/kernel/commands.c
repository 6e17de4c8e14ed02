// SPDX-License-Identifier: GPL-2.0-or-later
#include "commands.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/intern.h"
#include "base/proc.h"
#include "base/str.h"
#include "cmdcache.h"
#include "dirs.h"
#include "makelog.h"
#include "shadow.h"

/* A word that changes no code: a tree that is built in place has its objects in
 * the shadow too, and a changed KCFLAGS is what makes all of them out of date. */
#define MARK "-DEQSLINT_LIST"

static void free_units(struct kunit_vec *units)
{
	struct kunit *u;

	vec_for_each (u, units)
		free((void *)u->argv);
	vec_free(units);
}

void kcommands_free(struct kcommands *c)
{
	free_units(&c->units);
	free_units(&c->assembly);
	vec_free(&c->headers);
	vec_free(&c->missing);
	vec_free(&c->empty);
	c->from_cache = false;
}

const char *cache_directory(const char *option)
{
	const char *s = option ? option : getenv("EQSLINT_CACHE");

	if (s && !strcmp(s, "none"))
		return NULL;
	if (s && *s)
		return intern(s);
	s = getenv("XDG_CACHE_HOME");
	if (s && *s == '/')
		return intern_f("%s/eqslint", s);
	s = getenv("HOME");
	return s && *s ? intern_f("%s/.cache/eqslint", s) : NULL;
}

/* ---- running make ---- */

static int make_failed(const struct proc_result *r, struct error *err)
{
	const char *s = strstr(r->err.s, "***");

	s = s ? s + strspn(s, "* ") : r->err.s;
	return error_set(err, EIO, "make -n fails in this tree: %.*s", (int)strcspn(s, "\n"),
			 *s ? s : "it says nothing");
}

static void replace(struct buf *out, const char *s, const char *from, const char *to)
{
	const char *p;

	buf_add(out, "", 0);
	for (; (p = strstr(s, from)); s = p + strlen(from)) {
		buf_add(out, s, (size_t)(p - s));
		buf_puts(out, to);
	}
	buf_puts(out, s);
}

static void make_arguments(const struct ktree *t, const struct shadow *s,
			   const struct word_vec *dirs, struct word_vec *argv)
{
	static const char *const first[] = {"make", "-n", "-s", "-k", "--no-print-directory", "-C"};

	for (size_t i = 0; i < sizeof(first) / sizeof(first[0]); i++)
		vec_push(argv, first[i]);
	vec_push(argv, t->in_tree ? s->dir : t->source);
	if (!t->in_tree)
		vec_push(argv, intern_f("O=%s", s->dir));
	vec_push(argv, intern_f("ARCH=%s", t->arch));
	vec_push(argv,
		 t->llvm ? intern_f("LLVM=%s", t->llvm) : intern_f("CROSS_COMPILE=%s", t->cross));
	if (!t->llvm && t->cc != intern_f("%sgcc", t->cross))
		vec_push(argv, intern_f("CC=%s", t->cc));
	/* without it a directory's modules are left out */
	vec_push(argv, "KBUILD_MODULES=1");
	/* the flags that the top Makefile gives to the make of tools/, in place of ours: without -n
	 * that one builds objtool */
	vec_push(argv, "tools_silent=n");
	vec_push(argv, "C=2");
	vec_push(argv, "CHECK=" MAKELOG_CHECK);
	if (t->in_tree) {
		vec_push(argv, "KCFLAGS=" MARK);
		vec_push(argv, "KAFLAGS=" MARK);
	}
	for (size_t i = 0; i < dirs->n; i++)
		if (strcmp(dirs->v[i], "."))
			vec_push(argv, intern_f("%s/", dirs->v[i]));
	vec_push(argv, NULL);
}

static int run_make(const struct ktree *t, const struct word_vec *dirs, struct kcommands *c,
		    struct error *err)
{
	struct word_vec argv = {};
	struct proc_result r = {};
	struct buf log = {};
	struct shadow s;
	struct proc p = {.env = shadow_env, .limit = (size_t)1 << 30};
	int ret;

	ret = shadow_make(&s, t, err);
	if (ret)
		return ret;
	make_arguments(t, &s, dirs, &argv);
	p.argv = argv.v;
	ret = proc_run(&p, &r, err);
	if (!ret && r.status)
		makelog_read_errors(r.err.s, c);
	if (!ret && r.status)
		c->not_linked = makelog_failed_link(r.err.s, t);
	if (!ret && r.status && !c->missing.n && !c->not_linked)
		ret = make_failed(&r, err);
	if (!ret) {
		replace(&log, r.out.s, s.dir, t->build);
		makelog_read(log.s, t, c);
	}
	shadow_remove(&s);
	proc_result_free(&r);
	buf_free(&log);
	vec_free(&argv);
	return ret;
}

/* ---- what belongs to the paths ---- */

static int by_object(const void *a, const void *b)
{
	const struct kunit *x = a, *y = b;
	int order = strcmp(x->object, y->object);

	return order ? order : strcmp(x->target, y->target);
}

/* Sorts, and drops the marks and the second of two commands for one object. */
static void tidy_units(struct kunit_vec *units)
{
	size_t n = 0;

	if (units->n)
		qsort(units->v, units->n, sizeof(struct kunit), by_object);
	for (size_t i = 0; i < units->n; i++) {
		struct kunit u = units->v[i];
		const char **argv = (const char **)u.argv;
		size_t k = 0;

		if (n && units->v[n - 1].object == u.object) {
			free(argv);
			continue;
		}
		for (size_t a = 0; a < u.argc; a++)
			if (strcmp(argv[a], MARK))
				argv[k++] = argv[a];
		argv[k] = NULL;
		u.argc = k;
		units->v[n++] = u;
	}
	units->n = n;
}

/* Files that make runs the compiler for, but that are no part of the kernel. */
static bool is_of_the_build(const char *object)
{
	return path_below(object, "scripts") || path_below(object, "tools");
}

static bool is_under(const char *name, const char *path)
{
	return !strcmp(path, ".") || !strcmp(name, path) || path_below(name, path);
}

bool kunit_is_under(const struct kunit *u, const char *path)
{
	return (is_under(u->target, path) || is_under(u->source, path)) &&
	       (!is_of_the_build(u->object) || is_of_the_build(path));
}

/* The word of the command that says which module the object belongs to; "": none does. */
static const char *module_of(const struct kunit *u)
{
	for (size_t i = 0; i < u->argc; i++)
		if (starts(u->argv[i], "-DKBUILD_MODNAME="))
			return u->argv[i];
	return "";
}

bool kunit_is_linked_with(const struct kunit *a, const struct kunit *b)
{
	return !strcmp(module_of(a), module_of(b));
}

bool kunit_has_source(const struct kunit *u, const struct ktree *t)
{
	return path_exists(t->source, u->source) || path_exists(t->build, u->source);
}

static bool is_wanted(const struct kunit *u, const struct word_vec *paths)
{
	for (size_t i = 0; i < paths->n; i++)
		if (kunit_is_under(u, paths->v[i]))
			return true;
	return false;
}

static void keep_wanted(struct kunit_vec *units, const struct word_vec *paths)
{
	size_t n = 0;

	for (size_t i = 0; i < units->n; i++) {
		if (is_wanted(&units->v[i], paths))
			units->v[n++] = units->v[i];
		else
			free((void *)units->v[i].argv);
	}
	units->n = n;
}

/* True for the object that path names, or its source, or a directory around it. */
static bool is_object_of(const char *object, const char *path)
{
	const char *dot = strrchr(path, '.');

	if (is_under(object, path))
		return true;
	return dot && strlen(object) == (size_t)(dot - path) + 2 &&
	       !strncmp(object, path, (size_t)(dot - path)) && !strcmp(object + (dot - path), ".o");
}

/*
 * What is linked at the top, as vmlinux.o, has no unit behind it that is not
 * known by itself; nor has an object without a rule outside of the paths.
 */
static void drop_links(struct kmissing_vec *missing, const struct word_vec *paths)
{
	size_t n = 0;

	for (size_t i = 0; i < missing->n; i++) {
		struct kmissing m = missing->v[i];
		bool keep = m.file != m.needed_by;

		for (size_t k = 0; !keep && k < paths->n; k++)
			keep = is_object_of(m.file, paths->v[k]);
		if (keep && strchr(m.needed_by, '/'))
			missing->v[n++] = m;
	}
	missing->n = n;
}

static bool is_empty(const struct kcommands *c, const char *path)
{
	for (size_t i = 0; i < c->units.n; i++)
		if (kunit_is_under(&c->units.v[i], path))
			return false;
	for (size_t i = 0; i < c->assembly.n; i++)
		if (kunit_is_under(&c->assembly.v[i], path))
			return false;
	for (size_t i = 0; i < c->missing.n; i++)
		if (is_object_of(c->missing.v[i].needed_by, path))
			return false;
	return true;
}

/* The headers that the directories' own makefiles make, each once. */
static void keep_headers(struct kheader_vec *headers, const struct word_vec *dirs)
{
	size_t n = 0;

	for (size_t i = 0; i < headers->n; i++) {
		struct kheader h = headers->v[i];
		bool keep = false, twice = false;

		for (size_t k = 0; k < dirs->n; k++)
			keep = keep || is_under(h.path, dirs->v[k]);
		for (size_t k = 0; k < n; k++)
			twice = twice || headers->v[k].path == h.path;
		if (keep && !twice)
			headers->v[n++] = h;
	}
	headers->n = n;
}

static int load(const struct ktree *t, const struct word_vec *dirs, const char *cache,
		struct kcommands *c, struct error *err)
{
	uint64_t key = cmdcache_key(t, dirs), state = cache ? cmdcache_state(t, dirs) : 0;
	int ret;

	if (cache && cmdcache_read(cache, key, state, c))
		return 0;
	ret = run_make(t, dirs, c, err);
	if (ret)
		return ret;
	/* what the directories' makes show of the rest of the build is of no use */
	keep_headers(&c->headers, dirs);
	tidy_units(&c->units);
	tidy_units(&c->assembly);
	keep_wanted(&c->units, dirs);
	keep_wanted(&c->assembly, dirs);
	if (cache)
		cmdcache_write(cache, key, state, c);
	return 0;
}

int kcommands_load(const struct ktree *t, const char *const *paths, size_t npaths,
		   const char *cache, struct kcommands *c, struct error *err)
{
	struct word_vec known = {}, dirs = {};
	int ret;

	memset(c, 0, sizeof(*c));
	ret = kdirs_find(t, paths, npaths, &known, &dirs, err);
	if (!ret && dirs.n)
		ret = load(t, &dirs, cache, c, err);
	if (!ret) {
		keep_wanted(&c->units, &known);
		keep_wanted(&c->assembly, &known);
		drop_links(&c->missing, &known);
		for (size_t i = 0; i < npaths; i++)
			if (is_empty(c, known.v[i]))
				vec_push(&c->empty, intern(paths[i]));
	} else {
		kcommands_free(c);
	}
	vec_free(&known);
	vec_free(&dirs);
	return ret;
}

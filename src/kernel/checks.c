// SPDX-License-Identifier: GPL-2.0-or-later
#include "checks.h"

#include <dirent.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/intern.h"
#include "base/map.h"
#include "base/str.h"
#include "cachefile.h"
#include "facts/facts.h"
#include "fnv.h"
#include "words.h"

#define KIND "eqslint-check 1"

/* Behind the object's name: then the list of files, and the facts. */
struct entry {
	uint64_t made_by;
	int64_t sec, nsec;
	uint64_t reads; /* bytes of the list */
};

struct checks {
	const char *dir; /* NULL: no cache */
	const char *build;
	uint64_t made_by;
	struct arena arena;
	struct map times; /* (name, 0) -> struct timespec: when it was changed */
};

uint64_t checks_made_by(const char *config_hash, const char *asked)
{
	const uint64_t version = FACTS_VERSION;

	return fnv_string(fnv_string(fnv_add(FNV_START, &version, sizeof(version)),
				     config_hash ? config_hash : ""),
			  asked);
}

#define OUTSIDE "m" /* how the files of modules begin: they are looked for without a name */

static const char *entry_path(const char *dir, const char *object)
{
	return intern_f("%s/%s%016" PRIx64, dir, *object == '/' ? OUTSIDE : "",
			fnv_string(FNV_START, object));
}

int checks_keep(const char *cache, const struct check_left *left, const struct buf *reads,
		const struct buf *facts, struct error *err)
{
	const struct entry e = {
		.made_by = left->made_by,
		.sec = left->since.tv_sec,
		.nsec = left->since.tv_nsec,
		.reads = reads->n,
	};
	struct buf body = {};
	const char *dir;
	int ret = cachefile_tree(cache, "checks", left->build, left->source, &dir, err);

	buf_add(&body, left->object, strlen(left->object) + 1);
	buf_add(&body, &e, sizeof(e));
	buf_add(&body, reads->s, reads->n);
	buf_add(&body, facts->s, facts->n);
	if (!ret)
		ret = cachefile_write(entry_path(dir, left->object), KIND, &body, err);
	buf_free(&body);
	return ret;
}

struct checks *checks_open(const char *cache, const struct ktree *tree, uint64_t made_by)
{
	struct checks *c = calloc(1, sizeof(*c));
	struct error err;

	if (!c)
		die("out of memory");
	c->build = tree->build;
	c->made_by = made_by;
	arena_init(&c->arena);
	if (cache && cachefile_tree(cache, "checks", tree->build, tree->source, &c->dir, &err))
		c->dir = NULL;
	return c;
}

void checks_close(struct checks *c)
{
	map_free(&c->times);
	arena_free(&c->arena);
	free(c);
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

void checks_outside(const struct checks *c, struct word_vec *objects)
{
	DIR *d = c->dir ? opendir(c->dir) : NULL;
	const struct dirent *e;

	while (d && (e = readdir(d))) {
		struct buf body = {};

		if (starts(e->d_name, OUTSIDE) &&
		    cachefile_read(intern_f("%s/%s", c->dir, e->d_name), KIND, &body) &&
		    memchr(body.s, 0, body.n) && *body.s == '/')
			vec_push(objects, intern(body.s));
		buf_free(&body);
	}
	if (d)
		closedir(d);
	if (objects->n)
		qsort(objects->v, objects->n, sizeof(*objects->v), by_name);
}

/* When the file was changed; one that is gone was changed at the end of time. */
static const struct timespec *changed(struct checks *c, const char *file)
{
	struct timespec *t = map_get(&c->times, file, 0);
	struct stat st;

	if (t)
		return t;
	t = arena_new(&c->arena, struct timespec);
	t->tv_sec = INT64_MAX;
	if (!stat(*file == '/' ? file : intern_f("%s/%s", c->build, file), &st))
		*t = st.st_mtim;
	map_put(&c->times, file, 0, t);
	return t;
}

/* The first of the list that was changed since; NULL: none was. */
static const char *newer(struct checks *c, const struct entry *e, const char *list)
{
	for (const char *p = list; p < list + e->reads;) {
		size_t n = strcspn(p, "\n");
		const char *file = intern_n(p, n);
		const struct timespec *t = n ? changed(c, file) : NULL;

		if (t && (t->tv_sec > e->sec || (t->tv_sec == e->sec && t->tv_nsec > e->nsec)))
			return file;
		p += n + 1;
	}
	return NULL;
}

/* The name of the file without the directories that it is in here. */
static const char *shown(const struct checks *c, const char *file)
{
	const char *below = path_below(path_normal(file), c->build);

	return below ? below : file;
}

/* body is whole, since its checksum is right, but maybe another object's or of another time. */
static bool take(struct checks *c, const struct buf *body, const char *object, struct buf *facts,
		 const char **why)
{
	size_t skip = strlen(object) + 1;
	const char *file;
	struct entry e;

	*why = intern("no check left facts of it");
	if (body->n < skip + sizeof(e) || memcmp(body->s, object, skip))
		return false;
	memcpy(&e, body->s + skip, sizeof(e));
	skip += sizeof(e);
	if (e.reads > body->n - skip)
		return false;
	if (e.made_by != c->made_by) {
		*why = intern("it was checked with another configuration or other rules");
		return false;
	}
	file = newer(c, &e, body->s + skip);
	if (file) {
		*why = intern_f("%s was changed since its check", shown(c, file));
		return false;
	}
	skip += e.reads;
	buf_add(facts, body->s + skip, body->n - skip);
	return true;
}

bool checks_read(struct checks *c, const char *object, struct buf *facts, const char **why)
{
	struct buf body = {};
	bool good;

	if (c->dir)
		cachefile_read(entry_path(c->dir, object), KIND, &body);
	good = take(c, &body, object, facts, why);
	buf_free(&body);
	return good;
}

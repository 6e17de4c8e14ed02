// SPDX-License-Identifier: GPL-2.0-or-later
#include "factcache.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/intern.h"
#include "cachefile.h"
#include "files.h"
#include "fnv.h"

#define KIND "eqslint-kept-facts 1"

struct factcache {
	const char *dir; /* of this tree; NULL: no cache */
	bool is_read_only;
	struct kfiles *files;
	struct error err;
	int ret; /* the first thing that went wrong */
};

/* In front of an entry's facts: then the numbers of the files, n of them. */
struct entry {
	uint64_t made_by;
	uint64_t made_of; /* a hash of what was in the files */
	uint64_t n;
};

static void fail(struct factcache *fc, int ret, const struct error *err)
{
	if (!ret || fc->ret)
		return;
	fc->ret = ret;
	fc->err = *err;
}

struct factcache *factcache_open(const char *cache, const struct ktree *t, struct kfiles *files)
{
	struct factcache *fc = calloc(1, sizeof(*fc));
	struct error err;

	if (!fc)
		die("out of memory");
	fc->files = files;
	if (!cache)
		return fc;
	/* what is made of a copy is good for nobody else */
	fc->is_read_only = t->copy;
	if (fc->is_read_only)
		fc->dir = intern_f("%s/facts/%016" PRIx64, cache, ktree_key(t->build, t->source));
	else
		fail(fc, cachefile_tree(cache, "facts", t->build, t->source, &fc->dir, &err), &err);
	return fc;
}

static const char *entry_path(const struct factcache *fc, const char *object)
{
	return intern_f("%s/%016" PRIx64, fc->dir, fnv_string(FNV_START, object));
}

static uint64_t contents(struct factcache *fc, const uint64_t *ids, size_t n)
{
	uint64_t h = FNV_START, one;

	for (size_t i = 0; i < n; i++) {
		one = kfiles_hash(fc->files, ids[i]);
		h = fnv_words(h, &one, sizeof(one));
	}
	return h;
}

/* The entry of bytes that are whole, since their checksum is right, but maybe another object's. */
static bool take(struct factcache *fc, const struct buf *body, const char *object, uint64_t made_by,
		 struct buf *facts)
{
	size_t name = strlen(object) + 1, skip;
	struct entry e;
	uint64_t *ids;
	bool good;

	if (body->n < name + sizeof(e) || memcmp(body->s, object, name))
		return false;
	memcpy(&e, body->s + name, sizeof(e));
	if (e.made_by != made_by || e.n > (body->n - name - sizeof(e)) / sizeof(*ids))
		return false;
	ids = malloc(e.n * sizeof(*ids) + 1);
	if (!ids)
		die("out of memory");
	memcpy(ids, body->s + name + sizeof(e), e.n * sizeof(*ids));
	good = contents(fc, ids, e.n) == e.made_of;
	free(ids);
	skip = name + sizeof(e) + e.n * sizeof(*ids);
	if (good)
		buf_add(facts, body->s + skip, body->n - skip);
	return good;
}

bool factcache_read(struct factcache *fc, const char *object, uint64_t made_by, struct buf *facts)
{
	struct buf body = {};
	bool good;

	good = fc->dir && cachefile_read(entry_path(fc, object), KIND, &body) && body.n &&
	       take(fc, &body, object, made_by, facts);
	buf_free(&body);
	return good;
}

void factcache_write(struct factcache *fc, const char *object, uint64_t made_by,
		     const struct buf *files, int64_t since, const struct buf *facts)
{
	VEC(uint64_t) ids = {};
	struct buf body = {};
	struct entry e = {.made_by = made_by};
	struct error err;
	bool good = fc->dir && !fc->is_read_only && !fc->ret && files->n;

	for (const char *p = files->s; good && *p; p += strspn(p, "\n")) {
		size_t n = strcspn(p, "\n");
		uint64_t id = kfiles_id(fc->files, intern_n(p, n));

		good = id && kfiles_unchanged(fc->files, id, since);
		vec_push(&ids, id);
		p += n;
	}
	if (good) {
		e.n = ids.n;
		e.made_of = contents(fc, ids.v, ids.n);
		buf_add(&body, object, strlen(object) + 1);
		buf_add(&body, &e, sizeof(e));
		buf_add(&body, ids.v, ids.n * sizeof(*ids.v));
		buf_add(&body, facts->s, facts->n);
		fail(fc, cachefile_write(entry_path(fc, object), KIND, &body, &err), &err);
	}
	vec_free(&ids);
	buf_free(&body);
}

void factcache_save(struct factcache *fc)
{
	struct error err;

	if (!fc->ret)
		fail(fc, kfiles_save(fc->files, &err), &err);
}

int factcache_close(struct factcache *fc, struct error *err)
{
	int ret;

	if (!fc)
		return 0;
	if (!fc->ret)
		fail(fc, kfiles_save(fc->files, err), err);
	ret = fc->ret;
	if (ret)
		*err = fc->err;
	free(fc);
	return ret;
}

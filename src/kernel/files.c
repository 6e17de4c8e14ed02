// SPDX-License-Identifier: GPL-2.0-or-later
#include "files.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/intern.h"
#include "base/map.h"
#include "cachefile.h"
#include "fnv.h"
#include "shadow.h"

#define KIND "eqslint-files 1"
#define FILE_LIMIT ((size_t)1 << 30)

/* A file that was written to a moment ago may be written to again in the same tick of its clock. */
#define YOUNG 2

struct kfile {
	const char *path; /* absolute */
	uint64_t id;
	uint64_t stat; /* a hash of what stat() said; 0: not known, or too young to go by */
	uint64_t hash;
	int64_t written; /* seconds */
	bool is_checked; /* in this run */
	bool is_ours;	 /* this run wrote it, and nobody else writes to it */
};

struct kfiles {
	const struct ktree *tree;
	const char *dir, *table; /* the file, and where it lies; NULL: nothing is kept */
	struct arena arena;
	struct map by_id;
	VEC(struct kfile *) all;
	bool is_new;
};

static struct kfile *add(struct kfiles *f, uint64_t id, const char *path)
{
	struct kfile *k = arena_new(&f->arena, struct kfile);

	k->path = path;
	k->id = id;
	map_put(&f->by_id, id, 0, k);
	vec_push(&f->all, k);
	return k;
}

/* Lines of number, stat, hash, path. */
static void parse(struct kfiles *f, char *text)
{
	char *line, *end;

	for (line = text; (end = strchr(line, '\n')); line = end + 1) {
		uint64_t n[3] = {};
		struct kfile *k;
		char *p = line;

		*end = 0;
		for (int i = 0; i < 3; i++)
			n[i] = strtoull(p, &p, 16);
		if (*p != ' ' || !n[0] || map_get(&f->by_id, n[0], 0))
			continue;
		k = add(f, n[0], intern(p + 1));
		k->stat = n[1];
		k->hash = n[2];
	}
}

static void load(struct kfiles *f)
{
	struct buf text = {};

	if (cachefile_read(f->table, KIND, &text) && text.n)
		parse(f, text.s);
	buf_free(&text);
}

struct kfiles *kfiles_open(const char *cache, const struct ktree *t)
{
	struct kfiles *f = calloc(1, sizeof(*f));

	if (!f)
		die("out of memory");
	f->tree = t;
	arena_init(&f->arena);
	if (cache) {
		f->dir = intern_f("%s/files", cache);
		f->table = intern_f("%s/%016" PRIx64, f->dir, ktree_key(t->build, t->source));
		load(f);
	}
	return f;
}

void kfiles_close(struct kfiles *f)
{
	if (!f)
		return;
	map_free(&f->by_id);
	vec_free(&f->all);
	arena_free(&f->arena);
	free(f);
}

uint64_t kfiles_id(struct kfiles *f, const char *path)
{
	const char *full = path[0] == '/' ? intern(path) : intern_f("%s/%s", f->tree->build, path);
	uint64_t id = fnv_string(FNV_START, full);
	struct kfile *k = map_get(&f->by_id, id, 0);

	if (k)
		return k->path == full ? id : 0;
	if (!id || strchr(full, '\n'))
		return 0;
	add(f, id, full);
	return id;
}

static uint64_t look(const char *path, int64_t *written)
{
	struct stat st;
	uint64_t h;

	if (stat(path, &st))
		return 0;
	h = fnv_add(FNV_START, &st.st_dev, sizeof(st.st_dev));
	h = fnv_add(h, &st.st_ino, sizeof(st.st_ino));
	h = fnv_add(h, &st.st_size, sizeof(st.st_size));
	h = fnv_add(h, &st.st_mtim, sizeof(st.st_mtim));
	h = fnv_add(h, &st.st_ctim, sizeof(st.st_ctim));
	*written = st.st_mtim.tv_sec > st.st_ctim.tv_sec ? st.st_mtim.tv_sec : st.st_ctim.tv_sec;
	return h;
}

static uint64_t hash_contents(const char *path)
{
	struct buf text = {};
	uint64_t h = 0;

	if (!buf_read_file(&text, path, FILE_LIMIT, NULL))
		h = fnv_words(FNV_START, text.s, text.n);
	buf_free(&text);
	return h;
}

uint64_t kfiles_hash(struct kfiles *f, uint64_t id)
{
	struct kfile *k = map_get(&f->by_id, id, 0);
	uint64_t now;

	if (!k || k->is_checked)
		return k ? k->hash : 0;
	k->is_checked = true;
	now = look(ktree_moved(f->tree, k->path), &k->written);
	if (now && now == k->stat)
		return k->hash;
	k->hash = now ? hash_contents(ktree_moved(f->tree, k->path)) : 0;
	k->stat = now;
	f->is_new = true;
	return k->hash;
}

bool kfiles_unchanged(struct kfiles *f, uint64_t id, int64_t since)
{
	struct kfile *k = map_get(&f->by_id, id, 0);
	int64_t written;

	if (!k || !kfiles_hash(f, id))
		return false;
	return look(k->path, &written) == k->stat && (k->is_ours || written + YOUNG < since);
}

void kfiles_ours(struct kfiles *f, uint64_t id)
{
	struct kfile *k = map_get(&f->by_id, id, 0);

	if (!k)
		return;
	k->is_checked = false;
	k->is_ours = true;
}

void kfiles_gone(struct kfiles *f, uint64_t id)
{
	struct kfile *k = map_get(&f->by_id, id, 0);

	if (!k)
		return;
	k->is_checked = true;
	k->hash = k->stat = 0;
}

static int write_table(struct kfiles *f, struct error *err)
{
	int64_t now = time(NULL);
	struct kfile **k;
	struct buf out = {};
	int ret;

	buf_add(&out, "", 0);
	vec_for_each (k, &f->all)
		buf_printf(&out, "%016" PRIx64 " %016" PRIx64 " %016" PRIx64 " %s\n", (*k)->id,
			   (*k)->written + YOUNG < now ? (*k)->stat : 0, (*k)->hash, (*k)->path);
	ret = cachefile_write(f->table, KIND, &out, err);
	buf_free(&out);
	return ret;
}

int kfiles_save(struct kfiles *f, struct error *err)
{
	int lock, ret;

	if (!f->table || !f->is_new || f->tree->copy)
		return 0;
	ret = make_directories(f->dir, err);
	if (ret)
		return ret;
	/* another run of the same tree may have added files: one writes after the other */
	lock = open(intern_f("%s.lock", f->table), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
	if (lock >= 0)
		flock(lock, LOCK_EX);
	load(f);
	ret = write_table(f, err);
	if (lock >= 0)
		close(lock);
	f->is_new = f->is_new && ret;
	return ret;
}

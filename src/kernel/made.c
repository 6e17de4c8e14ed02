// SPDX-License-Identifier: GPL-2.0-or-later
#include "made.h"

#include <dirent.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/intern.h"
#include "base/map.h"
#include "base/proc.h"
#include "base/str.h"
#include "cachefile.h"
#include "fnv.h"
#include "shadow.h"
#include "words.h"

#define KIND "eqslint-made-header 1"
#define FILE_LIMIT ((size_t)64 << 20)

struct made {
	const struct ktree *tree;
	struct kfiles *files;
	const char *kept;	/* where they are looked for; temp: there is no cache */
	const char *dir, *temp; /* dir: where they are made */
	bool is_kept;
};

struct made *made_open(const char *cache, const char *temp, const struct ktree *t,
		       struct kfiles *files)
{
	struct made *m = calloc(1, sizeof(*m));

	if (!m)
		die("out of memory");
	m->tree = t;
	m->files = files;
	m->temp = temp;
	m->kept = cache ? intern_f("%s/made/%016" PRIx64, cache, ktree_key(t->build, t->source))
			: temp;
	/* what is made of a copy is nobody else's */
	m->is_kept = cache && !t->copy;
	m->dir = m->is_kept ? m->kept : temp;
	return m;
}

void made_close(struct made *m)
{
	free(m);
}

bool made_is_kept(const struct made *m)
{
	return m->is_kept;
}

static const char *header_path(const struct made *m, const char *header)
{
	return intern_f("%s/include/%s", m->dir, header);
}

static const char *kept_path(const struct made *m, const char *header)
{
	return intern_f("%s/include/%s", m->kept, header);
}

/* ---- what a header was made of ---- */

static const char *record_path(const struct made *m, const struct kheader *h)
{
	return intern_f("%s/%016" PRIx64, m->kept, fnv_string(FNV_START, h->path));
}

static uint64_t made_by(const struct made *m, const struct kheader *h)
{
	return fnv_string(fnv_string(FNV_START, m->tree->config_hash), h->script);
}

/* The words of the text that name files: in the object tree, or absolute and not below `not`. */
static void add_files(const struct made *m, const char *text, const char * not,
		      struct word_vec *files)
{
	static const char between[] = " \t\n;\"'()";

	for (const char *p = text; *(p += strspn(p, between)); p += strcspn(p, between)) {
		const char *w = intern_n(p, strcspn(p, between));
		struct stat st;

		if (!starts(w, not ) &&
		    !stat(*w == '/' ? w : intern_f("%s/%s", m->tree->build, w), &st) &&
		    S_ISREG(st.st_mode))
			vec_push(files, w);
	}
}

/* Those of the files X.cmd that its script left beside the header: fixdep's lists. */
static void add_listed(const struct made *m, const char *dir, const char *shadow,
		       struct word_vec *files)
{
	DIR *d = opendir(dir);
	struct dirent *e;

	while (d && (e = readdir(d))) {
		struct buf text = {};

		if (ends(e->d_name, ".cmd") &&
		    !buf_read_file(&text, intern_f("%s/%s", dir, e->d_name), FILE_LIMIT, NULL) &&
		    text.n)
			add_files(m, text.s, shadow, files);
		buf_free(&text);
	}
	if (d)
		closedir(d);
}

/* A record: a line with the script's number, then one for each file, those made among them. */
static void write_record(struct made *m, const struct kheader *h, const struct word_vec *files,
			 int64_t since)
{
	struct buf out = {};
	const char *const *w;
	struct error e;
	bool good = true;

	buf_printf(&out, "%016" PRIx64 "\n", made_by(m, h));
	vec_for_each (w, files) {
		uint64_t id = kfiles_id(m->files, *w);

		good = good && id && kfiles_unchanged(m->files, id, since);
		buf_printf(&out, "%016" PRIx64 " %s\n", kfiles_hash(m->files, id), *w);
	}
	/* what cannot be written is made once more the next time */
	if (good)
		cachefile_write(record_path(m, h), KIND, &out, &e);
	buf_free(&out);
}

/* What is in the record is as it was; the files that were made are appended to made. */
static bool is_good(struct made *m, const struct kheader *h, struct word_vec *made)
{
	struct buf text = {};
	bool good = cachefile_read(record_path(m, h), KIND, &text) && text.n;
	char *line = text.s, *end;

	good = good && strtoull(line, &line, 16) == made_by(m, h) && *line++ == '\n';
	for (; line && (end = strchr(line, '\n')); line = end + 1) {
		uint64_t hash = strtoull(line, &line, 16);
		const char *file;

		*end = 0;
		file = *line == ' ' ? intern(line + 1) : "";
		good = good && hash && kfiles_hash(m->files, kfiles_id(m->files, file)) == hash;
		if (path_below(file, m->kept))
			vec_push(made, file);
	}
	buf_free(&text);
	return good;
}

static void forget(struct made *m, const struct map *good, const char *path)
{
	uint64_t id = kfiles_id(m->files, path);

	if (map_get(good, path, 0))
		return;
	if (!m->is_kept) {
		kfiles_gone(m->files, id);
		return;
	}
	unlink(path);
	kfiles_ours(m->files, id);
}

/* One script may make several: what any good record speaks of stays. */
void made_check(struct made *m, const struct kheader_vec *headers)
{
	struct word_vec stale = {};
	struct map good = {};
	const struct kheader *h;

	if (m->kept == m->temp)
		return;
	vec_for_each (h, headers) {
		struct word_vec made = {};
		bool is = is_good(m, h, &made);

		for (size_t i = 0; is && i < made.n; i++)
			map_put(&good, made.v[i], 0, m);
		for (size_t i = 0; !is && i < made.n; i++)
			vec_push(&stale, made.v[i]);
		vec_free(&made);
	}
	vec_for_each (h, headers)
		forget(m, &good, kept_path(m, h->path));
	for (size_t i = 0; i < stale.n; i++)
		forget(m, &good, stale.v[i]);
	vec_free(&stale);
	map_free(&good);
}

/* ---- making ---- */

static int put(struct made *m, const char *header, const struct buf *text, struct word_vec *made,
	       struct error *err)
{
	const char *to = header_path(m, header);
	int ret = make_directories(path_directory(to), err);

	if (!ret)
		ret = buf_write_file(text, to, err);
	kfiles_ours(m->files, kfiles_id(m->files, to));
	vec_push(made, to);
	return ret;
}

static int copy(struct made *m, const struct shadow *s, const char *header, struct word_vec *made,
		struct error *err)
{
	struct buf text = {};
	int ret = buf_read_file(&text, intern_f("%s/%s", s->dir, header), FILE_LIMIT, err);

	if (!ret)
		ret = put(m, header, &text, made, err);
	/* a cache that is full keeps no more */
	if (ret && text.n && m->is_kept) {
		m->is_kept = false;
		m->dir = m->temp;
		ret = put(m, header, &text, made, err);
	}
	buf_free(&text);
	return ret;
}

/* Other headers that are in the directory now and in the tree not. */
static int copy_others(struct made *m, const struct shadow *s, const char *header, DIR *d,
		       struct word_vec *made, struct error *err)
{
	const char *below = path_directory(header);
	struct dirent *e;
	int ret = 0;

	while (!ret && (e = readdir(d))) {
		const char *other = intern_f("%s/%s", below, e->d_name);

		if (e->d_type == DT_REG && e->d_name[0] != '.' && ends(other, ".h") &&
		    strcmp(other, header) && access(intern_f("%s/%s", m->tree->build, other), F_OK))
			ret = copy(m, s, other, made, err);
	}
	return ret;
}

/* The header, and others that its script made beside it. */
static int copy_all(struct made *m, const struct shadow *s, const char *header,
		    struct word_vec *made, struct error *err)
{
	int ret = copy(m, s, header, made, err);
	DIR *d;

	if (ret)
		return ret;
	d = opendir(intern_f("%s/%s", s->dir, path_directory(header)));
	if (!d)
		return 0;
	ret = copy_others(m, s, header, d, made, err);
	closedir(d);
	return ret;
}

static int run_script(const char *script, const struct shadow *s, struct error *err)
{
	const char *argv[] = {"sh", "-c", script, NULL};
	struct proc p = {.argv = argv, .env = shadow_env, .cwd = s->dir};
	struct proc_result r = {};
	int ret = proc_run(&p, &r, err);

	if (!ret && r.status)
		ret = error_set(err, EIO, "%.*s", (int)strcspn(r.err.s, "\n"), r.err.s);
	proc_result_free(&r);
	return ret;
}

int made_make(struct made *m, const struct kheader *h, const char **path, struct error *err)
{
	const char *dir = path_directory(h->path);
	struct word_vec files = {};
	int64_t since = time(NULL);
	struct shadow s;
	int ret;

	*path = kept_path(m, h->path);
	if (!access(*path, R_OK) && kfiles_hash(m->files, kfiles_id(m->files, *path)))
		return 0;
	*path = header_path(m, h->path);
	if (!access(*path, R_OK))
		return 0;
	ret = shadow_make(&s, m->tree, err);
	if (ret)
		return ret;
	ret = shadow_open_dir(&s, dir, err);
	if (!ret)
		ret = run_script(ktree_moved(m->tree, h->script), &s, err);
	if (!ret)
		ret = copy_all(m, &s, h->path, &files, err);
	if (!ret && m->is_kept) {
		add_files(m, h->script, s.dir, &files);
		add_listed(m, intern_f("%s/%s", s.dir, dir), s.dir, &files);
		write_record(m, h, &files, since);
	}
	*path = header_path(m, h->path);
	vec_free(&files);
	shadow_remove(&s);
	return ret;
}

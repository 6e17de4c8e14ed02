// SPDX-License-Identifier: GPL-2.0-or-later
#include "cmdcache.h"

#include <fts.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/intern.h"
#include "cachefile.h"
#include "fnv.h"

uint64_t cmdcache_key(const struct ktree *t, const struct word_vec *dirs)
{
	const char *const parts[] = {t->build, t->source,     t->arch,	     t->cross,
				     t->cc,    t->cc_version, t->config_hash};
	uint64_t h = FNV_START;

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		h = fnv_string(h, parts[i]);
	for (size_t i = 0; i < dirs->n; i++)
		h = fnv_string(h, dirs->v[i]);
	return h;
}

/* Size and time of a file; a file that is not there counts too. */
static uint64_t add_stat(uint64_t h, const char *path)
{
	struct stat st = {};

	if (stat(path, &st))
		memset(&st, 0, sizeof(st));
	h = fnv_string(h, path);
	h = fnv_add(h, &st.st_size, sizeof(st.st_size));
	return fnv_add(h, &st.st_mtim, sizeof(st.st_mtim));
}

/* A makefile, and those of the source tree that it includes by name. */
static uint64_t add_makefile(uint64_t h, const struct ktree *t, const char *path)
{
	static const char include[] = "include $(srctree)/";
	struct buf text = {};

	h = add_stat(h, path);
	if (!buf_read_file(&text, path, (size_t)4 << 20, NULL)) {
		for (const char *p = text.s; (p = strstr(p, include));) {
			p += sizeof(include) - 1;
			h = add_stat(h,
				     intern_f("%s/%.*s", t->source, (int)strcspn(p, " \t\n"), p));
		}
	}
	buf_free(&text);
	return h;
}

static bool is_makefile(const char *name)
{
	return !strncmp(name, "Makefile", 8) || !strncmp(name, "Kbuild", 6);
}

static int by_name(const FTSENT **a, const FTSENT **b)
{
	return strcmp((*a)->fts_name, (*b)->fts_name);
}

/* All makefiles in and below dir; the depth is bounded by deepest. */
static uint64_t add_directory(uint64_t h, const struct ktree *t, const char *dir, int deepest)
{
	const char *top = intern_f("%s/%s", t->source, dir);
	char *const argv[] = {(char *)top, NULL};
	FTS *fts = fts_open(argv, FTS_PHYSICAL | FTS_NOCHDIR, by_name);
	FTSENT *e;

	while (fts && (e = fts_read(fts))) {
		if (e->fts_info == FTS_D && e->fts_level >= deepest)
			fts_set(fts, e, FTS_SKIP);
		else if (e->fts_info == FTS_F && is_makefile(e->fts_name))
			h = add_makefile(h, t, e->fts_accpath);
	}
	if (fts)
		fts_close(fts);
	return h;
}

uint64_t cmdcache_state(const struct ktree *t, const struct word_vec *dirs)
{
	/* arm64 and others put offsets of prepare's headers on the command line */
	uint64_t h = add_stat(FNV_START, intern_f("%s/include/generated/asm-offsets.h", t->build));

	h = add_directory(h, t, "", 1);
	h = add_directory(h, t, "scripts", 1);
	for (size_t i = 0; i < dirs->n; i++) {
		const char *d = dirs->v[i];

		for (const char *p = strchr(d, '/'); p; p = strchr(p + 1, '/'))
			h = add_directory(h, t, intern_n(d, (size_t)(p - d)), 1);
		h = add_directory(h, t, d, 64);
	}
	h = add_directory(h, t, intern_f("arch/%s", t->srcarch), 1);
	return h;
}

/* ---- the file: fields end with a tab, records with a newline ---- */

static void put(struct buf *b, const char *s)
{
	for (; *s; s++) {
		const char *p = strchr("\tt\nn\\\\", *s);

		if (p && (*s == '\t' || *s == '\n' || *s == '\\'))
			buf_printf(b, "\\%c", p[1]);
		else
			buf_putc(b, *s);
	}
	buf_putc(b, '\t');
}

static void put_units(struct buf *b, char kind, const struct kunit_vec *units)
{
	const struct kunit *u;

	vec_for_each (u, units) {
		buf_putc(b, u->is_unchecked ? 'u' : kind);
		put(b, u->target);
		put(b, u->source);
		for (size_t i = 0; i < u->argc; i++)
			put(b, u->argv[i]);
		buf_putc(b, '\n');
	}
}

/* What the state was is said in front: an entry of another one is of another kind. */
static const char *entry_kind(uint64_t state)
{
	return intern_f("eqslint-commands 6 %016" PRIx64, state);
}

static const char *entry_path(const char *cache, uint64_t key)
{
	return intern_f("%s/commands/%016" PRIx64, cache, key);
}

void cmdcache_write(const char *cache, uint64_t key, uint64_t state, const struct kcommands *c)
{
	struct buf body = {};
	const struct kheader *h;
	const struct kmissing *m;

	buf_add(&body, "", 0);
	put_units(&body, 'c', &c->units);
	put_units(&body, 's', &c->assembly);
	vec_for_each (h, &c->headers) {
		buf_puts(&body, "h");
		put(&body, h->path);
		put(&body, h->script);
		buf_putc(&body, '\n');
	}
	vec_for_each (m, &c->missing) {
		buf_puts(&body, "m");
		put(&body, m->file);
		put(&body, m->needed_by);
		buf_putc(&body, '\n');
	}
	cachefile_write(entry_path(cache, key), entry_kind(state), &body, NULL);
	buf_free(&body);
}

/* The line's next field, its escapes undone in place; NULL at the end of the line. */
static const char *take(char **p)
{
	char *s = *p, *to = s, *start = s;

	if (!*s)
		return NULL;
	for (; *s && *s != '\t'; s++) {
		if (*s == '\\' && s[1]) {
			s++;
			*to++ = *s == 't' ? '\t' : *s == 'n' ? '\n' : *s;
		} else {
			*to++ = *s;
		}
	}
	*p = *s ? s + 1 : s;
	*to = 0;
	return intern(start);
}

static bool take_line(char *line, struct kcommands *c)
{
	char kind = *line++;
	struct word_vec argv = {};
	struct kunit u = {};
	const char *w, *path;

	if (kind == 'h' || kind == 'm') {
		path = take(&line);
		w = take(&line);
		if (w && kind == 'm')
			vec_push(&c->missing, (struct kmissing){.file = path, .needed_by = w});
		else if (w)
			vec_push(&c->headers, (struct kheader){.path = path, .script = w});
		return w;
	}
	u.target = take(&line);
	u.source = take(&line);
	if (!u.source || !strchr("csu", kind))
		return false;
	while ((w = take(&line)))
		vec_push(&argv, w);
	u.argc = argv.n;
	vec_push(&argv, NULL);
	u.argv = argv.v;
	u.object = path_normal(u.target);
	u.is_assembly = kind == 's';
	u.is_unchecked = kind == 'u';
	if (u.is_assembly)
		vec_push(&c->assembly, u);
	else
		vec_push(&c->units, u);
	return u.argc;
}

static bool parse(char *line, struct kcommands *c)
{
	while (*line) {
		char *end = strchr(line, '\n');

		if (!end)
			return false;
		*end = 0;
		if (!take_line(line, c))
			return false;
		line = end + 1;
	}
	return true;
}

bool cmdcache_read(const char *cache, uint64_t key, uint64_t state, struct kcommands *c)
{
	struct buf text = {};
	bool good;

	/* commands are run: an entry that another user could have written is not taken */
	good = cachefile_read(entry_path(cache, key), entry_kind(state), &text) && text.n &&
	       parse(text.s, c);
	buf_free(&text);
	if (!good)
		kcommands_free(c);
	c->from_cache = good;
	return good;
}

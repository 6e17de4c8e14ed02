// SPDX-License-Identifier: GPL-2.0-or-later
#include "index.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/intern.h"
#include "base/map.h"
#include "base/str.h"
#include "cachefile.h"
#include "defs.h"
#include "files.h"

#define KIND "eqslint-index 1"

/* No source of a kernel comes near it; what is larger was made, and is data. */
#define SOURCE_LIMIT ((size_t)8 << 20)

/* One file: what it defines and includes itself. */
struct source {
	uint64_t id, hash;
	struct word_vec symbols, includes; /* includes relative to the source tree */
	bool is_used;
};

VEC_TYPE(unit_list, const struct kunit *);

struct kindex {
	const struct ktree *tree;
	struct kfiles *files;
	struct arena arena;
	VEC(struct source *) all;
	struct map sources; /* (id, 0) -> source */
	struct map units;   /* (symbol, 0) -> unit_list */
	VEC(struct unit_list *) lists;
	bool is_new;
};

static struct source *add_source(struct kindex *x, uint64_t id, uint64_t hash)
{
	struct source *s = arena_new(&x->arena, struct source);

	s->id = id;
	s->hash = hash;
	vec_push(&x->all, s);
	map_put(&x->sources, id, 0, s);
	return s;
}

/* ---- in the cache: lines of number, hash, symbols, "|", includes ---- */

static void parse(struct kindex *x, char *text)
{
	char *line, *end;

	for (line = text; (end = strchr(line, '\n')); line = end + 1) {
		char *word, *rest = line;
		struct source *s;
		uint64_t id, hash;
		bool behind = false;

		*end = 0;
		id = strtoull(rest, &rest, 16);
		hash = strtoull(rest, &rest, 16);
		if (!id || map_get(&x->sources, id, 0))
			continue;
		s = add_source(x, id, hash);
		while ((word = strtok_r(NULL, " ", &rest))) {
			if (!strcmp(word, "|"))
				behind = true;
			else if (behind)
				vec_push(&s->includes, intern(word));
			else
				vec_push(&s->symbols, intern(word));
		}
	}
}

static void put_source(struct buf *out, const struct source *s)
{
	const char *const *w;

	buf_printf(out, "%" PRIx64 " %" PRIx64, s->id, s->hash);
	vec_for_each (w, &s->symbols)
		buf_printf(out, " %s", *w);
	buf_puts(out, " |");
	vec_for_each (w, &s->includes)
		if (!strchr(*w, ' '))
			buf_printf(out, " %s", *w);
	buf_putc(out, '\n');
}

/* What goes wrong is no harm: the sources are read again. */
static void save(struct kindex *x, const char *path)
{
	struct source **s;
	struct buf out = {};

	buf_add(&out, "", 0);
	vec_for_each (s, &x->all)
		if ((*s)->is_used)
			put_source(&out, *s);
	cachefile_write(path, KIND, &out, NULL);
	buf_free(&out);
}

/* ---- reading sources ---- */

static void scan_source(const char *name, const char *text, struct word_vec *symbols,
			struct word_vec *includes)
{
	if (ends(name, ".S"))
		defs_scan_assembly(text, symbols);
	else
		defs_scan(text, symbols, includes);
}

static void read_source(struct kindex *x, struct source *s, const char *full, const char *name)
{
	struct word_vec names = {};
	struct buf text = {};
	const char *const *w;

	s->symbols.n = s->includes.n = 0;
	if (!buf_read_file(&text, ktree_moved(x->tree, full), SOURCE_LIMIT, NULL))
		scan_source(name, text.s, &s->symbols, &names);
	vec_for_each (w, &names)
		vec_push(&s->includes, path_normal(intern_f("%s/%s", path_directory(name), *w)));
	vec_free(&names);
	buf_free(&text);
	x->is_new = true;
}

/* The source of that name, of the source tree or made in the object tree; NULL: it is not there. */
static struct source *source_of(struct kindex *x, const char *name)
{
	const char *const tops[] = {x->tree->source, x->tree->build};

	for (size_t i = 0; i < 2; i++) {
		const char *full = name[0] == '/' ? name : intern_f("%s/%s", tops[i], name);
		uint64_t id = kfiles_id(x->files, full), hash = kfiles_hash(x->files, id);
		struct source *s = map_get(&x->sources, id, 0);

		if (!id || !hash)
			continue;
		if (!s)
			s = add_source(x, id, 0);
		if (s->hash != hash) {
			read_source(x, s, full, name);
			s->hash = hash;
		}
		s->is_used = true;
		return s;
	}
	return NULL;
}

static void add_symbol(struct kindex *x, const char *symbol, const struct kunit *u)
{
	struct unit_list *l = map_get(&x->units, symbol, 0);

	if (!l) {
		l = arena_new(&x->arena, struct unit_list);
		vec_push(&x->lists, l);
		map_put(&x->units, symbol, 0, l);
	}
	if (!l->n || l->v[l->n - 1] != u)
		vec_push(l, u);
}

/* What a source that includes itself, by way of others, would never come to the end of. */
#define DEEPEST 4

static void add_unit(struct kindex *x, const struct kunit *u, const char *name, int depth)
{
	struct source *s = source_of(x, name);

	for (size_t i = 0; s && i < s->symbols.n; i++)
		add_symbol(x, s->symbols.v[i], u);
	for (size_t i = 0; s && depth < DEEPEST && i < s->includes.n; i++)
		add_unit(x, u, s->includes.v[i], depth + 1);
}

struct kindex *kindex_make(const struct ktree *tree, const struct kcommands *commands,
			   const char *cache, struct kfiles *files)
{
	const char *path = cache ? intern_f("%s/index/%016" PRIx64, cache,
					    ktree_key(tree->build, tree->source))
				 : NULL;
	struct kindex *x = calloc(1, sizeof(*x));
	const struct kunit *u;
	struct buf text = {};

	if (!x)
		die("out of memory");
	x->tree = tree;
	x->files = files;
	arena_init(&x->arena);
	if (path && cachefile_read(path, KIND, &text) && text.n)
		parse(x, text.s);
	buf_free(&text);
	vec_for_each (u, &commands->units)
		add_unit(x, u, u->source, 0);
	vec_for_each (u, &commands->assembly)
		add_unit(x, u, u->source, 0);
	if (path && x->is_new && !tree->copy)
		save(x, path);
	return x;
}

void kindex_free(struct kindex *x)
{
	if (!x)
		return;
	for (size_t i = 0; i < x->all.n; i++) {
		vec_free(&x->all.v[i]->symbols);
		vec_free(&x->all.v[i]->includes);
	}
	for (size_t i = 0; i < x->lists.n; i++)
		vec_free(x->lists.v[i]);
	vec_free(&x->all);
	vec_free(&x->lists);
	map_free(&x->sources);
	map_free(&x->units);
	arena_free(&x->arena);
	free(x);
}

const struct kunit *const *kindex_units(const struct kindex *x, const char *symbol, size_t *n)
{
	const char *known = intern_find(symbol);
	const struct unit_list *l = known ? map_get(&x->units, known, 0) : NULL;

	*n = l ? l->n : 0;
	return l ? l->v : NULL;
}

static bool includes(struct kindex *x, const char *name, const char *path, int depth)
{
	const struct source *s = source_of(x, name);

	for (size_t i = 0; s && depth < DEEPEST && i < s->includes.n; i++) {
		const char *in = s->includes.v[i];

		if (!strcmp(path, ".") || !strcmp(in, path) || path_below(in, path) ||
		    includes(x, in, path, depth + 1))
			return true;
	}
	return false;
}

bool kindex_includes(struct kindex *x, const struct kunit *u, const char *path)
{
	return includes(x, u->source, path, 0);
}

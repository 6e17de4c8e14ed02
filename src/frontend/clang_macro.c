// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Macros that an event came through.  libclang tells where a token is spelled
 * and where the outermost macro is used, and keeps nothing of what lies
 * between.  But the spelling lies in the definition of the innermost macro,
 * and how the one came to use the other stands in the text: a way through the
 * definitions, of which the shortest is taken.
 */
#include "clang_headers.h"
#include "clang_lower.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/intern.h"
#include "base/str.h"

#define MAX_WAY 32 /* macros inside each other */
#define MAX_NAME 256
#define MAX_TEXT (64 << 20)

struct definition {
	const char *name;
	const char *text; /* of the file */
	unsigned int start, body, end;
	struct definition *next; /* another of the same name */
};

struct macro_file {
	const char *text;
	size_t size;
	VEC(struct definition) definitions;
};

struct macro {
	struct definition *first;
	unsigned int round; /* when it was last met */
	struct macro *from; /* and from where */
	const char *name;
};

struct macros {
	CXTranslationUnit tu;
	CXFile main;
	const struct headers *headers; /* that clang was given */
	struct arena *arena;
	VEC(struct macro_file *) files;
	struct map by_file; /* (CXFile) -> struct macro_file */
	struct map by_name; /* (name) -> struct macro */
	struct map chains;  /* (outer, inner) -> struct chain, or none below */
	struct chain none;
	unsigned int round;
	bool is_read;
};

/* ---- reading definitions ---- */

static size_t skip_blanks(const char *s, size_t i, size_t n)
{
	while (i < n && (s[i] == ' ' || s[i] == '\t'))
		i++;
	return i;
}

/* The end of the line, with those that a backslash joins to it. */
static size_t logical_end(const char *s, size_t i, size_t n)
{
	for (;;) {
		const char *nl = memchr(s + i, '\n', n - i);
		size_t end = nl ? (size_t)(nl - s) : n, last = end;

		if (last > i && s[last - 1] == '\r')
			last--;
		if (!nl || last == 0 || s[last - 1] != '\\')
			return end;
		i = end + 1;
	}
}

static void read_line(struct macro_file *f, size_t hash)
{
	const char *s = f->text;
	size_t i = skip_blanks(s, hash + 1, f->size), start;
	struct definition d = {.text = s};

	if (f->size - i < 8 || strncmp(s + i, "define", 6) || !isblank((unsigned char)s[i + 6]))
		return;
	i = start = skip_blanks(s, i + 6, f->size);
	while (i < f->size && is_name_char(s[i]))
		i++;
	if (i == start || i - start >= MAX_NAME)
		return;
	d.name = intern_n(s + start, i - start);
	d.start = (unsigned int)hash;
	d.body = (unsigned int)i;
	d.end = (unsigned int)logical_end(s, i, f->size);
	vec_push(&f->definitions, d);
}

static void read_file(struct macro_file *f)
{
	size_t i = 0;

	while (i < f->size) {
		size_t at = skip_blanks(f->text, i, f->size);
		const char *nl;

		if (at < f->size && f->text[at] == '#')
			read_line(f, at);
		nl = memchr(f->text + at, '\n', f->size - at);
		if (!nl)
			break;
		i = (size_t)(nl - f->text) + 1;
	}
}

static struct macro *macro_named(const struct macros *m, const char *name)
{
	return name ? map_get(&m->by_name, name, 0) : NULL;
}

static void index_file(struct macros *m, struct macro_file *f)
{
	struct definition *d;

	vec_for_each (d, &f->definitions) {
		struct macro *known = macro_named(m, d->name);

		if (!known) {
			known = arena_new(m->arena, struct macro);
			known->name = d->name;
			map_put(&m->by_name, d->name, 0, known);
		}
		d->next = known->first;
		known->first = d;
	}
}

/* What clang was given of the file, or what it has read itself; "" when there is nothing. */
static void read_text(struct macros *m, struct macro_file *f, CXFile file)
{
	const struct buf *given = NULL;
	CXFileUniqueID id;
	struct buf text = {};
	CXString name;

	if (m->headers && !clang_getFileUniqueID(file, &id))
		given = headers_text(m->headers, id.data[0], id.data[1]);
	name = clang_getFileName(file);
	/* clang_getFileContents() looks through all files each time: for the overlay alone */
	if (file == m->main) {
		f->text = clang_getFileContents(m->tu, file, &f->size);
	} else if (given) {
		f->text = given->s;
		f->size = given->n;
	} else if (!buf_read_file(&text, clang_getCString(name), MAX_TEXT, NULL) && text.n) {
		f->text = arena_copy(m->arena, text.s, text.n);
		f->size = text.n;
	}
	if (!f->text)
		f->text = "";
	buf_free(&text);
	clang_disposeString(name);
}

static void add_file(CXFile file, CXSourceLocation *stack, unsigned int depth, CXClientData data)
{
	struct macros *m = data;
	struct macro_file *f;

	(void)stack;
	(void)depth;
	if (!file || map_get(&m->by_file, file, 0))
		return;
	f = arena_new(m->arena, struct macro_file);
	read_text(m, f, file);
	map_put(&m->by_file, file, 0, f);
	vec_push(&m->files, f);
}

static void read_files(struct macros *m)
{
	if (m->is_read)
		return;
	m->is_read = true;
	clang_getInclusions(m->tu, add_file, m);
	for (size_t i = 0; i < m->files.n; i++) {
		read_file(m->files.v[i]);
		index_file(m, m->files.v[i]);
	}
}

struct macros *macros_open(CXTranslationUnit tu, CXFile main, const struct headers *headers,
			   struct arena *arena)
{
	struct macros *m = arena_new(arena, struct macros);

	m->tu = tu;
	m->main = main;
	m->headers = headers;
	m->arena = arena;
	return m;
}

void macros_close(struct macros *m)
{
	if (!m)
		return;
	for (size_t i = 0; i < m->files.n; i++)
		vec_free(&m->files.v[i]->definitions);
	vec_free(&m->files);
	map_free(&m->by_file);
	map_free(&m->by_name);
	map_free(&m->chains);
}

/* ---- the way from one macro to another ---- */

/* The definition that holds the place, or NULL. */
static const struct definition *definition_at(struct macros *m, CXFile file, unsigned int at)
{
	const struct macro_file *f = file ? map_get(&m->by_file, file, 0) : NULL;
	size_t low = 0, high = f ? f->definitions.n : 0;

	while (low < high) {
		size_t mid = (low + high) / 2;

		if (f->definitions.v[mid].start <= at)
			low = mid + 1;
		else
			high = mid;
	}
	return low && f->definitions.v[low - 1].end > at ? &f->definitions.v[low - 1] : NULL;
}

struct queue {
	VEC(struct macro *) list;
};

static void meet(struct macros *m, struct queue *q, const char *word, size_t n, struct macro *from)
{
	char name[MAX_NAME];
	struct macro *to;

	if (n >= sizeof(name))
		return;
	memcpy(name, word, n);
	name[n] = 0;
	to = macro_named(m, intern_find(name));
	if (!to || to->round == m->round)
		return;
	to->round = m->round;
	to->from = from;
	vec_push(&q->list, to);
}

static void meet_words(struct macros *m, struct queue *q, const char *s, size_t n,
		       struct macro *from)
{
	size_t i = 0, start;

	while (i < n) {
		start = i;
		while (i < n && is_name_char(s[i]))
			i++;
		if (i > start && !isdigit((unsigned char)s[start]))
			meet(m, q, s + start, i - start, from);
		else if (i == start)
			i++;
	}
}

/* Walks on until the target is met. */
static bool search(struct macros *m, struct queue *q, const struct macro *target)
{
	for (size_t i = 0; i < q->list.n && target->round != m->round; i++) {
		struct macro *at = q->list.v[i];

		for (const struct definition *d = at->first; d; d = d->next)
			meet_words(m, q, d->text + d->body, d->end - d->body, at);
	}
	return target->round == m->round;
}

/* The arguments of the use, with their parentheses. */
static size_t arguments(const char *s, size_t n)
{
	size_t i = 0, depth = 0;

	while (i < n && isspace((unsigned char)s[i]))
		i++;
	if (i == n || s[i] != '(')
		return 0;
	for (; i < n; i++) {
		depth += s[i] == '(';
		depth -= s[i] == ')';
		if (!depth)
			return i + 1;
	}
	return 0;
}

static const struct chain *chain_of(struct macros *m, const char *const *names, uint32_t n)
{
	struct chain *c = arena_alloc(m->arena, sizeof(*c) + n * sizeof(c->name[0]));

	c->n = n;
	memcpy(c->name, names, n * sizeof(c->name[0]));
	return c;
}

/* From the innermost on, and the outermost where the way did not come from it. */
static const struct chain *way_of(struct macros *m, const struct macro *inner, const char *outer)
{
	const char *names[MAX_WAY + 1];
	uint32_t n = 0;

	for (const struct macro *at = inner; at && n < MAX_WAY; at = at->from)
		names[n++] = at->name;
	if (!n || names[n - 1] != outer)
		names[n++] = outer;
	return chain_of(m, names, n);
}

/* By what the outer macro's own definitions use. */
static const struct chain *from_definition(struct macros *m, struct macro *outer,
					   struct macro *inner)
{
	const struct chain *known = map_get(&m->chains, outer, inner);
	struct queue q = {};

	if (known)
		return known == &m->none ? NULL : known;
	m->round++;
	outer->round = m->round;
	outer->from = NULL;
	vec_push(&q.list, outer);
	if (search(m, &q, inner))
		known = way_of(m, inner, outer->name);
	map_put(&m->chains, outer, inner, (void *)(known ? known : &m->none));
	vec_free(&q.list);
	return known;
}

/* By what is written into it where it is used. */
static const struct chain *from_arguments(struct macros *m, const struct macro *outer,
					  struct macro *inner, const char *s, size_t n)
{
	const struct chain *c = NULL;
	struct queue q = {};

	m->round++;
	meet_words(m, &q, s, arguments(s, n), NULL);
	if (search(m, &q, inner))
		c = way_of(m, inner, outer->name);
	vec_free(&q.list);
	return c;
}

const struct chain *macros_chain(struct macros *m, CXFile spelled, unsigned int at, CXFile expanded,
				 unsigned int use)
{
	const struct definition *d;
	const struct macro_file *f;
	struct macro *outer, *inner;
	const struct chain *c;
	char name[MAX_NAME];
	size_t n = 0;

	read_files(m);
	f = map_get(&m->by_file, expanded, 0);
	while (f && use + n < f->size && n < MAX_NAME - 1 && is_name_char(f->text[use + n]))
		n++;
	if (!n)
		return NULL;
	memcpy(name, f->text + use, n);
	name[n] = 0;
	outer = macro_named(m, intern_find(name));
	if (!outer) { /* of the compiler, or from the command line */
		const char *only = intern_n(name, n);

		return chain_of(m, &only, 1);
	}
	d = definition_at(m, spelled, at);
	inner = d && d->name != outer->name ? macro_named(m, d->name) : outer;
	c = from_definition(m, outer, inner);
	if (!c)
		c = from_arguments(m, outer, inner, f->text + use + n, f->size - use - n);
	return c ? c : chain_of(m, (const char *[]){inner->name, outer->name}, 2);
}

unsigned int macros_lines(struct macros *m, CXFile file, unsigned int use)
{
	const struct macro_file *f;
	unsigned int lines = 0;
	size_t n = use, end;

	read_files(m);
	f = map_get(&m->by_file, file, 0);
	while (f && n < f->size && is_name_char(f->text[n]))
		n++;
	for (end = f ? n + arguments(f->text + n, f->size - n) : n; n < end; n++)
		lines += f->text[n] == '\n';
	return lines;
}

const char *macros_text(struct macros *m, CXFile file, size_t *size)
{
	const struct macro_file *f;

	read_files(m);
	f = map_get(&m->by_file, file, 0);
	*size = f ? f->size : 0;
	return f ? f->text : NULL;
}

bool macros_spans(struct macros *m, CXFile file, unsigned int use, unsigned int end)
{
	const struct macro_file *f;
	unsigned int n = use;

	read_files(m);
	f = map_get(&m->by_file, file, 0);
	if (!f)
		return false;
	while (n < f->size && is_name_char(f->text[n]))
		n++;
	return end == n || end == n + arguments(f->text + n, f->size - n);
}

/* ---- names ---- */

static bool mentions(const char *s, size_t n, const char *name, size_t length)
{
	const char *end = s + n;

	for (const char *p = s; (p = memmem(p, (size_t)(end - p), name, length)); p++)
		if ((p == s || !is_name_char(p[-1])) &&
		    (p + length == end || !is_name_char(p[length])))
			return true;
	return false;
}

bool macros_mention(struct macros *m, const char *name)
{
	read_files(m);
	for (size_t i = 0; i < m->files.n; i++)
		if (mentions(m->files.v[i]->text, m->files.v[i]->size, name, strlen(name)))
			return true;
	return false;
}

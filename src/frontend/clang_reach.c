// SPDX-License-Identifier: GPL-2.0-or-later
#include "clang_reach.h"

#include <string.h>

#include "base/intern.h"

/* What stands behind a name: the text from its parameters on. */
struct definition {
	struct definition *next;  /* of this name */
	struct inline_body *body; /* NULL: of a macro */
	const char *from, *to;
	bool is_read;
};

struct name {
	const char *s; /* interned */
	enum want want;
	bool begins, ends; /* stands in front of, or behind, ## */
	struct definition *first;
};

/* The name if it is known. */
static struct name *find(const struct reach *r, const char *s, size_t n)
{
	const char *known = intern_find_n(s, n);

	return known ? map_get(&r->names, known, 0) : NULL;
}

static struct name *name_of(struct reach *r, const struct piece *word)
{
	const char *s = intern_n(word->at, (size_t)(word->end - word->at));
	struct name *name = map_get(&r->names, s, 0);

	if (!name) {
		name = arena_new(&r->arena, struct name);
		name->s = s;
		map_put(&r->names, s, 0, name);
	}
	return name;
}

static void want_name(struct reach *r, struct name *name, enum want how)
{
	if (name->want >= how)
		return;
	name->want = how;
	vec_push(&r->wanted, name);
}

void reach_want(struct reach *r, const struct piece *word, enum want how)
{
	want_name(r, name_of(r, word), how);
}

void reach_words(struct reach *r, const char *from, const char *to)
{
	struct pieces s = {.p = from, .end = to, .in_line = true};
	struct name *last = NULL;
	unsigned int hashes = 0;
	struct piece p;

	while ((p = next_piece(&s)).kind != PIECE_END) {
		if (is_mark(&p, '#')) {
			if (++hashes == 2 && last)
				last->begins = true;
			continue;
		}
		last = NULL;
		if (p.kind == PIECE_WORD) {
			last = name_of(r, &p);
			last->ends |= hashes == 2;
			want_name(r, last, WANT_ALL);
		} else if (p.kind == PIECE_DIRECTIVE) {
			reach_words(r, p.at + 1, p.end);
		}
		hashes = 0;
	}
}

void reach_define(struct reach *r, const struct piece *word, struct inline_body *body,
		  const char *to)
{
	struct name *name = name_of(r, word);
	struct definition *d = arena_new(&r->arena, struct definition);

	*d = (struct definition){.next = name->first, .body = body, .from = word->end, .to = to};
	if (body && !name->first)
		vec_push(&r->functions, name);
	name->first = d;
	/* wanted before it was known */
	if (name->want)
		vec_push(&r->wanted, name);
}

static void follow_wanted(struct reach *r)
{
	while (r->wanted.n) {
		struct name *name = r->wanted.v[--r->wanted.n];

		for (struct definition *d = name->first; d; d = d->next) {
			if (d->is_read || (d->body && name->want != WANT_ALL))
				continue;
			d->is_read = true;
			if (d->body)
				d->body->is_reached = true;
			reach_words(r, d->from, d->to);
		}
	}
}

/* Two words, of which one is reached and ## stands beside the other, may make the name. */
static bool is_pasted(const struct reach *r, const struct name *name)
{
	size_t n = strlen(name->s);

	for (size_t i = 1; i < n; i++) {
		const struct name *a = find(r, name->s, i), *b;

		if (!a)
			continue;
		b = find(r, name->s + i, n - i);
		if (b && ((a->begins && b->want) || (b->ends && a->want)))
			return true;
	}
	return false;
}

static bool want_pasted(struct reach *r)
{
	bool any = false;

	for (size_t i = 0; i < r->functions.n; i++) {
		struct name *name = r->functions.v[i];

		if (name->want == WANT_ALL || !is_pasted(r, name))
			continue;
		want_name(r, name, WANT_ALL);
		any = true;
	}
	return any;
}

void reach_follow(struct reach *r)
{
	do
		follow_wanted(r);
	while (want_pasted(r));
}

void reach_init(struct reach *r)
{
	memset(r, 0, sizeof(*r));
	arena_init(&r->arena);
}

void reach_free(struct reach *r)
{
	map_free(&r->names);
	vec_free(&r->wanted);
	vec_free(&r->functions);
	arena_free(&r->arena);
}

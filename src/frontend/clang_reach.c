// SPDX-License-Identifier: GPL-2.0-or-later
#include "clang_reach.h"

#include <string.h>

/* What stands behind a name: the text from its parameters on. */
struct definition {
	struct definition *next; /* of this name */
	struct body *body;	 /* NULL: of a macro */
	const char *from, *to;
	bool is_read;
};

struct name {
	const char *s;
	size_t n;
	uint32_t hash;
	enum want want;
	bool begins, ends; /* stands in front of, or behind, ## */
	struct definition *first;
};

#define FNV_BASIS 2166136261u /* FNV-1a */

static uint32_t hash_more(uint32_t hash, char c)
{
	return (hash ^ (unsigned char)c) * 16777619u;
}

static uint32_t hash_of(const char *s, size_t n)
{
	uint32_t hash = FNV_BASIS;

	for (size_t i = 0; i < n; i++)
		hash = hash_more(hash, s[i]);
	return hash;
}

static struct name **slot_of(const struct reach *r, const char *s, size_t n, uint32_t hash)
{
	size_t i = hash & (r->nslots - 1);

	while (r->slots[i] && (r->slots[i]->hash != hash || r->slots[i]->n != n ||
			       memcmp(r->slots[i]->s, s, n) != 0))
		i = (i + 1) & (r->nslots - 1);
	return &r->slots[i];
}

static void grow(struct reach *r)
{
	struct name **old = r->slots;
	size_t n = r->nslots;

	r->nslots = n ? 2 * n : 1 << 16;
	r->slots = arena_array(&r->arena, struct name *, r->nslots);
	for (size_t i = 0; i < n; i++)
		if (old[i])
			*slot_of(r, old[i]->s, old[i]->n, old[i]->hash) = old[i];
}

/* The name if it is known. */
static struct name *find(const struct reach *r, const char *s, size_t n)
{
	return *slot_of(r, s, n, hash_of(s, n));
}

static struct name *name_of(struct reach *r, const struct piece *word)
{
	size_t n = (size_t)(word->end - word->at);
	uint32_t hash = hash_of(word->at, n);
	struct name **slot;

	if (2 * r->nnames >= r->nslots)
		grow(r);
	slot = slot_of(r, word->at, n, hash);
	if (!*slot) {
		*slot = arena_new(&r->arena, struct name);
		**slot = (struct name){.s = word->at, .n = n, .hash = hash};
		r->nnames++;
	}
	return *slot;
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

void reach_define(struct reach *r, const struct piece *word, struct body *body, const char *to)
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
	uint32_t hash = FNV_BASIS;

	for (size_t i = 1; i < name->n; i++) {
		const struct name *a, *b;

		hash = hash_more(hash, name->s[i - 1]);
		a = *slot_of(r, name->s, i, hash);
		if (!a)
			continue;
		b = find(r, name->s + i, name->n - i);
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
	grow(r);
}

void reach_free(struct reach *r)
{
	vec_free(&r->wanted);
	vec_free(&r->functions);
	arena_free(&r->arena);
}

// SPDX-License-Identifier: GPL-2.0-or-later
#include "clang_spare.h"

#include <clang-c/Index.h>
#include <string.h>

#include "base/str.h"
#include "clang_reach.h"

/* In front of ( where one function is defined: its own, and those of attributes. */
enum { MAX_NAMES = 4 };

struct reader {
	struct reach reach;
	struct headers *headers;
	struct header *header; /* that is read */
	struct pieces pieces;
};

static bool is_word_at(const struct piece *p, const char *word)
{
	return (size_t)(p->end - p->at) == strlen(word) && !memcmp(p->at, word, strlen(word));
}

static struct pieces pieces_of(const struct piece *line)
{
	return (struct pieces){.p = line->at + 1, .end = line->end, .in_line = true};
}

static void read_directive(struct reader *r, const struct piece *line)
{
	struct pieces s = pieces_of(line);
	struct piece word = next_piece(&s);

	if (!is_word_at(&word, "define")) {
		headers_include(r->headers, r->header, line->at);
		return;
	}
	word = next_piece(&s);
	if (word.kind == PIECE_WORD)
		reach_define(&r->reach, &word, NULL, line->end);
}

/* A } in the first column ends what is in braces, whatever #if has left open. */
static bool is_last(const struct reader *r, const struct piece *p)
{
	return is_mark(p, '}') && (p->at == r->header->text.s || p->at[-1] == '\n');
}

/* ---- inline functions ---- */

/* What stands before a {, outside of everything. */
struct statement {
	bool is_static, is_inline, is_assigned;
	struct piece names[MAX_NAMES];
	unsigned int nnames;
	unsigned int parens;
	struct piece last;
};

/* How many #if are open behind the line. */
static int open_behind(const struct piece *line, int open)
{
	struct pieces s = pieces_of(line);
	struct piece word = next_piece(&s);

	if (is_word_at(&word, "if") || is_word_at(&word, "ifdef") || is_word_at(&word, "ifndef"))
		return open + 1;
	return is_word_at(&word, "endif") ? open - 1 : open;
}

/* The { was the last piece: behind its }. */
static void read_body(struct reader *r, const struct statement *st, const char *brace)
{
	struct inline_body *body = arena_new(&r->reach.arena, struct inline_body);
	unsigned int depth = 1;
	struct piece p;
	int open = 0;

	*body = (struct inline_body){.s = brace, .is_whole = true};
	do {
		p = next_piece(&r->pieces);
		depth += is_mark(&p, '{');
		depth -= is_mark(&p, '}');
		if (p.kind != PIECE_DIRECTIVE)
			continue;
		open = open_behind(&p, open);
		body->is_whole &= open >= 0;
		headers_include(r->headers, r->header, p.at);
	} while (p.kind != PIECE_END && depth && !is_last(r, &p));
	body->is_whole &= p.kind != PIECE_END && !open;
	body->n = (size_t)(r->pieces.p - brace);
	vec_push(&r->header->bodies, body);
	for (unsigned int i = 0; i < st->nnames; i++)
		reach_define(&r->reach, &st->names[i], body, r->pieces.p);
}

static bool has_inline(const struct piece *word)
{
	return memmem(word->at, (size_t)(word->end - word->at), "inline", strlen("inline"));
}

/* The last piece is no longer the last: whether ( stands behind it is known. */
static void note_last(struct reader *r, struct statement *st, bool is_called)
{
	if (st->last.kind != PIECE_WORD)
		return;
	is_called &= !st->parens;
	if (is_called && st->nnames < MAX_NAMES)
		st->names[st->nnames++] = st->last;
	reach_want(&r->reach, &st->last, is_called ? WANT_MACRO : WANT_ALL);
}

static void note(struct reader *r, struct statement *st, const struct piece *p)
{
	bool begins = is_mark(p, ';') || is_word_at(p, "static");

	note_last(r, st, is_mark(p, '('));
	if (begins && !st->parens)
		memset(st, 0, sizeof(*st));
	if (p->kind == PIECE_WORD && !st->parens) {
		st->is_static |= is_word_at(p, "static");
		st->is_inline |= has_inline(p);
	}
	st->is_assigned |= is_mark(p, '=');
	st->parens += is_mark(p, '(');
	st->parens -= is_mark(p, ')') && st->parens;
	st->last = *p;
}

/* Attributes may stand between a function's parameters and its body. */
static bool opens_body(const struct statement *st, const struct piece *last)
{
	return st->is_static && st->is_inline && !st->is_assigned && !st->parens && st->nnames &&
	       (is_mark(last, ')') || last->kind == PIECE_WORD);
}

/* ---- all else ---- */

/* A type, an initialiser, the body of a function that is no inline one: behind its }. */
static void read_braces(struct reader *r)
{
	unsigned int depth = 1;
	struct piece p;

	do {
		p = next_piece(&r->pieces);
		if (p.kind == PIECE_WORD)
			reach_want(&r->reach, &p, WANT_ALL);
		else if (p.kind == PIECE_DIRECTIVE)
			read_directive(r, &p);
		depth += is_mark(&p, '{');
		depth -= is_mark(&p, '}');
	} while (p.kind != PIECE_END && depth && !is_last(r, &p));
}

static void read_header(struct reader *r, struct header *h)
{
	struct statement st = {};
	struct piece p;

	r->header = h;
	r->pieces = (struct pieces){.p = h->text.s, .end = h->text.s + h->text.n};
	while ((p = next_piece(&r->pieces)).kind != PIECE_END) {
		struct piece last = st.last;

		if (p.kind == PIECE_DIRECTIVE) {
			read_directive(r, &p);
			continue;
		}
		note(r, &st, &p);
		if (!is_mark(&p, '{'))
			continue;
		if (opens_body(&st, &last)) {
			read_body(r, &st, p.at);
			memset(&st, 0, sizeof(st));
		} else {
			read_braces(r);
		}
	}
}

/* All that the source says is wanted. */
static void read_unit(struct reader *r, const struct header *unit)
{
	struct pieces s = {.p = unit->text.s, .end = unit->text.s + unit->text.n};
	struct piece p;

	reach_words(&r->reach, unit->text.s, unit->text.s + unit->text.n);
	while ((p = next_piece(&s)).kind != PIECE_END)
		if (p.kind == PIECE_DIRECTIVE)
			headers_include(r->headers, unit, p.at);
}

/* ---- what is left out ---- */

/*
 * What an attribute that nobody knows has in parentheses is skipped, but
 * macros in it are expanded: __COUNTER__ goes on as it would, and names that
 * are made of it stay what they are.
 */
static void wrap(struct header *h)
{
	const char *at = h->text.s;

	for (size_t i = 0; i < h->bodies.n; i++) {
		const struct inline_body *body = h->bodies.v[i];

		if (body->is_reached || !body->is_whole)
			continue;
		buf_add(&h->changed, at, (size_t)(body->s - at));
		buf_puts(&h->changed, ";[[eqslint::spared(");
		buf_add(&h->changed, body->s, body->n);
		buf_puts(&h->changed, ")]];");
		at = body->s + body->n;
	}
	if (at != h->text.s)
		buf_add(&h->changed, at, h->text.n - (size_t)(at - h->text.s));
}

void spare_bodies(struct spared *s, const char *source, const struct buf *text,
		  const struct clang_args *args)
{
	struct header unit = {.path = source, .dir = header_dir(source), .text = *text};
	struct reader r = {.headers = &s->headers};

	memset(s, 0, sizeof(*s));
	reach_init(&r.reach);
	headers_begin(&s->headers, args);
	read_unit(&r, &unit);
	/* they grow while they are read */
	for (size_t i = 0; i < s->headers.v.n; i++)
		read_header(&r, s->headers.v.v[i]);
	reach_follow(&r.reach);
	for (size_t i = 0; i < s->headers.v.n; i++) {
		struct header *h = s->headers.v.v[i];

		wrap(h);
		if (h->changed.n)
			vec_push(&s->files,
				 (struct CXUnsavedFile){h->path, h->changed.s, h->changed.n});
	}
	reach_free(&r.reach);
}

void spared_free(struct spared *s)
{
	vec_free(&s->files);
	headers_free(&s->headers);
	memset(s, 0, sizeof(*s));
}

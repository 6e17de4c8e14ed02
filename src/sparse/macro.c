// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Macros.  sparse gives all that a macro makes the place of its use and keeps
 * no way from one macro to the next: it is looked for in their definitions.
 */
#include "tree.h"

#include "place.h"

#include <ctype.h>

#include "base/intern.h"
#include "base/str.h"

/* What the name stands for; one that was undefined again keeps it. */
static const struct sp_symbol *macro_of(const struct ident *id)
{
	for (const struct sp_symbol *m = id->symbols; m; m = m->next_id)
		if (m->namespace == NS_MACRO || (m->namespace == NS_UNDEF && m->expansion))
			return m;
	return NULL;
}

static bool is_word(char c)
{
	return is_name_char(c) || c == '$';
}

static uint32_t word_end(const struct text_file *f, uint32_t at)
{
	while (at < f->size && is_word(f->text[at]))
		at++;
	return at;
}

/* The identifier at the byte, NULL when it is none. */
static struct ident *ident_at(const struct text_file *f, uint32_t at, uint32_t *end)
{
	char name[256];

	*end = word_end(f, at);
	if (*end == at || *end - at >= sizeof(name) || isdigit((unsigned char)f->text[at]) ||
	    (at && is_word(f->text[at - 1])))
		return NULL;
	memcpy(name, f->text + at, *end - at);
	name[*end - at] = 0;
	return built_in_ident(name);
}

const char *macro_at(const struct text_file *f, uint32_t at, unsigned int line)
{
	uint32_t end;
	const struct ident *id = ident_at(f, at, &end);
	const struct sp_symbol *m = id ? macro_of(id) : NULL;

	if (!m || (m->arglist && (text_skip_blanks(f, end) >= f->size ||
				  f->text[text_skip_blanks(f, end)] != '(')))
		return NULL;
	/* what is defined further down was none yet */
	if (m->pos.stream == f->stream && m->pos.line > line)
		return NULL;
	return intern_n(id->name, id->len);
}

/* ---- ways ---- */

struct stop {
	const struct ident *macro;
	size_t from; /* the stop that it was reached from */
};

VEC_TYPE(stop_vec, struct stop);

static void add_stop(struct stop_vec *stops, const struct ident *id, size_t from)
{
	const struct stop *s;

	if (!macro_of(id))
		return;
	vec_for_each (s, stops)
		if (s->macro == id)
			return;
	vec_push(stops, (struct stop){id, from});
}

/* Is the word among the arguments of the use?  Macros that are there are stops. */
static bool is_argument(struct stop_vec *stops, const struct text_file *f, uint32_t at,
			const struct ident *word)
{
	bool found = false;
	int depth = 0;

	for (at = text_skip_blanks(f, word_end(f, at)); at < f->size; at++) {
		char c = f->text[at];
		struct ident *id;
		uint32_t end;

		depth += (c == '(') - (c == ')');
		if (!depth)
			break;
		if (!is_word(c))
			continue;
		id = ident_at(f, at, &end);
		at = end - 1;
		if (!id)
			continue;
		found |= id == word;
		add_stop(stops, id, 0);
	}
	return found;
}

/* The text behind stem## at the token, NULL when it is none. */
static const char *pasted_end(const struct token *t)
{
	if ((t->pos.type != TOKEN_QUOTED_ARGUMENT && t->pos.type != TOKEN_MACRO_ARGUMENT) ||
	    t->next->pos.type != TOKEN_CONCAT)
		return NULL;
	t = t->next->next;
	return t->pos.type == TOKEN_NUMBER  ? t->number
	       : t->pos.type == TOKEN_IDENT ? show_ident(t->ident)
					    : NULL;
}

/* stem##1: what stem is the macro that this one was reached from may spell. */
static bool pastes(struct stop_vec *stops, size_t at, const char *end, const struct ident *word)
{
	const struct sp_symbol *m = macro_of(stops->v[stops->v[at].from].macro);
	bool found = false;

	for (const struct token *t = m ? m->expansion : NULL; t && t != &eof_token_entry;
	     t = t->next) {
		const struct ident *id;

		if (t->pos.type != TOKEN_IDENT)
			continue;
		id = built_in_ident(intern_f("%.*s%s", t->ident->len, t->ident->name, end));
		found |= id == word;
		add_stop(stops, id, at);
	}
	return found;
}

/* Does the macro itself spell the word?  Macros that it spells are stops to come. */
static bool spells(struct stop_vec *stops, size_t at, const struct ident *word)
{
	const struct sp_symbol *m = macro_of(stops->v[at].macro);
	bool found = false;

	for (const struct token *t = m ? m->expansion : NULL; t && t != &eof_token_entry;
	     t = t->next) {
		const char *end = at ? pasted_end(t) : NULL;

		if (end)
			found |= pastes(stops, at, end, word);
		if (t->pos.type != TOKEN_IDENT)
			continue;
		found |= t->ident == word;
		add_stop(stops, t->ident, at);
	}
	return found;
}

/* Where the word is spelled: the stop, by its number; how many there are when it is nowhere. */
static size_t find_word(struct stop_vec *stops, const struct text_file *f, uint32_t at,
			const char *macro, const void *word)
{
	bool found;

	vec_push(stops, (struct stop){built_in_ident(macro), 0});
	found = spells(stops, 0, word) || is_argument(stops, f, at, word);
	for (size_t i = 0; i < stops->n; i++)
		if (i ? spells(stops, i, word) : found)
			return i;
	return stops->n;
}

bool macro_spells(const struct text_file *f, uint32_t at, const char *macro, const void *word)
{
	struct stop_vec stops = {};
	bool found = find_word(&stops, f, at, macro, word) < stops.n;

	vec_free(&stops);
	return found;
}

size_t macro_way(const struct text_file *f, uint32_t at, const char *macro, const void *word,
		 const char **way, size_t max)
{
	struct stop_vec stops = {};
	size_t n = 0, s = word ? find_word(&stops, f, at, macro, word) : 0;

	for (s = s < stops.n ? s : 0; s && n + 1 < max; s = stops.v[s].from)
		way[n++] = intern_n(stops.v[s].macro->name, stops.v[s].macro->len);
	way[n++] = macro;
	vec_free(&stops);
	return n;
}

/* ---- names ---- */

static bool is_asm(const struct token *t)
{
	return t && t->pos.type == TOKEN_IDENT &&
	       (t->ident == built_in_ident("asm") || t->ident == built_in_ident("__asm__"));
}

bool macro_has_asm(const char *macro, const struct ident *name)
{
	const struct sp_symbol *m = macro_of(built_in_ident(macro));

	for (const struct token *t = m ? m->expansion : NULL; t && t != &eof_token_entry;
	     t = t->next)
		if (t->pos.type == TOKEN_IDENT && t->ident == name && is_asm(t->next))
			return true;
	return false;
}

bool macro_mentions(const char *name)
{
	return built_in_ident(name)->symbols;
}

// SPDX-License-Identifier: GPL-2.0-or-later
#include "unmatched.h"

#include <fnmatch.h>
#include <string.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/intern.h"
#include "base/map.h"
#include "base/str.h"
#include "finding/finding.h"
#include "rules/rules.h"

enum { MAX_SOURCE = 4 << 20 };

struct search {
	const struct ruleset *rules;
	const struct unit_vec *units;
	const struct report *report;
	struct map symbols; /* (name, 0): what the units define or refer to */
	struct map texts;   /* (file, 0) -> its text without comments; "" when it is not there */
};

/* ---- the units ---- */

static void find_symbols(struct search *s)
{
	struct unit *const *u;

	vec_for_each (u, s->units) {
		for (uint32_t i = 0; i < (*u)->nfunctions; i++)
			map_put(&s->symbols, (*u)->functions[i].symbol, 0, *u);
		for (uint32_t i = 0; i < (*u)->nsymrefs; i++)
			map_put(&s->symbols, (*u)->symrefs[i].symbol, 0, *u);
	}
}

static bool fits_symbol(const struct search *s, const char *pattern)
{
	struct unit *const *u;

	if (!strchr(pattern, '*'))
		return map_get(&s->symbols, pattern, 0);
	vec_for_each (u, s->units) {
		for (uint32_t i = 0; i < (*u)->nfunctions; i++)
			if (!fnmatch(pattern, (*u)->functions[i].symbol, 0))
				return true;
		for (uint32_t i = 0; i < (*u)->nsymrefs; i++)
			if (!fnmatch(pattern, (*u)->symrefs[i].symbol, 0))
				return true;
	}
	return false;
}

static bool in_chain(const struct chain *c, const char *name)
{
	for (uint32_t i = 0; c && i < c->n; i++)
		if (c->name[i] == name)
			return true;
	return false;
}

/* "record.field" of one of the path's steps. */
static bool in_path(const struct path *p, const char *name)
{
	for (uint32_t i = 0; p && i < p->nsteps; i++) {
		const struct step *st = &p->steps[i];
		size_t n = st->kind == STEP_FIELD && st->record ? strlen(st->record) : 0;

		if (n && !strncmp(name, st->record, n) && name[n] == '.' &&
		    !strcmp(name + n + 1, st->field))
			return true;
	}
	return false;
}

static bool in_event(const struct event *e, enum match_kind kind, const char *name)
{
	switch (kind) {
	case MATCH_MACRO:
		return in_chain(e->chain, name);
	case MATCH_SLOT:
		return e->kind == EVENT_CALL && e->call.callee == CALLEE_SLOT &&
		       in_path(e->call.slot, name);
	case MATCH_STORE:
		return e->kind == EVENT_STORE && in_path(e->set.dst.path, name);
	case MATCH_LOAD:
		return e->kind == EVENT_SET && e->set.a.kind == OPERAND_PATH &&
		       in_path(e->set.a.path, name);
	default:
		return false;
	}
}

static bool in_function(const struct function *f, enum match_kind kind, const char *name)
{
	for (uint32_t b = 0; b < f->nblocks; b++) {
		if (kind == MATCH_MACRO && in_chain(f->blocks[b].chain, name))
			return true;
		for (uint32_t i = 0; i < f->blocks[b].nevents; i++)
			if (in_event(&f->blocks[b].events[i], kind, name))
				return true;
	}
	return false;
}

static bool in_units(const struct search *s, enum match_kind kind, const char *name)
{
	struct unit *const *u;

	if (kind == MATCH_CALL)
		return fits_symbol(s, name);
	vec_for_each (u, s->units)
		for (uint32_t i = 0; i < (*u)->nfunctions; i++)
			if (in_function(&(*u)->functions[i], kind, name))
				return true;
	return false;
}

/* ---- the sources ---- */

/* A comment may still speak of what is gone. */
static void blank_comments(struct buf *b)
{
	char *p = b->s, *end;

	while (p && (p = strchr(p, '/'))) {
		end = p[1] == '*' ? strstr(p + 2, "*/") : p[1] == '/' ? strchr(p, '\n') : p;
		if (!end)
			end = b->s + b->n;
		if (end == p)
			p++;
		while (p < end)
			*p++ = ' ';
	}
}

/* The text of a file of the source tree, "" when no tree here has it. */
static const char *source_text(struct search *s, const char *file)
{
	const char *text = map_get(&s->texts, file, 0);
	const char *const *dir;

	if (text)
		return text;
	text = "";
	vec_for_each (dir, &s->report->sources) {
		struct buf b = {};

		if (!*text && !buf_read_file(&b, intern_f("%s/%s", *dir, file), MAX_SOURCE, NULL)) {
			blank_comments(&b);
			text = intern(b.s ? b.s : "");
		}
		buf_free(&b);
	}
	map_put(&s->texts, file, 0, (void *)text);
	return text;
}

/* A word of the text begins with the first n of word, or is them. */
static bool holds(const char *text, const char *word, size_t n, bool whole)
{
	const char *p = text;

	for (; (p = memmem(p, strlen(p), word, n)); p++)
		if ((p == text || !is_name_char(p[-1])) && (!whole || !is_name_char(p[n])))
			return true;
	return false;
}

static bool in_text(const char *text, enum match_kind kind, const char *name)
{
	const char *dot = kind == MATCH_CALL || kind == MATCH_MACRO ? NULL : strrchr(name, '.');
	const char *word = dot ? dot + 1 : name;
	size_t n = strcspn(word, "*");

	return !n || holds(text, word, n, !word[n]);
}

/* ---- models ---- */

static bool fits_arch(const struct search *s, const struct model *m)
{
	for (size_t i = 0; s->report->arch && i < m->narchs; i++)
		if (!strcmp(m->archs[i], s->report->arch))
			return true;
	return !s->report->arch || !m->narchs;
}

/* It holds here, and has a name that could be changed: instructions keep theirs. */
static bool is_of_this_tree(const struct search *s, const struct model *m)
{
	return m->kind != MATCH_ASM && fits_arch(s, m) &&
	       (!m->when || expr_eval(m->when, &(struct state){}, NULL, TRUST_ALL) != TRI_NO);
}

static bool is_there(struct search *s, const struct model *m)
{
	const char *text = source_text(s, m->source);

	/* the file first: it is small, and nearly always says it */
	for (size_t i = 0; i < m->nnames; i++)
		if (!*text || in_text(text, m->kind, m->names[i]))
			return true;
	for (size_t i = 0; i < m->nnames; i++)
		if (in_units(s, m->kind, m->names[i]))
			return true;
	return false;
}

/* What this tree has in its place, where a model of that was read. */
static bool has_other(struct search *s, const struct model *m)
{
	for (size_t i = 0; i < m->nothers; i++)
		for (size_t k = 0; k < s->rules->models.n; k++) {
			const struct model *o = s->rules->models.v[k];

			for (size_t n = 0; n < o->nnames; n++)
				if (o->names[n] == m->others[i] &&
				    in_text(source_text(s, o->source), o->kind, o->names[n]))
					return true;
		}
	return false;
}

void unmatched_models(const struct ruleset *rules, const struct unit_vec *units,
		      struct report *report)
{
	struct search s = {.rules = rules, .units = units, .report = report};

	find_symbols(&s);
	for (size_t i = 0; i < rules->models.n; i++) {
		const struct model *m = rules->models.v[i];

		if (!is_of_this_tree(&s, m) || is_there(&s, m) || has_other(&s, m))
			continue;
		vec_push(&report->assumptions,
			 (struct assumption){
				 .kind = "model-unmatched",
				 .file = m->file,
				 .line = m->line,
				 .what = intern_f("nothing here has %s%s, and %s, where the model "
						  "was read, knows it no more: was it renamed",
						  m->names[0],
						  m->nnames > 1 ? " or the others" : "", m->source),
			 });
	}
	map_free(&s.symbols);
	map_free(&s.texts);
}

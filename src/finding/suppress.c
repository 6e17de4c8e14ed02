// SPDX-License-Identifier: GPL-2.0-or-later
#include "suppress.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/intern.h"
#include "base/map.h"

enum { MAX_ENTRIES = 16 << 20, MAX_SOURCE = 64 << 20 };

/* ---- what a run looked at ---- */

bool coverage_ran(const struct coverage *c, const struct report *report, const char *rule)
{
	const struct assumption *a;
	bool ran = !c->nrules;
	size_t n = strlen(rule);

	for (size_t i = 0; i < c->nrules; i++)
		ran |= !strcmp(c->rules[i], rule);
	vec_for_each (a, &report->assumptions)
		if (!strcmp(a->kind, ASSUMPTION_UNDECIDABLE) && !strncmp(a->what, rule, n) &&
		    a->what[n] == ' ')
			return false;
	return ran && c->is_whole;
}

bool coverage_has_file(const struct coverage *c, const char *file)
{
	struct unit *const *u;

	vec_for_each (u, c->units)
		if ((*u)->source && !strcmp((*u)->source, file))
			return true;
	return false;
}

static bool has_function(const struct coverage *c, const char *symbol)
{
	struct unit *const *u;

	vec_for_each (u, c->units)
		for (uint32_t i = 0; i < (*u)->nfunctions; i++)
			if ((*u)->functions[i].nblocks &&
			    !strcmp((*u)->functions[i].symbol, symbol))
				return true;
	return false;
}

/* What the facts have of the lines of a comment. */
struct seen {
	bool event;	   /* one is in them */
	uint32_t function; /* where the function around them begins; 0: none is around */
};

static void look_at(const struct function *f, const struct comment *c, struct seen *seen)
{
	uint32_t last = f->place.line;

	for (uint32_t b = 0; b < f->nblocks; b++)
		for (uint32_t e = 0; e < f->blocks[b].nevents; e++) {
			const struct place *p = &f->blocks[b].events[e].place;

			if (p->file != f->place.file)
				continue;
			seen->event |= p->line >= c->first && p->line <= c->last + 1;
			if (p->line > last)
				last = p->line;
		}
	if (f->place.line <= c->last + 1 && c->first <= last)
		seen->function = f->place.line;
}

/*
 * Are the lines compiled here?  Where an event of theirs is known they are; in
 * code without, when no #if between it and the function (or the file) can have
 * taken them out.  A header's are compiled in other units too: nothing is known.
 */
static bool is_compiled(const struct coverage *c, const struct comment *at)
{
	struct unit *const *u;
	struct seen seen = {};

	if (!coverage_has_file(c, at->file))
		return false;
	vec_for_each (u, c->units)
		for (uint32_t i = 0; i < (*u)->nfunctions; i++)
			if ((*u)->functions[i].place.file == at->file)
				look_at(&(*u)->functions[i], at, &seen);
	return seen.event || !at->guard || at->guard < seen.function;
}

/* ---- notes ---- */

static void note(struct report *r, const char *kind, const char *file, uint32_t line,
		 const char *what)
{
	struct assumption a = {.kind = kind, .file = file, .line = line, .what = what};

	vec_push(&r->assumptions, a);
}

static void note_comments(const struct suppressions *s, const struct ruleset *rules,
			  const struct coverage *coverage, struct report *r)
{
	const struct comment *c;

	vec_for_each (c, &s->comments) {
		if (!*c->rule || !c->reason)
			note(r, NOTE_IGNORED, c->file, c->first,
			     "this suppresses nothing without a reason: `eqslint: RULE: reason`");
		else if (!rules_find(rules, c->rule))
			note(r, NOTE_IGNORED, c->file, c->first,
			     intern_f("this suppresses nothing: there is no rule '%s'", c->rule));
		else if (!c->used && coverage_ran(coverage, r, c->rule) && is_compiled(coverage, c))
			note(r, NOTE_UNUSED, c->file, c->first,
			     intern_f("%s finds nothing here: the comment is not needed", c->rule));
	}
}

static void note_entries(const struct suppressions *s, const struct coverage *coverage,
			 struct report *r)
{
	const struct suppress_entry *e;

	vec_for_each (e, &s->entries)
		if (!e->used && coverage_ran(coverage, r, e->rule) &&
		    has_function(coverage, e->function))
			note(r, NOTE_UNUSED, s->file, e->line,
			     intern_f("%s finds nothing in %s: the entry is not needed", e->rule,
				      e->function));
}

/* ---- the source ---- */

static int read_source(const struct report *r, const char *file, struct buf *text)
{
	if (*file == '/')
		return buf_read_file(text, file, MAX_SOURCE, NULL);
	for (size_t i = 0; i < r->sources.n; i++) {
		const char *path = intern_f("%s/%s", r->sources.v[i], file);

		if (!access(path, R_OK))
			return buf_read_file(text, path, MAX_SOURCE, NULL);
	}
	return -ENOENT;
}

/* Reads the file's comments, once; false when the file is not to be had. */
static bool read_comments(struct suppressions *s, const struct report *r, struct map *done,
			  const char *file)
{
	static const char there[] = "", gone[] = "";
	struct buf text = {};
	const void *known = map_get(done, file, 0);

	if (!known) {
		known = read_source(r, file, &text) ? gone : there;
		if (known == there)
			comments_read(text.s, text.n, file, &s->comments);
		buf_free(&text);
		map_put(done, file, 0, (void *)known);
	}
	return known == there;
}

static void read_sources(struct suppressions *s, const struct coverage *coverage, struct report *r)
{
	struct map done = {};
	struct unit *const *u;
	const struct finding *f;

	vec_for_each (u, coverage->units)
		if ((*u)->source)
			read_comments(s, r, &done, intern((*u)->source));
	vec_for_each (f, &r->findings)
		if (f->file && !read_comments(s, r, &done, intern(f->file)))
			note(r, "missing-source", f->file, 0,
			     "it is not here: comments in it that suppress findings are not read");
	map_free(&done);
}

/* ---- marking ---- */

static bool by_comment(struct suppressions *s, struct finding *f)
{
	struct comment *c;

	vec_for_each (c, &s->comments) {
		if (!f->file || !c->reason || strcmp(c->file, f->file) ||
		    strcmp(c->rule, f->rule) || f->line < c->first || f->line > c->last + 1)
			continue;
		c->used = true;
		f->suppression =
			(struct suppression){SUPPRESSION_SOURCE, c->reason, c->file, c->first};
		return true;
	}
	return false;
}

static bool by_entry(struct suppressions *s, struct finding *f)
{
	struct suppress_entry *e;

	vec_for_each (e, &s->entries) {
		if (!f->function || strcmp(e->function, f->function) || strcmp(e->rule, f->rule))
			continue;
		e->used = true;
		f->suppression =
			(struct suppression){SUPPRESSION_FILE, e->reason, s->file, e->line};
		return true;
	}
	return false;
}

void suppress_apply(struct suppressions *s, const struct ruleset *rules,
		    const struct coverage *coverage, struct report *report)
{
	struct finding *f;

	read_sources(s, coverage, report);
	vec_for_each (f, &report->findings)
		if (by_comment(s, f) || by_entry(s, f))
			f->status = STATUS_SUPPRESSED;
	note_comments(s, rules, coverage, report);
	note_entries(s, coverage, report);
}

/* ---- the file ---- */

/* The next word of the line, interned; NULL at its end and before a '#'. */
static const char *word(char **p)
{
	char *begin = *p + strspn(*p, " \t\r");
	size_t n = strcspn(begin, " \t\r#");

	*p = begin + n;
	return n ? intern_n(begin, n) : NULL;
}

static const char *reason_of(char *p)
{
	size_t n;

	p += strspn(p, " \t\r");
	if (*p != '#')
		return NULL;
	p += strspn(p, "# \t\r");
	for (n = strlen(p); n && strchr(" \t\r", p[n - 1]); n--)
		;
	return n ? intern_n(p, n) : NULL;
}

static int read_entry(struct suppressions *s, char *p, uint32_t line, const struct ruleset *rules,
		      struct error *err)
{
	struct suppress_entry e = {.line = line};

	e.rule = word(&p);
	if (!e.rule)
		return 0;
	e.function = word(&p);
	e.reason = reason_of(p);
	if (!e.function)
		return error_set(err, EINVAL,
				 "%s:%u: no function is named: expected RULE FUNCTION # reason",
				 s->file, line);
	if (!e.reason)
		return error_set(err, EINVAL, "%s:%u: a reason is missing: expected %s %s # reason",
				 s->file, line, e.rule, e.function);
	if (!rules_find(rules, e.rule))
		return error_set(err, EINVAL,
				 "%s:%u: there is no rule '%s'; see `eqslint explain list`",
				 s->file, line, e.rule);
	vec_push(&s->entries, e);
	return 0;
}

int suppress_read(struct suppressions *s, const char *path, const struct ruleset *rules,
		  struct error *err)
{
	struct buf text = {};
	uint32_t line = 0;
	char *p, *end;
	int ret = buf_read_file(&text, path, MAX_ENTRIES, err);

	s->file = intern(path);
	if (!ret && strlen(text.s) != text.n)
		ret = error_set(err, EINVAL,
				"%s is no text: expected lines of RULE FUNCTION # reason", path);
	for (p = text.s; !ret && *p; p = end) {
		end = p + strcspn(p, "\n");
		if (*end)
			*end++ = 0;
		ret = read_entry(s, p, ++line, rules, err);
	}
	buf_free(&text);
	return ret;
}

void suppress_free(struct suppressions *s)
{
	vec_free(&s->entries);
	vec_free(&s->comments);
}

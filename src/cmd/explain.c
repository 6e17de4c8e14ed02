// SPDX-License-Identifier: GPL-2.0-or-later
#include <errno.h>
#include <string.h>

#include "base/buf.h"
#include "base/error.h"
#include "command.h"
#include "emit.h"
#include "facts/asked.h"
#include "options.h"
#include "output/pen.h"
#include "paths.h"
#include "rules/rules.h"

enum { PAGE_WIDTH = 80, INDENT = 2 };

static void heading(struct pen *p, const char *word)
{
	pen_line(p);
	pen_color(p, PEN_BOLD);
	pen_puts(p, word);
	pen_color(p, PEN_PLAIN);
	pen_line(p);
}

/* One paragraph, filled to the width of the page. */
static void fill(struct pen *p, const char *s, size_t n)
{
	size_t column = 0, word, i = 0;

	while (i < n) {
		for (; i < n && s[i] == ' '; i++)
			;
		for (word = 0; i + word < n && s[i + word] != ' '; word++)
			;
		if (!word)
			break;
		if (column && column + 1 + word > PAGE_WIDTH - INDENT) {
			pen_line(p);
			column = 0;
		}
		pen_gap(p, column ? 1 : INDENT);
		pen_printf(p, "%.*s", (int)word, s + i);
		column += (column ? 1 : 0) + word;
		i += word;
	}
	pen_line(p);
}

/* Lines as they are; tabs become eight columns so that the indent does not shift them. */
static void verbatim(struct pen *p, const char *s, size_t n)
{
	size_t i, column = 0;

	pen_gap(p, 2 * INDENT);
	for (i = 0; i < n; i++) {
		if (s[i] == '\t') {
			pen_gap(p, (int)(8 - column % 8));
			column += 8 - column % 8;
		} else if (s[i] == ' ') {
			pen_gap(p, 1);
			column++;
		} else {
			pen_printf(p, "%c", s[i]);
			column++;
		}
	}
	pen_line(p);
}

static void lines(struct pen *p, const char *s, void (*put)(struct pen *, const char *, size_t))
{
	size_t n;

	for (; *s; s += n + (s[n] == '\n')) {
		n = strcspn(s, "\n");
		put(p, s, n);
	}
}

static void section(struct pen *p, const char *title, const char *s,
		    void (*put)(struct pen *, const char *, size_t))
{
	if (!s)
		return;
	heading(p, title);
	lines(p, s, put);
}

static void explain(struct pen *p, const struct rule *r)
{
	size_t i;

	pen_color(p, PEN_BOLD);
	pen_puts(p, r->name);
	pen_color(p, PEN_PLAIN);
	pen_line(p);
	if (r->summary)
		lines(p, r->summary, fill);
	section(p, "Why", r->why, fill);
	section(p, "Fix", r->fix, fill);
	section(p, "Bad", r->bad, verbatim);
	section(p, "Good", r->good, verbatim);
	if (r->nreferences)
		heading(p, "References");
	for (i = 0; i < r->nreferences; i++)
		fill(p, r->references[i], strlen(r->references[i]));
}

static void list(struct pen *p, const struct ruleset *rules)
{
	struct rule *const *r;
	int width = 0;

	vec_for_each (r, &rules->rules)
		if ((int)strlen((*r)->name) > width)
			width = (int)strlen((*r)->name);
	vec_for_each (r, &rules->rules) {
		pen_color(p, PEN_BOLD);
		pen_puts(p, (*r)->name);
		pen_color(p, PEN_PLAIN);
		pen_gap(p, width - (int)strlen((*r)->name) + 2);
		if ((*r)->summary)
			pen_printf(p, "%.*s", (int)strcspn((*r)->summary, "\n"), (*r)->summary);
		pen_line(p);
	}
}

/* What the rules ask of a tree, one a line: the list for -fplugin-arg-eqslint-options. */
static void options(struct buf *out, struct ruleset *rules)
{
	size_t n;
	const char **names = rules_wanted_facts(rules, &n);

	asked_lines(NULL, NULL, names, n, out);
}

/* "list" or nothing lists; else every name is explained, with an empty line between two. */
static int explain_all(struct pen *p, const struct options *opt, struct ruleset *rules,
		       struct error *err)
{
	const struct rule *r;
	size_t i;

	if (!opt->args.n)
		list(p, rules);
	for (i = 0; i < opt->args.n; i++) {
		if (i)
			pen_line(p);
		r = rules_find(rules, opt->args.v[i]);
		if (r)
			explain(p, r);
		else if (!strcmp(opt->args.v[i], "list"))
			list(p, rules);
		else if (!strcmp(opt->args.v[i], "options"))
			options(p->out, rules);
		else
			return error_set(err, EINVAL,
					 "no rule '%s'; `eqslint explain list` lists them",
					 opt->args.v[i]);
	}
	return 0;
}

int cmd_explain(const struct options *opt)
{
	struct buf out = {};
	struct pen p = {.out = &out, .color = emit_color(opt)};
	struct error err;
	const char *dir = opt->rules ? opt->rules : paths_rules(&err);
	struct ruleset *rules;
	int ret;

	if (!dir || rules_load(dir, &rules, &err))
		return emit_error(&err);
	ret = explain_all(&p, opt, rules, &err) ? emit_error(&err) : emit_text(opt, &out);
	rules_free(rules);
	buf_free(&out);
	return ret;
}

// SPDX-License-Identifier: GPL-2.0-or-later
#include "lanes.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "base/intern.h"
#include "pen.h"

/* An event longer than this pushes its own columns to the right, not everyone's. */
enum { EVENT_WIDTH = 44 };

/* One state variable and the widest of its values on this path. */
struct column {
	const char *variable;
	int width;
};

struct layout {
	VEC(struct column) columns;
	int line_width, event_width;
};

/* What the source writes as a name is shown as the call it is; "return" and statements are not. */
static const char *event_text(const struct path_step *s)
{
	const char *e = s->event ? s->event : "";
	size_t n = strlen(e);
	unsigned char last = n ? (unsigned char)e[n - 1] : 0;

	if (!strcmp(e, "return") || strchr(e, ' ') ||
	    !(isalnum(last) || last == '_' || last == ']'))
		return e;
	return intern_f("%s()", e);
}

static struct column *column_of(struct layout *lay, const char *variable)
{
	struct column *c;

	vec_for_each (c, &lay->columns)
		if (!strcmp(c->variable, variable))
			return c;
	vec_push(&lay->columns, (struct column){.variable = variable});
	return &lay->columns.v[lay->columns.n - 1];
}

static void widen(int *width, int n)
{
	if (n > *width)
		*width = n;
}

static void measure(struct layout *lay, const struct finding *f)
{
	const struct path_step *s;
	const struct lane *l;

	vec_for_each (s, &f->path) {
		int n = (int)strlen(event_text(s));

		if (n <= EVENT_WIDTH)
			widen(&lay->event_width, n);
		widen(&lay->line_width, s->line ? snprintf(NULL, 0, "%u", s->line) : 0);
		vec_for_each (l, &s->lanes)
			widen(&column_of(lay, l->variable)->width, (int)strlen(l->value));
	}
}

static const struct lane *lane_of(const struct path_step *s, const char *variable)
{
	const struct lane *l;

	vec_for_each (l, &s->lanes)
		if (!strcmp(l->variable, variable))
			return l;
	return NULL;
}

static void put_value(struct pen *p, const struct path_step *s, const struct lane *l)
{
	char one[2] = "";
	const char *v;

	if (!l->changed) {
		pen_puts(p, l->value);
		return;
	}
	pen_color(p, s->is_fault ? PEN_RED : PEN_YELLOW);
	for (v = l->value; *v; v++) {
		one[0] = (char)toupper((unsigned char)*v);
		pen_puts(p, one);
	}
	pen_color(p, PEN_PLAIN);
}

/* The columns of one step, each with the two blanks behind it. */
static void put_lanes(struct pen *p, const struct layout *lay, const struct path_step *s)
{
	const struct column *c;
	const struct lane *l;

	vec_for_each (c, &lay->columns) {
		l = lane_of(s, c->variable);
		if (l) {
			pen_printf(p, "%s ", c->variable);
			put_value(p, s, l);
			pen_gap(p, c->width - (int)strlen(l->value) + 2);
		} else {
			pen_gap(p, (int)strlen(c->variable) + 1 + c->width + 2);
		}
	}
}

static void put_step(struct pen *p, const struct layout *lay, const struct path_step *s)
{
	const char *event = event_text(s);
	char number[16] = "";

	if (s->line)
		snprintf(number, sizeof(number), "%u", s->line);
	pen_gap(p, 4 + lay->line_width - (int)strlen(number));
	pen_puts(p, number);
	pen_gap(p, 2);
	if (s->is_fault)
		pen_color(p, PEN_BOLD);
	pen_puts(p, event);
	if (s->is_fault)
		pen_color(p, PEN_PLAIN);
	pen_gap(p, lay->event_width - (int)strlen(event));
	pen_gap(p, 3);
	put_lanes(p, lay, s);
	if (s->note) {
		pen_gap(p, lay->columns.n ? 1 : 0);
		pen_puts(p, s->note);
	}
	pen_line(p);
}

static void put_function(struct pen *p, const char *function, const char *file)
{
	pen_gap(p, 2);
	pen_color(p, PEN_BOLD);
	pen_puts(p, function ? function : "(no function)");
	pen_color(p, PEN_PLAIN);
	if (file) {
		pen_puts(p, " (");
		pen_file(p, file);
		pen_puts(p, ")");
	}
	pen_line(p);
}

static bool same(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

static void put_left_out(struct pen *p, size_t n)
{
	pen_gap(p, 4);
	pen_printf(p, "... %zu step%s left out", n, n == 1 ? " is" : "s are");
	pen_line(p);
}

void lanes_draw(struct pen *p, const struct finding *f)
{
	const char *function = NULL, *file = f->file;
	const struct path_step *s;
	struct layout lay = {};

	if (!f->path.n)
		put_function(p, f->function, NULL);
	measure(&lay, f);
	vec_for_each (s, &f->path) {
		bool moved = s->file && !same(s->file, file);

		if (s->left_out)
			put_left_out(p, s->left_out);
		if (s == f->path.v || moved || !same(s->function, function))
			put_function(p, s->function, moved ? s->file : NULL);
		function = s->function;
		file = s->file ? s->file : file;
		put_step(p, &lay, s);
	}
	vec_free(&lay.columns);
}

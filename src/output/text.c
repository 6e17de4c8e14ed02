// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Findings for people: a first line of GCC's shape, which every editor and log
 * parser knows, then the path with one column for each state variable.
 */
#include "output.h"

#include <ctype.h>
#include <string.h>

#include "lanes.h"
#include "pen.h"

static void put_place(struct pen *p, const char *file, uint32_t line, uint32_t column)
{
	pen_file(p, file ? file : "(unknown file)");
	if (line)
		pen_printf(p, ":%u", line);
	if (line && column)
		pen_printf(p, ":%u", column);
}

/* "see: ", in colour */
static void put_label(struct pen *p, const char *color, const char *word)
{
	pen_color(p, color);
	pen_printf(p, "%s:", word);
	pen_color(p, PEN_PLAIN);
	pen_gap(p, 1);
}

static void put_first_line(struct pen *p, const struct finding *f)
{
	static const char *const colors[] = {
		[SEVERITY_NOTE] = PEN_CYAN,
		[SEVERITY_WARNING] = PEN_MAGENTA,
		[SEVERITY_ERROR] = PEN_RED,
	};

	pen_color(p, PEN_BOLD);
	put_place(p, f->file, f->line, f->column);
	pen_puts(p, ":");
	pen_color(p, PEN_PLAIN);
	pen_gap(p, 1);
	put_label(p, colors[f->severity], severity_names[f->severity]);
	pen_puts(p, f->message);
	if (f->status == STATUS_LATENT && f->fenced_option)
		pen_printf(p, " (latent: %s is off here)", f->fenced_option);
	else if (f->status != STATUS_NEW)
		pen_printf(p, " (%s)", status_names[f->status]);
	pen_printf(p, " [%s]", f->rule);
	pen_line(p);
}

static void put_related(struct pen *p, const struct finding *f)
{
	const struct spot *s;

	vec_for_each (s, &f->related) {
		pen_gap(p, 2);
		put_label(p, PEN_CYAN, "see");
		put_place(p, s->file, s->line, 0);
		if (s->function)
			pen_printf(p, " %s", s->function);
		if (s->what)
			pen_printf(p, ": %s", s->what);
		pen_line(p);
	}
}

static void put_finding(struct pen *p, const struct finding *f)
{
	put_first_line(p, f);
	lanes_draw(p, f);
	put_related(p, f);
	if (f->status == STATUS_LATENT && f->fenced_option) {
		pen_gap(p, 2);
		put_label(p, PEN_CYAN, "latent");
		pen_printf(p, "harmless in this configuration; with %s on it is real",
			   f->fenced_option);
		pen_line(p);
	}
	if (f->suppression.kind != SUPPRESSION_NONE) {
		pen_gap(p, 2);
		put_label(p, PEN_CYAN, "suppressed");
		pen_printf(p, "%s (", f->suppression.reason);
		if (f->suppression.kind == SUPPRESSION_SOURCE)
			put_place(p, f->suppression.file, f->suppression.line, 0);
		else /* as the user called it, from where the user is */
			pen_printf(p, "%s:%u", f->suppression.file, f->suppression.line);
		pen_puts(p, ")");
		pen_line(p);
	}
	pen_gap(p, 2);
	put_label(p, PEN_GREEN, "help");
	if (f->help)
		pen_printf(p, "%s (eqslint explain %s)", f->help, f->rule);
	else
		pen_printf(p, "eqslint explain %s", f->rule);
	pen_line(p);
}

static bool is_shown(const struct text_options *opt, const struct finding *f)
{
	return !opt->quiet || report_counts(f, opt->latent);
}

static void put_units(struct pen *p, const struct unit_note_vec *notes, const char *color,
		      const char *what)
{
	const struct unit_note *n;

	vec_for_each (n, notes) {
		put_label(p, color, what);
		pen_puts(p, n->object);
		if (n->why)
			pen_printf(p, ": %s", n->why);
		pen_line(p);
	}
}

/* In GCC's shape, since there is a line to look at and to change. */
static void put_note(struct pen *p, const struct assumption *a)
{
	pen_color(p, PEN_BOLD);
	put_place(p, a->file, a->line, 0);
	pen_puts(p, ":");
	pen_color(p, PEN_PLAIN);
	pen_gap(p, 1);
	put_label(p, PEN_CYAN, "note");
	pen_printf(p, "%s [%s]", a->what, a->kind);
	pen_line(p);
}

/* What was not looked at is said unasked: silence would look like a clean kernel. */
static void put_assumptions(struct pen *p, const struct report *r, const struct text_options *opt)
{
	const struct assumption *a;

	vec_for_each (a, &r->assumptions) {
		bool unasked = !strcmp(a->kind, ASSUMPTION_UNDECIDABLE) ||
			       !strcmp(a->kind, ASSUMPTION_NO_UNIT);

		if (assumption_is_note(a)) {
			if (!opt->quiet)
				put_note(p, a);
			continue;
		}
		if (!opt->assumptions && (opt->quiet || !unasked))
			continue;
		put_label(p, unasked ? PEN_YELLOW : PEN_CYAN, a->kind);
		if (a->file) {
			put_place(p, a->file, a->line, 0);
			pen_puts(p, ": ");
		}
		if (a->function)
			pen_printf(p, "%s: ", a->function);
		pen_puts(p, a->what);
		pen_line(p);
	}
}

void output_text(struct buf *out, const struct report *r, const struct text_options *opt)
{
	struct pen p = {.out = out, .color = opt->color, .prefix = opt->prefix};
	const struct finding *f;

	vec_for_each (f, &r->findings) {
		if (!is_shown(opt, f))
			continue;
		put_finding(&p, f);
		pen_part(&p);
	}
	put_units(&p, &r->not_ready, PEN_YELLOW, "not ready");
	put_units(&p, &r->failed, PEN_RED, "failed");
	pen_part(&p);
	put_assumptions(&p, r, opt);
	pen_part(&p);
	if (opt->subject)
		pen_printf(&p, "%s: ", opt->subject);
	output_summary(out, r);
}

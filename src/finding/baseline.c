// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The form: a first line that says what it is, then FILE, FUNCTION, RULE and
 * FINGERPRINT with a tab between two, as sort(1) with LC_ALL=C leaves it: what
 * two branches add is merged by line.  Equal lines stand for as many findings.
 */
#include "baseline.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/intern.h"

#define HEADER "# eqslint baseline 1"

enum { MAX_BASELINE = 256 << 20, FINGERPRINT_DIGITS = 64, NFIELDS = 4 };

/* A name that is not known. */
static const char nameless[] = "-";

/* ---- reading ---- */

static bool is_fingerprint(const char *s)
{
	return strlen(s) == FINGERPRINT_DIGITS &&
	       strspn(s, "0123456789abcdef") == FINGERPRINT_DIGITS;
}

static int read_line(struct baseline *b, char *line, unsigned number, struct error *err)
{
	const char *field[NFIELDS] = {};
	size_t n = 0;

	for (char *p = line; p && n <= NFIELDS; n++) {
		char *tab = strchr(p, '\t');

		if (tab)
			*tab++ = 0;
		if (n < NFIELDS)
			field[n] = intern(p);
		p = tab;
	}
	if (n != NFIELDS || !is_fingerprint(field[NFIELDS - 1]))
		return error_set(err, EINVAL,
				 "%s:%u: expected FILE, FUNCTION, RULE and FINGERPRINT with tabs "
				 "between them, as --write-baseline writes it",
				 b->path, number);
	vec_push(&b->entries,
		 (struct baseline_entry){field[0], field[1], field[2], field[3], false});
	return 0;
}

static int read_text(struct baseline *b, const struct buf *text, struct error *err)
{
	unsigned number = 1;
	int ret = 0;

	if (strlen(text->s) != text->n)
		return error_set(err, EINVAL, "%s is damaged: it has a byte of 0", b->path);
	for (char *p = text->s, *end; !ret && (*p || number == 1); p = end, number++) {
		end = p + strcspn(p, "\n");
		if (*end)
			*end++ = 0;
		if (number == 1 && strcmp(p, HEADER))
			ret = error_set(err, EINVAL,
					"%s:1: no baseline that this program reads: expected '%s', "
					"which --write-baseline writes",
					b->path, HEADER);
		else if (*p && *p != '#')
			ret = read_line(b, p, number, err);
	}
	return ret;
}

int baseline_read(struct baseline *b, const char *path, struct error *err)
{
	struct buf text = {};
	int ret = buf_read_file(&text, path, MAX_BASELINE, err);

	b->path = intern(path);
	if (!ret)
		ret = read_text(b, &text, err);
	buf_free(&text);
	return ret;
}

/* ---- applying ---- */

static bool is_same(const char *entry, const char *name)
{
	return !strcmp(entry, name ? name : nameless);
}

static struct baseline_entry *find(struct baseline *b, const struct finding *f, bool any_file)
{
	struct baseline_entry *e;

	vec_for_each (e, &b->entries)
		if (!e->used && !strcmp(e->fingerprint, f->fingerprint) &&
		    (any_file || is_same(e->file, f->file)))
			return e;
	return NULL;
}

/* Files that were renamed come second, so that they take no entry of another finding. */
static void mark(struct baseline *b, struct report *r, bool *matched, bool any_file)
{
	for (size_t i = 0; i < r->findings.n; i++) {
		struct finding *f = &r->findings.v[i];
		struct baseline_entry *e = matched[i] ? NULL : find(b, f, any_file);

		if (!e)
			continue;
		e->used = matched[i] = true;
		if (f->status != STATUS_SUPPRESSED)
			f->status = STATUS_BASELINE;
	}
}

static void note_gone(const struct baseline *b, const struct coverage *coverage, struct report *r)
{
	struct assumption a = {.kind = NOTE_GONE, .file = b->path};
	const struct baseline_entry *e;
	size_t n = 0;

	vec_for_each (e, &b->entries)
		n += !e->used && coverage_has_file(coverage, e->file) &&
		     coverage_ran(coverage, r, e->rule);
	if (!n)
		return;
	a.what = intern_f("%zu %s no longer found; --write-baseline leaves %s out", n,
			  n == 1 ? "entry is" : "entries are", n == 1 ? "it" : "them");
	vec_push(&r->assumptions, a);
}

void baseline_apply(struct baseline *b, const struct coverage *coverage, struct report *report)
{
	bool *matched = calloc(report->findings.n + 1, sizeof(*matched));

	if (!matched)
		die("out of memory");
	mark(b, report, matched, false);
	mark(b, report, matched, true);
	free(matched);
	note_gone(b, coverage, report);
}

/* ---- writing ---- */

static int by_text(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

int baseline_write(const struct report *report, const char *path, struct error *err)
{
	VEC(const char *) lines = {};
	const char *const *line;
	const struct finding *f;
	struct buf out = {};
	int ret;

	vec_for_each (f, &report->findings)
		if (f->status != STATUS_SUPPRESSED)
			vec_push(&lines, intern_f("%s\t%s\t%s\t%s\n", f->file ? f->file : nameless,
						  f->function ? f->function : nameless, f->rule,
						  f->fingerprint));
	if (lines.n)
		qsort(lines.v, lines.n, sizeof(*lines.v), by_text);
	buf_puts(&out, HEADER "\n");
	vec_for_each (line, &lines)
		buf_puts(&out, *line);
	ret = buf_write_file(&out, path, err);
	buf_free(&out);
	vec_free(&lines);
	return ret;
}

void baseline_free(struct baseline *b)
{
	vec_free(&b->entries);
}

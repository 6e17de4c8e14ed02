// SPDX-License-Identifier: GPL-2.0-or-later
#include "finding.h"

#include <stdlib.h>
#include <string.h>

#include "identity.h"

const char *const severity_names[] = {
	[SEVERITY_NOTE] = "note",
	[SEVERITY_WARNING] = "warning",
	[SEVERITY_ERROR] = "error",
};

const char *const status_names[] = {
	[STATUS_NEW] = "new",
	[STATUS_BASELINE] = "baseline",
	[STATUS_LATENT] = "latent",
	[STATUS_SUPPRESSED] = "suppressed",
};

const char *const suppression_names[] = {
	[SUPPRESSION_SOURCE] = "source",
	[SUPPRESSION_FILE] = "file",
};

bool assumption_is_note(const struct assumption *a)
{
	static const char *const kinds[] = {NOTE_UNUSED, NOTE_IGNORED,	 NOTE_GONE,
					    NOTE_CROSS,	 NOTE_UNCHECKED, NOTE_NOT_CHECKED};

	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
		if (!strcmp(a->kind, kinds[i]))
			return true;
	return false;
}

/* Strings that are not there come first. */
static int compare_str(const char *a, const char *b)
{
	if (!a || !b)
		return !!a - !!b;
	return strcmp(a, b);
}

static int compare_u32(uint32_t a, uint32_t b)
{
	return (a > b) - (a < b);
}

static int by_place(const void *a, const void *b)
{
	const struct finding *x = a, *y = b;
	int c = compare_str(x->file, y->file);

	c = c ? c : compare_u32(x->line, y->line);
	c = c ? c : compare_u32(x->column, y->column);
	c = c ? c : compare_str(x->rule, y->rule);
	c = c ? c : compare_str(x->function, y->function);
	c = c ? c : compare_str(x->fingerprint, y->fingerprint);
	c = c ? c : compare_str(x->message, y->message);
	return c;
}

static int compare_assumptions(const void *a, const void *b)
{
	const struct assumption *x = a, *y = b;
	int c = compare_str(x->file, y->file);

	c = c ? c : compare_u32(x->line, y->line);
	c = c ? c : compare_str(x->kind, y->kind);
	c = c ? c : compare_str(x->function, y->function);
	c = c ? c : compare_str(x->what, y->what);
	return c;
}

static int compare_notes(const void *a, const void *b)
{
	const struct unit_note *x = a, *y = b;
	int c = compare_str(x->object, y->object);

	return c ? c : compare_str(x->why, y->why);
}

static void sort_notes(struct unit_note_vec *notes)
{
	if (notes->n)
		qsort(notes->v, notes->n, sizeof(*notes->v), compare_notes);
}

static void sort_assumptions(struct assumption_vec *all)
{
	const struct assumption *a;
	size_t n = 0;

	if (!all->n)
		return;
	qsort(all->v, all->n, sizeof(*all->v), compare_assumptions);
	vec_for_each (a, all)
		if (!n || compare_assumptions(&all->v[n - 1], a))
			all->v[n++] = *a;
	all->n = n;
}

void report_sort(struct report *r)
{
	struct finding *f;

	vec_for_each (f, &r->findings)
		if (!f->fingerprint)
			identity_fingerprint(f);
	if (r->findings.n)
		qsort(r->findings.v, r->findings.n, sizeof(*r->findings.v), by_place);
	identity_number(&r->findings);
	sort_assumptions(&r->assumptions);
	sort_notes(&r->not_ready);
	sort_notes(&r->failed);
}

bool report_counts(const struct finding *f, bool latent)
{
	return f->severity >= SEVERITY_WARNING &&
	       (f->status == STATUS_NEW || (latent && f->status == STATUS_LATENT));
}

int report_exit(const struct report *r, bool latent)
{
	const struct finding *f;

	if (r->failed.n)
		return 2;
	vec_for_each (f, &r->findings)
		if (report_counts(f, latent))
			return 1;
	return 0;
}

void report_free(struct report *r)
{
	struct path_step *s;
	struct finding *f;

	vec_for_each (f, &r->findings) {
		vec_for_each (s, &f->path)
			vec_free(&s->lanes);
		vec_free(&f->path);
		vec_free(&f->related);
	}
	vec_free(&r->findings);
	vec_free(&r->assumptions);
	vec_free(&r->not_ready);
	vec_free(&r->failed);
	vec_free(&r->sources);
}

// SPDX-License-Identifier: GPL-2.0-or-later
#include "edits.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/intern.h"

void edits_add(struct edit_vec *edits, size_t start, size_t end, const char *text)
{
	vec_push(edits, (struct edit){start, end, intern(text), edits->n});
}

/* What is put before a byte comes before what replaces it. */
static int by_place(const void *a, const void *b)
{
	const struct edit *x = a, *y = b;

	if (x->start != y->start)
		return x->start < y->start ? -1 : 1;
	if ((x->end == x->start) != (y->end == y->start))
		return x->end == x->start ? -1 : 1;
	return x->number < y->number ? -1 : 1;
}

int edits_apply(const struct edit_vec *edits, const struct buf *text, struct buf *out,
		struct error *err)
{
	struct edit_vec sorted = {};
	size_t at = 0;
	int ret = 0;

	for (size_t i = 0; i < edits->n; i++)
		vec_push(&sorted, edits->v[i]);
	if (sorted.n)
		qsort(sorted.v, sorted.n, sizeof(*sorted.v), by_place);
	for (size_t i = 0; !ret && i < sorted.n; i++) {
		const struct edit *e = &sorted.v[i];

		if (e->start < at || e->end < e->start || e->end > text->n) {
			ret = error_set(err, EINVAL, "two changes of one place contradict");
			break;
		}
		buf_add(out, text->s + at, e->start - at);
		buf_puts(out, e->text);
		at = e->end;
	}
	if (!ret)
		buf_add(out, text->s + at, text->n - at);
	vec_free(&sorted);
	return ret;
}

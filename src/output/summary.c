// SPDX-License-Identifier: GPL-2.0-or-later
#include "output.h"

#include <string.h>

enum { HASH_DIGITS = 8 };

static void amount(struct buf *out, size_t n, const char *one)
{
	buf_printf(out, "%zu %s%s", n, one, n == 1 ? "" : "s");
}

static void findings_part(struct buf *out, const struct report *r)
{
	size_t count[STATUS_SUPPRESSED + 1] = {};
	const struct finding *f;
	const char *sep = " (";
	int s;

	vec_for_each (f, &r->findings)
		count[f->status]++;
	amount(out, r->findings.n, "finding");
	for (s = STATUS_NEW + 1; s <= STATUS_SUPPRESSED; s++) {
		if (!count[s])
			continue;
		buf_printf(out, "%s%zu %s", sep, count[s], status_names[s]);
		sep = ", ";
	}
	if (strcmp(sep, " ("))
		buf_putc(out, ')');
}

static size_t assumptions(const struct report *r)
{
	const struct assumption *a;
	size_t n = 0;

	vec_for_each (a, &r->assumptions)
		n += !assumption_is_note(a);
	return n;
}

void output_summary(struct buf *out, const struct report *r)
{
	size_t assumed = assumptions(r);

	findings_part(out, r);
	buf_puts(out, "; ");
	amount(out, r->compiled, "unit");
	buf_printf(out, " compiled, %zu checked", r->checked);
	if (r->closure)
		buf_printf(out, " (%zu of them for bodies and callers)", r->closure);
	buf_printf(out, ", %zu not ready, %zu failed", r->not_ready.n, r->failed.n);
	if (assumed) {
		buf_puts(out, "; ");
		amount(out, assumed, "assumption");
	}
	if (r->rules_hash)
		buf_printf(out, "; rules %.*s", HASH_DIGITS, r->rules_hash);
	buf_putc(out, '\n');
}

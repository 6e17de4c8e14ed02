/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What a report looks like.  An output knows findings and nothing of how they
 * were found; it appends to a buffer, so nothing half-made is ever seen.
 * Reports are sorted (report_sort()) and have their exit status.
 */
#ifndef EQS_OUTPUT_H
#define EQS_OUTPUT_H

#include <stdbool.h>

#include "base/buf.h"
#include "finding/finding.h"

struct text_options {
	bool color;
	bool quiet;	     /* only what counts, and the summary */
	bool latent;	     /* latent findings count too */
	bool assumptions;    /* list them */
	const char *subject; /* of the summary: the one file that was checked; NULL: none */
	const char *prefix;  /* put before each relative path of a file; NULL: none */
};

/* The form for people: findings with their paths, units without facts, the summary. */
void output_text(struct buf *out, const struct report *r, const struct text_options *opt);

/*
 * The summary alone: one line, with its end.  Singular and plural agree;
 * statuses other than new stand in parentheses.
 */
void output_summary(struct buf *out, const struct report *r);

/* The JSON of docs/findings.schema.json.  Bytes that are no UTF-8 become U+FFFD. */
void output_json(struct buf *out, const struct report *r);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The end of every command: results go out whole or not at all, and the exit status is decided. */
#ifndef EQS_EMIT_H
#define EQS_EMIT_H

#include <stdbool.h>

struct buf;
struct error;
struct options;
struct report;

/* How text names files for one who called with other names. */
struct shown_as {
	const char *prefix;  /* before relative paths; NULL: none */
	const char *subject; /* before the summary; NULL: nothing */
};

/*
 * Sorts the report, decides its exit status and writes it as the options say;
 * as may be NULL.  Returns the exit status; 2, with a message on stderr, when
 * the writing failed.
 */
int emit_report(const struct options *opt, struct report *r, const struct shown_as *as);

/* Writes the text as the options say; returns 0, or 2 with a message on stderr. */
int emit_text(const struct options *opt, const struct buf *text);
/* The same; a negative errno and why when it cannot. */
int emit_write(const struct options *opt, const struct buf *text, struct error *err);

/* Prints "eqslint: SENTENCE" on stderr and returns 2. */
int emit_error(const struct error *err);

/* True when text for stdout or --output is to be in colour. */
bool emit_color(const struct options *opt);

#endif

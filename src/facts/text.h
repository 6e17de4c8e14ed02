/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the writer and the reader of the text form share (docs/formats.md
 * describes the form), and the scanner that the reader stands on: tokens,
 * types, paths, operands, places of one line.
 */
#ifndef EQS_TEXT_H
#define EQS_TEXT_H

#include "base/vec.h"
#include "facts.h"
#include "forms.h"

#define TEXT_MAGIC "eqslint-facts "

/* Where a string stands without quotes. */
enum bare {
	BARE_NAME,   /* a C identifier that is no word of the grammar */
	BARE_WORD,   /* also . / + - [ ] and digits anywhere */
	BARE_RECORD, /* BARE_WORD and : @ */
};

/* Is c one of the characters of that class? */
bool text_is_bare(enum bare class, char c);

/* May s stand without quotes? */
bool text_bare(enum bare class, const char *s, size_t n);

struct scan {
	const char *p, *end; /* what is left of the line */
	const char *begin;   /* of the line */
	const char *name;    /* of the input, for messages */
	unsigned int line;
	bool failed; /* p is end then, and err is set */
	struct error *err;
	struct arena *arena;
	const char *file;	      /* where a place is that names no file */
	VEC(struct local) locals;     /* of the function in hand */
	VEC(struct operand) operands; /* scratch */
	VEC(struct step) steps;	      /* scratch */
	VEC(const char *) names;      /* scratch */
	struct buf buf;		      /* scratch */
};

/* The first failure of a line is kept: "NAME:LINE:COLUMN: sentence". */
void scan_fail(struct scan *s, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

void scan_blank(struct scan *s);		  /* skips blanks */
bool scan_at_end(struct scan *s);		  /* skips blanks; is the line over? */
bool scan_take(struct scan *s, const char *text); /* takes these characters if they come next */
void scan_need(struct scan *s, const char *text); /* takes them or fails */
bool scan_word(struct scan *s, const char *word); /* the same, for a whole word, after blanks */

const char *scan_string(struct scan *s, enum bare class);
uint64_t scan_number(struct scan *s, uint64_t max);
int64_t scan_signed(struct scan *s);
void scan_type(struct scan *s, struct vtype *t);
struct path *scan_path(struct scan *s);
void scan_operand(struct scan *s, struct operand *o);
struct operand *scan_operands(struct scan *s, uint32_t *n); /* "(a, b)" */
/* " @FILE:LINE:COLUMN" and " !MACRO<MACRO", each if it is there. */
void scan_place(struct scan *s, struct place *p);
const struct chain *scan_chain(struct scan *s);

/* The rest of an event's line; its kind is set. */
void scan_event(struct scan *s, struct event *e);
struct guard *scan_guard(struct scan *s);

/* facts_read_text() of a part of a file, whose first line has that number. */
int facts_read_text_at(const char *text, size_t n, const char *name, unsigned int line,
		       struct arena *arena, struct unit **unit, struct error *err);

#endif

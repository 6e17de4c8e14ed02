/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The parts of a split that share its state; for src/fix only. */
#ifndef EQS_FIX_SPLIT_H
#define EQS_FIX_SPLIT_H

#include "csource.h"
#include "plan.h"
#include "stmt.h"
#include "wrapper.h"

struct split {
	const struct plan_input *in;
	const struct recipe *r;
	struct plan *plan;
	struct error *err;
	struct arena arena;
	struct csource src;
	struct cfunction f;
	struct stmt *enter, *leave, *run;
	struct stmt *top;		  /* of the block of the two ends: what holds the run */
	struct stmt *mask[2], *unmask[2]; /* before and behind the run */
	struct call_stmt call;		  /* the run's */
	struct wrapper w;
	const char *header; /* declares the wrapper of another file, new; NULL: there is none */
	struct edit_vec edits;
	VEC(struct edit) gone; /* bytes that were dropped: their comments went with them */
};

/* "FILE:LINE: why"; returns -EINVAL. */
int split_reason(struct split *x, const struct stmt *at, const char *why);

/* Is it a call of one of the functions, and nothing besides? */
bool split_calls_one(const struct split *x, const struct stmt *st, const char *const *names,
		     size_t n);
bool split_is_mask(const struct split *x, const struct stmt *st);
bool split_is_unmask(const struct split *x, const struct stmt *st);
bool split_is_end(const struct split *x, const struct stmt *st);

/* Notes the place in the plan. */
void split_note(struct split *x, const char *what, size_t token, size_t end_token);

/* Notes a comment that goes, moves or gets other names; and whether it is to be read anew. */
void split_comment(struct split *x, size_t token);

/* Bytes [start, end), which are whole lines, become the text. */
void split_replace(struct split *x, size_t start, size_t end, const char *text);

/* The text with the old calls' names become those of the outer state, interned. */
const char *split_words(const struct split *x, const char *text);

/* Comments that name what is called no more name what is called now. */
void split_mend_comments(struct split *x);

/* Where a comment right before the statement begins; the statement's own start: none does. */
size_t split_comment_start(const struct split *x, const struct stmt *st);

/* Does another statement stand on the lines of this one? */
bool split_shares_line(const struct split *x, const struct stmt *st);

/* The column at which the line of the byte begins. */
size_t split_column(const struct split *x, size_t byte);

/* The lines of the text, each behind the blanks of the statement's own line; interned. */
const char *split_indented(const struct split *x, const struct stmt *st, const char *text);

/* What lets interrupts in between the two leaves; NULL: nothing on this architecture. */
const char *split_window(const struct split *x);

/*
 * window.c: what may wait for others, by what it calls.  Of a statement but for the run:
 * does it take a lock or sleep, or is that not known; does it take a lock that leaves
 * interrupts off; and is that so of all from the mask to the leave?
 */
int split_check_wait(struct split *x, const struct stmt *st, const char *what);
int split_check_kept(struct split *x, const struct stmt *st, const char *what);
int split_check_window(struct split *x);

/*
 * closer.c: interrupts come on behind the enter and go off before the leave.  What
 * enters, masked, moves down to the run, and what leaves up to it.
 */
int split_closer(struct split *x);

/*
 * share.c: where another file has the wrapper it serves both; where it has another of
 * that name, this one gets its own.  And what that changes in other files.
 */
int split_share(struct split *x);
int split_add_shared(struct split *x);

/* The byte that the wrapper stands before. */
size_t split_wrapper_place(const struct split *x);

/* patches.c: the name of the wrapper; and when all edits are made, the patches. */
int split_name(struct split *x);
int split_patches(struct split *x);

#endif

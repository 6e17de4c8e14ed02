/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What is to be changed, and where: read from a finding's place, the recipe in
 * rules/fixes/, and the text of the files.  A plan is whole or it is none: when
 * something does not pair, or would lose its meaning, the reason is said.
 */
#ifndef EQS_FIX_PLAN_H
#define EQS_FIX_PLAN_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "base/vec.h"
#include "edits.h"
#include "engine/engine.h"
#include "rules/recipe.h"
#include "stmt.h"

/* One file before and after.  Names are relative to the source tree. */
struct changed {
	const char *file;
	struct buf before, after;
};

/* A place that the plan speaks of. */
struct plan_place {
	const char *what; /* "enter", "run", "leave", "mask", "unmask", "comment", "handler", ... */
	const char *file;
	uint32_t line;
	const char *text; /* what stands there */
};

/* One patch of the series. */
struct patch {
	const char *subject;
	const char *message; /* lines, without a newline at the end */
	const char *notes;   /* for who reads it, not for the history; NULL: none */
	VEC(struct changed) files;
};

struct plan {
	const char *fix; /* the recipe's name; its rules may be gone */
	const char *file, *function;
	const char *wrapper;	  /* its name; NULL: none is made */
	const char *wrapper_file; /* where it is defined */
	const char *elsewhere;	  /* its text, where that is another file; else NULL */
	const char *section;	  /* its attribute */
	VEC(struct plan_place) places;
	VEC(struct patch) patches;  /* in the order in which they apply */
	VEC(const char *) revealed; /* findings in the run that were hidden before, as text */
	VEC(const char *) doubtful; /* comments that may be true no more: "FILE:LINE: words" */
	/* The file where the wrapper's parameters are const: it must compile too, else the run
	 * writes to what the caller would then not see. Empty: it is known not to. */
	struct buf strict;
};

/* Does the build link two units together, so that one can call the other's functions? */
enum linked { LINKED_UNKNOWN, LINKED_APART, LINKED_TOGETHER };

struct trial;

/* What a plan is made of. */
struct plan_input {
	const struct recipe *recipe;
	const char *source; /* the source tree */
	const char *arch;   /* its directory in arch/ */
	const char *topic;  /* how the subject begins */
	const char *file, *function;
	uint32_t line;			 /* one of the function's; 0: not known */
	const struct reached_vec *runs;	 /* calls in the function that run the guest */
	const struct waiting_vec *waits; /* those that may take a lock or sleep */
	const char *handler,
		*handler_file; /* what assembly calls back in the state; NULL: nothing */
	enum linked (*linked)(const struct trial *trial, const char *file, const char *other);
	const struct trial *trial;	   /* for that */
	const struct buf *declarations;	   /* gcc's -aux-info of the unit */
	const struct caller_vec *wrappers; /* of a spread: what enters the inner state */
};

/*
 * Makes the plan; plan_free() it.  0; -EINVAL: there is none, and why; or what
 * reading a file gave.
 */
int plan_make(const struct plan_input *in, struct plan **plan, struct error *err);
void plan_free(struct plan *plan);

/* True when what the recipe takes apart stands in the function (in->runs and what is behind are not
 * looked at): a quick look before a plan is made. */
bool plan_applies(const struct plan_input *in);

/*
 * Of all calls that the recipe does not speak of, the last patch has as many
 * before as after; a part of plan_make().  -EINVAL: of one it has not.
 */
int plan_same_calls(const struct plan_input *in, const struct plan *plan, struct error *err);

/*
 * Nor does it lose another statement or comment than those that the plan or its
 * recipe names; a part of plan_make() too.  -EINVAL: it does.
 */
int plan_loses_nothing(const struct plan_input *in, const struct plan *plan, struct error *err);

/* For the kinds of recipes: fills the plan. */
int plan_split(const struct plan_input *in, struct plan *plan, struct error *err);
bool split_applies(const struct plan_input *in);
int plan_count(const struct plan_input *in, struct plan *plan, struct error *err);
bool count_applies(const struct plan_input *in);
int plan_swap(const struct plan_input *in, struct plan *plan, struct error *err);
bool swap_applies(const struct plan_input *in);
int plan_spread(const struct plan_input *in, struct plan *plan, struct error *err);
bool spread_applies(const struct plan_input *in);

/* One change of the recipe's own, into the last patch. */
int plan_add_change(const struct plan_input *in, const struct recipe_change *c, struct plan *plan,
		    struct error *err);

/* Reads the file as the plan's patches so far leave it (plan NULL: as it is in the source tree). */
int plan_read(const struct plan_input *in, const struct plan *plan, const char *file,
	      struct csource *s, struct error *err);

/* The same, and finds the function in it (cfunction_find()); s and arena are to be freed. */
int plan_read_function(const struct plan_input *in, const struct plan *plan, const char *file,
		       const char *function, struct csource *s, struct arena *arena,
		       struct cfunction *f, struct error *err);

/* The recipe's helpers that the tree lacks, a patch each. */
int plan_helpers(const struct plan_input *in, struct plan *plan, struct error *err);

/* Appends a patch. */
void plan_patch(struct plan *plan, const char *subject, const char *message);

/*
 * The text with $function and $topic filled in, and what (which may be NULL) for
 * $result (of a run) or $call (that is moved); interned.
 */
const char *plan_text(const struct plan_input *in, const char *text, const char *what);

/* The same, its paragraphs filled anew: the message of a patch, without a newline at the end. */
const char *plan_message(const struct plan_input *in, const char *text, const char *what);

/*
 * Applies the edits to the text of the file and adds the outcome to the last
 * patch.  -EINVAL: they contradict each other, or the text is not what the
 * patches so far leave.
 */
int plan_change(struct plan *plan, const char *file, const struct buf *text,
		const struct edit_vec *edits, struct error *err);

/*
 * Appends a semantic patch that says what changes in functions; what it cannot
 * say it names in a comment.  -EINVAL: a file is no C.
 */
int plan_cocci(const struct plan *plan, struct buf *out, struct error *err);

/* The plan as JSON: a json_t, new. */
struct json_t;
struct json_t *plan_json(const struct plan *plan);

#endif

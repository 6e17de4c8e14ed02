/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Findings as outputs see them: complete, with identity and status, knowing
 * nothing of how they were found.  Strings are interned or live as long as
 * the report; none is owned by a finding.
 */
#ifndef EQS_FINDING_H
#define EQS_FINDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/vec.h"

enum severity { SEVERITY_NOTE, SEVERITY_WARNING, SEVERITY_ERROR };
enum status { STATUS_NEW, STATUS_BASELINE, STATUS_LATENT, STATUS_SUPPRESSED };

extern const char *const severity_names[];
extern const char *const status_names[];

/* One state variable at a step: "irq" "off"; changed: by this step's event. */
struct lane {
	const char *variable;
	const char *value;
	bool changed;
	bool matters; /* the check looks at it: it tells one finding from another */
};
VEC_TYPE(lane_vec, struct lane);

struct path_step {
	const char *file;
	uint32_t line, column;
	const char *function;
	const char *event;     /* the call or macro as the source writes it, without parentheses */
	const char *note;      /* what a reader should see here, or NULL */
	struct lane_vec lanes; /* only the variables that the rule is about, in the order of the
				  states file */
	bool is_fault;	       /* the finding's own place */
	size_t left_out;       /* steps before this one that are not shown */
};
VEC_TYPE(step_vec, struct path_step);

struct spot {
	const char *file;
	uint32_t line;
	const char *function;
	const char *what; /* for related places; NULL for an origin */
};
VEC_TYPE(spot_vec, struct spot);

/* Why a finding is no news, as somebody wrote it down. */
struct suppression {
	enum { SUPPRESSION_NONE, SUPPRESSION_SOURCE, SUPPRESSION_FILE } kind;
	const char *reason;
	const char *file; /* of the source tree, or as --suppress named it */
	uint32_t line;
};

extern const char *const suppression_names[];

struct finding {
	const char *id;		 /* first 12 hex digits of the fingerprint, -2, -3 where equal */
	const char *fingerprint; /* 64 hex digits */
	const char *rule;
	enum severity severity;
	enum status status;
	const char *file;
	uint32_t line, column, end_line, end_column;
	const char *function;
	const char *message;
	const char *help;
	const char *fix;	   /* what `eqslint fix` would do about it; NULL: nothing */
	const char *fenced_option; /* NULL unless latent: the option that is off here */
	struct suppression suppression;
	struct spot origin; /* where the state arose; file NULL when unknown */
	struct spot_vec related;
	struct step_vec path;
};
VEC_TYPE(finding_vec, struct finding);

/* Kinds that are said unasked: what a configuration or a front-end hides from
 * a rule, and a place that was asked for and has nothing to check. */
#define ASSUMPTION_UNDECIDABLE "undecidable"
#define ASSUMPTION_NO_UNIT "no-unit"

/* Kinds that are notes: about what somebody wrote down of findings, and not of
 * what the analysis did not know. */
#define NOTE_UNUSED "unused-suppression"
#define NOTE_IGNORED "ignored-suppression"
#define NOTE_GONE "gone-from-baseline"
/* A second opinion is another one. */
#define NOTE_CROSS "cross-check"
/* What a build with a checker does not hand to it. */
#define NOTE_UNCHECKED "never-checked"
/* What has no facts where those of checks are read. */
#define NOTE_NOT_CHECKED "not-checked"

/* What the analysis did not know. */
struct assumption {
	const char *kind; /* "missing-body", "unknown-pointer", ... */
	const char *file; /* may be NULL */
	uint32_t line;
	const char *function; /* may be NULL */
	const char *what;
};
VEC_TYPE(assumption_vec, struct assumption);

/* True when it is of a kind that is a note. */
bool assumption_is_note(const struct assumption *a);

/* A unit that was not checked, and why. */
struct unit_note {
	const char *object; /* or source, when there is no object */
	const char *why;
};
VEC_TYPE(unit_note_vec, struct unit_note);

/* Everything one run has to say. */
struct report {
	const char *rules_hash;
	int nargs;
	const char *const *args;			/* as the user gave them, without argv[0] */
	const char *release, *arch, *compiler, *config; /* NULL: not known */
	size_t compiled, checked, closure;
	struct unit_note_vec not_ready, failed;
	struct finding_vec findings;	   /* sorted */
	struct assumption_vec assumptions; /* sorted, each once */
	VEC(const char *)
	sources;  /* directories: a relative path is one in the first that has it;
		     never printed */
	int exit; /* the exit status the command will have */
};

void report_free(struct report *r);

/*
 * Sorts findings and assumptions for output: file, line, column, rule, function;
 * drops assumptions that are there twice.  Gives fingerprints to findings that
 * have none, and every finding its id.
 */
void report_sort(struct report *r);

/* True when the finding makes a command exit with 1: new (with latent, latent
 * too) and of severity warning or more. */
bool report_counts(const struct finding *f, bool latent);

/* The exit status of scan, link and review: 2 when a unit failed, 1 when a
 * finding counts, else 0. */
int report_exit(const struct report *r, bool latent);

#endif

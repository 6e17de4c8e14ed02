/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The engine: units go in, faults come out.
 *
 *	p = program_new(rules); program_add(p, unit)...; program_link(p);
 *	program_solve(p); program_faults(p, &n); ...; program_free(p);
 *
 * Units and rules must outlive the program.
 */
#ifndef EQS_ENGINE_H
#define EQS_ENGINE_H

#include <stddef.h>

#include "base/vec.h"
#include "facts/facts.h"
#include "rules/rules.h"

struct program;

/* One step of a witness: an event, and the state before and after it. */
struct fault_step {
	const char *function;
	struct place place;
	const char *event; /* the macro, call or statement as the source writes it */
	const char *note;  /* the rule's word on the fault; NULL elsewhere */
	struct state before, after;
	bool is_fault;
};
VEC_TYPE(fault_step_vec, struct fault_step);

struct fault {
	const struct check *check;
	const char *function;
	VEC(const struct unit *) units; /* that the function was read in; a header's in several */
	struct place place;
	const char *event;
	const char
		*needed; /* an option that is off and that a value on the path needs; NULL: none */
	const char *reason; /* said behind the message; NULL: nothing */
	unsigned count;	    /* places that it stands for, in this function */
	struct fault_step_vec steps;
};
VEC_TYPE(fault_vec, struct fault);

struct gap {
	const char *kind;
	struct place place;
	const char *function;
	const char *what;
};
VEC_TYPE(gap_vec, struct gap);

struct program *program_new(struct ruleset *rules);
void program_free(struct program *p);

/* image_is_whole: every unit of the image that this one is linked into is added. */
void program_add(struct program *p, const struct unit *u, bool image_is_whole);

/* Resolves calls, models and tables; binds the rules to what the units say of the tree. */
void program_link(struct program *p);

/* Finds all faults.  Never fails: what it cannot know is a gap. */
void program_solve(struct program *p);

/* Unsorted, each once. */
const struct fault_vec *program_faults(const struct program *p);
const struct gap_vec *program_gaps(const struct program *p);

/*
 * After solving: the symbols without a body that a verdict may hang on, sorted,
 * interned, *n of them; they live as long as the program.  Those that are called
 * where the rules' `hot` holds, and unless hot_only those beside an event (or a
 * call of a function with an event) that changes whether it does.
 */
const char *const *program_lacks(struct program *p, bool hot_only, size_t *n);

/* A call, what it calls by name, and what a model behind it calls back (NULL: nothing). */
struct reached {
	struct place place;
	const char *symbol;
	const char *calls_back;
};
VEC_TYPE(reached_vec, struct reached);

/*
 * Appends the calls in the function of the file that come to an event of a
 * model with one of the tags, by themselves or by what they call; one of a
 * function that several units have is there several times.
 */
void program_calls_to(const struct program *p, const char *file, const char *function,
		      uint32_t tags, struct reached_vec *out);

/* A call that may wait for others: one that takes a lock, or sleeps. */
struct waiting {
	struct place place;
	const char *symbol; /* what does, or of what it is not known; NULL: a pointer's */
	bool is_known;
	bool is_kept; /* and interrupts stay off behind it */
};
VEC_TYPE(waiting_vec, struct waiting);

/*
 * Appends the calls in the function of the file that come to an event of a model
 * that `waits`, or to what has neither body nor model; as program_calls_to().
 */
void program_waits(const struct program *p, const char *file, const char *function,
		   struct waiting_vec *out);

struct caller {
	const char *file, *function;
};
VEC_TYPE(caller_vec, struct caller);

/* Appends the functions that call the symbol by its name, each once. */
void program_callers(const struct program *p, const char *symbol, struct caller_vec *out);

/* True when the first function comes to the second by its calls. */
bool program_reaches(const struct program *p, const char *file, const char *function,
		     const char *to_file, const char *to);

VEC_TYPE(place_vec, struct place);

/* Appends where functions of that name have their bodies, each file once. */
void program_definitions(const struct program *p, const char *function, struct place_vec *out);

/* The variables that the architecture of the units does not have. */
varmask program_fixed(const struct program *p);

/* Sizes, for -v and the bench: functions, those entered, contexts, steps. */
struct program_stats {
	size_t units, functions, core, contexts, visits, cells;
};
void program_stats(const struct program *p, struct program_stats *out);

#endif

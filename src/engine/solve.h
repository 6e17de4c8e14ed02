/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Solving: a function is run once for each state that it is entered with (a
 * context); what it leaves are its exits.  Points of one whole state in a
 * context are one node, which knows what all its runs know (property
 * simulation: Das, Lerner, Seigle, "ESP", PLDI 2002).
 */
#ifndef EQS_ENGINE_SOLVE_H
#define EQS_ENGINE_SOLVE_H

#include "run.h"

/*
 * Contexts of one function beyond which constant arguments are no longer told
 * apart, in a state that has MAX_ALIKE of them: in others they are not the cause.
 */
#define MAX_CONTEXTS 256
#define MAX_ALIKE 8

/* Constants, functions and path facts that a context is entered with at most. */
#define MAX_ARGS 12
/* Path facts that an exit gives back at most. */
#define MAX_FACTS 16

/* Saves that are open at once, beyond which their order is not known. */
#define MAX_DEPTH 8

struct context;
struct exit;

/* What a run went through that changed its state, latest first. */
struct trail {
	const struct trail *prev;
	const struct event *event;
	const struct func *func;
	const struct model *model; /* NULL for a call that was entered */
	struct state before, after;
	const struct context *callee; /* of a call that was entered */
	const struct exit *exit;
};

/* The whole state of a run: interned, so one pointer for each. */
struct whole {
	struct state st;
	uint64_t choices;
	uint32_t nsaved;
	struct known saved[]; /* by cell; of a point also what it keeps apart */
};

struct node {
	const struct whole *whole;
	uint32_t block, op; /* the next event */
	uint32_t nknown;
	struct known *known; /* without the saved ones */
	const struct trail *trail;
	const struct place *arrived;
	struct context *context;
	bool is_queued;
	bool waits; /* at a call that is entered: run again for each new exit */
};

struct exit {
	const struct whole *whole; /* cells in terms of parameters, globals and LOCAL_RESULT */
	const struct value *ret;
	uint32_t nfacts; /* what is known of paths, on every run to this exit */
	struct known facts[MAX_FACTS];
	const struct trail *trail;
	bool holds_flags; /* in trials: saved in its own locals, and not restored */
};

struct context {
	struct func *func;
	const struct whole *entry;
	uint32_t nargs;
	struct known args[MAX_ARGS]; /* constants and functions that are passed, and paths known */
	bool is_root;
	/* who made it first: for witnesses */
	struct context *parent;
	const struct trail *parent_trail;
	const struct event *parent_event;
	struct state parent_state;
	struct map nodes;	 /* (whole, block, op and waits) -> node */
	VEC(struct node *) todo; /* a heap by block order */
	VEC(struct exit *) exits;
	VEC(struct node *) waiting; /* nodes of callers to run again when there is a new exit */
	bool is_queued;
};

/* A fault as it was seen: turned into a witness when everything is solved. */
struct sighting {
	const struct check *check;
	const struct context *context;
	const struct event *event; /* NULL: the function's entry or its end */
	const struct place *place;
	const struct func *func;
	const struct func *callee; /* of a check on calls */
	const struct event *save;  /* of a check on saved flags: where they were saved */
	const struct trail *trail; /* before the event */
	struct state before, after;
	const char *needed;
	struct node *node; /* where it was seen, for what comes after */
	unsigned count;	   /* places, of a check that speaks once for a function */
	bool is_sure;	   /* false: an `every` check met a path on which it does not hold */
};

struct context_list {
	VEC(struct context *) v;
};

struct solver {
	struct program *p;
	VEC(struct context *) all; /* contexts, as they were made */
	VEC(struct context_list *) lists;
	struct arena arena;
	VEC(struct context *) stack; /* contexts with work, latest on top */
	struct map contexts;	     /* (func, 0) -> context_list */
	struct map sightings;	     /* (check, event or function) -> sighting */
	VEC(struct sighting *) seen; /* in the order they were met */
	struct map wholes;
	struct whole **whole_slots;
	size_t nwholes, whole_size;
	unsigned remembered;  /* values of the variable that checks note for the program */
	uint32_t unsure_cell; /* the last branch that was not known how it goes */
	uint32_t tested_cell; /* the last test of the state that was known how it comes out */
	uint32_t lost_cell;   /* where saved flags are kept that nothing can restore any more */
	size_t visits;
	uint64_t changed; /* in trials: the variables that events changed, as state_nibbles() */
	bool speaks;	  /* in trials: a claim failed, or a check held */
};

/* solve.c */
struct solver *solver_new(struct program *p);
/* Enters the function in the state alone, and works to the end. */
struct context *solver_enter(struct solver *s, struct func *f, const struct state *st);
/* The same; returns: what it leaves is somebody's in C, and judged. */
struct context *context_enter(struct solver *s, struct func *f, const struct state *st,
			      bool returns);
void solver_free(struct solver *s);

/* roots.c */
/* Enters what nobody here is known to call, in each of its cases, and works to the end. */
void roots_solve(struct solver *s);
/* The i-th case in which a root is entered, from 0; false: there are no more. */
bool solver_root_case(const struct program *p, const struct func *f, size_t i, struct state *st);

/* whole.c */
/* What is part of a whole state: saved flags, and with pr what its points keep apart. */
bool whole_has(const struct solver *s, const struct prepared *pr, const struct known *k);
/* pr: of the function whose point it is; NULL: it is no point, but an entry or an exit. */
const struct whole *whole_intern(struct solver *s, const struct prepared *pr, const struct run *r);
const struct whole *whole_make(struct solver *s, const struct state *st, uint64_t choices,
			       const struct known *saved, uint32_t nsaved);
/* What the node knows, as a run. */
void node_load(const struct node *n, struct run *r);
/* Joins the run into the node; true when the node knows less than before. */
bool node_join(struct solver *s, struct node *n, const struct run *r);

/* effect.c: applies a model to a run. */
VEC_TYPE(run_vec, struct run);
struct step_env {
	struct solver *s;
	struct context *ctx;
	struct node *node;
	struct frame fr;
	const struct func *callee; /* what the call that is judged enters; else NULL */
	const struct event *save;  /* where the flags that are judged were saved; else NULL */
};
/*
 * Appends to out the runs that go on behind the event: none when the path
 * ends, several when classes of a result mean different things.
 */
void effect_apply(struct step_env *env, const struct run *r, const struct event *e,
		  const struct model *m, struct run_vec *out);
/* judge.c: the checks. */
/* The check holds for this run at this event, or does not; true when it made a sighting. */
bool judge(struct step_env *env, const struct check *c, struct run *r, const struct event *e,
	   enum tri holds, const struct state *after, varmask *poison);
/*
 * Every check of the kind, on the state before the event; what is at fault
 * becomes unknown.  m: ON_TAG, else NULL will do; var, value: ON_SET;
 * value: the variables that an ON_CLAIM is about.
 */
bool judge_all(struct step_env *env, enum trigger on, struct run *r, const struct event *e,
	       const struct model *m, unsigned var, unsigned value);
/* The same for flags that were saved: the path to the finding starts at their save. */
void judge_flags(struct step_env *env, enum trigger on, struct run *r, const struct event *e,
		 const struct model *m, const struct value *flags);
void judge_becomes(struct step_env *env, struct run *r, const struct state *before,
		   const struct event *e, const struct model *m);
/* A call of a body, which may be instrumented. */
void judge_call(struct step_env *env, struct run *r, const struct event *e, const struct func *f);
void judge_return(struct step_env *env, struct run *r, const struct event *e);

/* flags.c: saved flags. */
void flags_restore(struct step_env *env, struct run *r, const struct event *e,
		   const struct model *m);
/* What a save of the variables in the state yields. */
const struct value *flags_save(struct step_env *env, struct run *r, const struct state *st,
			       varmask mask, const struct event *e);
/* How deep a save that is made now lies in those that are not restored yet. */
unsigned flags_depth(const struct run *r);
/* Those that are passed to a function without a body are taken to be restored there. */
void flags_give(struct step_env *env, struct run *r, const struct event *e);
/* A local's saved flags are read no more: were they restored? */
void flags_lose(struct step_env *env, struct run *r, uint32_t block);
void flags_lose_all(struct step_env *env, struct run *r, const struct event *e); /* at a return */

/* context.c: what a function is entered with. */
struct context *context_get(struct solver *s, struct func *f, const struct whole *entry,
			    const struct known *args, uint32_t nargs, bool *is_new);
/* The callee's whole state at entry: the variables it touches, and saved flags that it can name. */
const struct whole *context_entry(struct step_env *env, const struct run *r, const struct event *e,
				  const struct func *f);
/* Constants and functions that are passed, and what is known of paths that the callee looks at. */
uint32_t context_args(struct step_env *env, const struct run *r, const struct event *e,
		      struct func *f, struct known *args);
uint32_t context_facts(struct step_env *env, const struct run *r, const struct event *e,
		       struct func *f, struct known *args, uint32_t n);
/* A cell of the caller as the callee names it, and back; NO_CELL: it cannot. */
uint32_t cell_inward(const struct frame *fr, const struct run *r, const struct event *e,
		     uint32_t cell);
uint32_t cell_outward(const struct frame *fr, const struct run *r, const struct event *e,
		      uint32_t cell);
const struct value *saved_outward(struct solver *s, const struct value *v);
void rename_values(struct state *s, unsigned nvars, unsigned from, unsigned to);
/* What is known for good, through an alias too: a number or a function; else NULL. */
const struct value *plain_value(const struct run *r, const struct value *v);
/* The bits in run.choices of the set-once objects in the mask. */
uint64_t choice_mask(uint32_t chooses);
/* Order of known facts. */
int known_by_cell(const void *a, const void *b);

/* call.c: into a function and back. */
/* A call of f is entered: it does something that matters in this state. */
bool call_enters(const struct step_env *env, const struct run *r, const struct event *e,
		 const struct func *f);
void call_enter(struct step_env *env, const struct run *r, const struct event *e,
		const struct meaning *m, uint32_t op);
/* The call that a model makes, in the state that it set; then on, or once more. */
void call_back(struct step_env *env, const struct run *r, const struct event *e,
	       const struct meaning *m, uint32_t op);
void context_queue(struct solver *s, struct context *c);
void node_reach(struct solver *s, struct context *c, uint32_t block, uint32_t op, bool waits,
		const struct run *r);
void node_queue(struct solver *s, struct node *n);

/* leave.c */
/* The run returns: an exit of the context, or more of one; who waits for it goes on. */
void call_exit(struct step_env *env, const struct run *r, const struct event *e);

/* rows.c */
/*
 * Takes it that the call goes to the candidate: what is known of the object's
 * other fields is from then on what its rows say.  Where its rows do not say what
 * other candidates' do and the run knows, the run's state is trusted no more.
 * False: no row agrees with what is known already.
 */
bool rows_take(const struct frame *fr, struct run *r, const struct event *e,
	       const struct meaning *m, const struct candidate *c);

/* witness.c */
void witness_faults(struct solver *s);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The program: units linked by image, calls resolved to functions and models,
 * tables of function pointers, and what each function can do to the state.
 * For the engine's own files.
 */
#ifndef EQS_ENGINE_PROGRAM_H
#define EQS_ENGINE_PROGRAM_H

#include <string.h>

#include "base/arena.h"
#include "base/map.h"
#include "base/str.h"
#include "cell.h"
#include "engine.h"
#include "fieldset.h"
#include "value.h"

/* More candidates than this and a pointer is not followed (an assumption). */
#define MAX_CANDIDATES 64

/* More functions than this that may come to an event: not all of them are entered (alone.c). */
#define MAX_CORE 10000

struct func;
VEC_TYPE(func_vec, struct func *);

/*
 * An object of function pointers that is filled as a whole at run time (one
 * vendor's table is copied into it): along a call chain it holds one row.
 */
struct set_once {
	unsigned number;	   /* 1, 2, ... */
	VEC(const char *) vendors; /* whose rows may stand there; a choice is an index + 1 */
};

/* A function that stands in a slot. */
struct slot_row {
	const struct row *row;	 /* of an initialised object; NULL: put there at run time */
	const struct unit *unit; /* in which that object is; NULL: put there at run time */
	struct func *func;
	const struct func *setter; /* which put it there */
	const struct path *base;   /* and where */
};

struct candidate {
	struct func *func;
	unsigned choice;		   /* with meaning.once: the row it stands in; 0: any */
	VEC(const struct slot_row *) rows; /* in which it stands there */
};

/* What one event means: resolved once, at link. */
struct meaning {
	const struct model *model;     /* of the call, statement, store or load */
	const struct model *macro;     /* of a macro that begins here */
	VEC(struct candidate) callees; /* no model: what it may enter; in the arena */
	const struct set_once *once;
	const struct event *back; /* a model that calls back: that call, of the one callee */
	uint32_t element;   /* a slot of an array's element: its index, a local; else NO_LOCAL */
	bool is_unresolved; /* a pointer without a candidate, or with too many */
	bool is_missing;    /* a symbol without body and model */
};

struct func {
	const struct function *f;
	const struct unit *unit;
	const char *image;
	uint32_t id;
	struct meaning ***meanings; /* [block][event]; NULL: a plain event */
	/* the call graph */
	struct func_vec callers;
	bool is_escaping;	      /* its address is taken: by a table or as an argument */
	const struct model *contract; /* what its callers rely on; NULL: no more than its body */
	bool is_modelled;	      /* a model stands for it: its callers do not enter it */
	bool is_called_back;	      /* a model calls it, in place of the assembly that does */
	bool image_is_whole;
	bool is_noinstr; /* its text must not be instrumented */
	/* what it can do, its callees counted in */
	bool is_core;	    /* changes the state by more than light models do: entered always */
	bool is_light;	    /* light models only: entered where the rules say it is hot */
	bool leaves_locked; /* a light one: it returns with what it locked itself */
	bool hands_flags;   /* a light one: it saves flags where its caller has them restored */
	enum { DROPS_NEVER, DROPS_SOMETIMES, DROPS_ALWAYS } drops_lock; /* its caller's */
	bool calls_out;	   /* it, or what it calls, calls out of noinstr text */
	bool may_call_out; /* the same, where it is inlined into noinstr text */
	bool locks;	   /* a light model in it sets something: it is looked at for itself */
	bool asks, warns;  /* itself: of the state; that something is wrong */
	varmask touches;   /* variables it may set, or that an effect or check in it looks at */
	uint32_t chooses;  /* bit n: calls through set-once object n */
	const struct fieldset *stores; /* tested fields it may store to */
	bool is_pure; /* what it returns depends on its argument and on `reads` alone */
	const struct fieldset *reads; /* of a pure one: the fields that its result depends on */
	const struct value
		*returns; /* all that it can return, whatever it is called with, if known */
	/* alone.c: it is not entered for all that it comes to */
	bool has_own;	   /* an event in it is of more than a light model */
	bool reaches_core; /* such an event, its callees counted in; is_core, but in large programs
			    */
	bool reaches_light;
	bool spreads; /* what it does is its callers' matter */
	bool moves;   /* it comes to change more than what is saved and restored */
	uint8_t ntrials;
	bool is_queued;
	struct prepared *prepared;
};

/* A kind of store to a numbered field: it changes some bits, for all objects alike. */
struct bit_store {
	uint64_t bits;
	uint32_t number; /* in func.stores and func.reads, as if it were a field */
	const struct bit_store *next;
};

/* Models that match one name, in the order of the files. */
struct model_list {
	VEC(const struct model *) models;
	bool wild; /* patterns were looked at */
};

struct slot {
	VEC(const struct slot_row *) rows;
};

struct program {
	struct ruleset *rules;
	struct arena arena;
	struct values *values;
	struct cells *cells;
	VEC(const struct unit *) units;
	VEC(bool) whole;
	/* what hangs on the arena and has memory of its own */
	VEC(struct slot *) slot_list;
	VEC(struct meaning *) meaning_list; /* whose callees have rows */
	VEC(struct model_list *) model_lists;
	struct func_vec funcs;	/* those of a unit together */
	struct map first_funcs; /* (unit, 0) -> number of its first in funcs + 1 */
	struct map globals;	/* (image, symbol) -> func */
	struct map statics;	/* (unit, symbol) -> func */
	struct map slots;	/* (record or NULL, field or object) -> slot */
	struct map args;	/* (func, parameter + 1) -> slot: functions that are passed there */
	struct map field_stores; /* (unit, field) -> struct field_stores: see rows.c */
	struct map filled;	 /* (unit, field) -> struct filled: see rows.c */
	struct map vendors;	 /* (object, 0) -> the object it is joined to */
	VEC(struct set_once *) onces;
	struct map fields;	   /* (record, field) -> number + 1 of a tested field */
	struct map bit_stores;	   /* (number of a field, 0) -> bit_store */
	const char *any_field;	   /* of a record, as the whole of it is stored to */
	struct map stored_through; /* (func, local): see pointee.c */
	uint32_t nfields;
	const char *arch;
	/* models by what they match; lists are in file order */
	struct map model_names; /* (name, kind + 1) -> model_list */
	varmask fixed;		/* variables that do not exist on this architecture */
	struct state fixed_state;
	bool is_unlisted; /* no unit says anything of the configuration */
	varmask moved; /* variables that some event of the program sets to another value than at a
			  root */
	struct fault_vec faults;
	struct gap_vec gaps;
	struct map said; /* (kind, what) of gaps that were noted */
	struct solver *solver;
	size_t max_core; /* MAX_CORE; less in tests */
	bool is_trial;	 /* functions are tried alone: nothing is said */
};

/* link.c */
const char *program_image(const struct program *p, const struct unit *u);
struct func *program_function(const struct program *p, const struct func *from, const char *symbol);
struct slot *program_slot_(struct program *p, struct map *map, uintptr_t a, uintptr_t b);
#define program_slot(p, map, a, b) program_slot_(p, map, (uintptr_t)(a), (uintptr_t)(b))
void program_gap(struct program *p, const char *kind, const struct func *f,
		 const struct place *place, const char *what);

/* match.c: which model an event has. */
void match_init(struct program *p);
const struct model *match_event(struct program *p, const struct func *f, const struct event *e,
				const struct func *callee);
/* The model of a plain call of the function, or NULL. */
const struct model *match_function(struct program *p, const struct func *f);
const struct model *match_macro(struct program *p, const struct chain *chain);
bool chain_has(const struct chain *chain, const char *macro);

/* resolve.c: meanings of every event. */
void resolve_program(struct program *p);

/* Its text becomes that of its callers. */
static inline bool func_is_inline(const struct func *f)
{
	return f->f->inlining == INLINE_ALWAYS ||
	       (f->f->inlining == INLINE_HINT && f->f->linkage == LINKAGE_STATIC);
}

static inline bool func_is_assembly(const struct func *f)
{
	return ends(f->unit->source, ".S");
}

/* A body that is called, and may be instrumented. */
static inline bool func_is_traceable(const struct func *f)
{
	return !f->is_noinstr && !func_is_inline(f);
}

/* element.c: the only SET of the local outside of edges; NULL: none, or several. */
const struct event *only_set(const struct func *f, uint32_t local);
/* The local that is the index of the element that the pointer points to; or NO_LOCAL. */
uint32_t element_index(const struct func *f, uint32_t pointer);
/* The same for the object that a slot lies in. */
uint32_t slot_element(const struct func *f, const struct path *slot);
/* The row of the table in the source that a store fills a field of; NULL: none is known. */
const struct row *element_row(const struct func *f, const struct path *base);

/* link.c: notes that the function stands in the slot, in an object or in none that is known. */
void slot_add(struct program *p, struct slot *s, const struct slot_row *row);

/* relevance.c: what each function can do. */
void relevance_compute(struct program *p);
varmask model_touches(const struct ruleset *rules, const struct model *m);

/* balance.c: which light functions do not unlock what they lock, or save flags for others. */
void balance_compute(struct program *p);

/* alone.c: in a large program, which functions are entered at all. */
void alone_compute(struct program *p);

/* stores.c: what each function may store to. */
bool path_field(const struct path *path, const char **record, const char **field);
/* The fields that a function's branches and calls look at, and what they are copied from. */
void stores_number_fields(struct program *p, const struct func *f);
/* When all fields have their numbers. */
void stores_compute(struct program *p);
/* A function's set, where it has one of its own already; NULL: it has none to have. */
typedef const struct fieldset **fieldset_of(struct func *f);
/* Adds to each function's set those of its callees. */
void stores_spread(struct program *p, fieldset_of *of);
/* The bits that `x->field |= constant` and its like may change; 0: it is another kind of store. */
uint64_t store_bits(const struct event *e);

/* returns.c: what each function can return, in func.returns. */
void returns_compute(struct program *p);

/* witness.c */
/* An event as the source writes it: the macro that stands there, else the call. */
const char *event_text(const struct event *e);
/* Adds the fault, unless there is one at its place already; false: it was not taken. */
bool fault_keep(struct program *p, struct fault *f);

/* The name of a compiler's own function behind its prefix; NULL: it is none. */
const char *builtin_name(const char *symbol);

/* Calls fn for each event of the function, those on edges too. */
void func_events(const struct func *f, void (*fn)(void *data, const struct event *e), void *data);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Everything that rules/ says: state variables (states.yaml), models of
 * primitives (models/), rules (NAME.yaml); states.yaml may hold all three.  Loaded once, checked
 * whole, read only afterwards but for the facts of the tree that it is bound to.
 */
#ifndef EQS_RULES_H
#define EQS_RULES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "base/vec.h"
#include "rules/expr.h"
#include "rules/recipe.h"
#include "rules/state.h"

/* ---- variables ---- */

/* An option that a value needs, in trees where the condition holds. */
struct need {
	const struct tree_fact *option;
	const struct expr *when; /* NULL: in all */
};

struct variable {
	const char *name;
	bool is_counter; /* values are "0", "1", ... and the last one stays */
	unsigned nvalues;
	const char *values[MAX_VALUES + 1]; /* from 1 */
	const char *notes[MAX_VALUES + 1];  /* what a path says when it comes to be so; or NULL */
	const char *shown_values;	    /* "on, off" */
	/* A value that is real only where one of these options is set. */
	size_t nneeds[MAX_VALUES + 1];
	struct need *needs[MAX_VALUES + 1];
	unsigned entry;	      /* value at a root, 0: not known there */
	unsigned whole_entry; /* at a root when all of its image was read */
	const char *
		*only_archs; /* NULL-ended; elsewhere it has its first value always; NULL: all */
	size_t nonly;
};

/* The number of the value, 0 when the variable has none of that name. */
unsigned variable_value(const struct variable *v, const char *name);

struct predicate {
	const char *name;
	const struct expr *expr;
};

/* Cases that a root is entered in: each a full assignment of the split variables. */
struct assign {
	unsigned var;
	enum { ASSIGN_VALUE, ASSIGN_UP, ASSIGN_DOWN, ASSIGN_UNKNOWN } how;
	unsigned value;
};
VEC_TYPE(assign_vec, struct assign);

/* After every event: where the condition holds, these are set too. */
struct follow {
	const struct expr *when;
	struct assign_vec set;
};

/* ---- models ---- */

enum match_kind {
	MATCH_CALL,  /* a call of the symbol */
	MATCH_SLOT,  /* a call through record.field */
	MATCH_MACRO, /* the first event of an expansion of the macro */
	MATCH_ASM,   /* an assembly statement that contains the text */
	MATCH_STORE, /* a store to record.field */
	MATCH_LOAD,  /* a load from it */
};

enum result_kind {
	RESULT_NONE,	   /* nothing is known of it */
	RESULT_TEST,	   /* not 0 where the condition holds now */
	RESULT_TEST_SAVED, /* not 0 where it held when argument result_arg was saved */
	RESULT_SAVED,	   /* the saved variables, for a restore */
	RESULT_VALUE,	   /* a constant */
	RESULT_READ,	   /* what stands where argument result_arg points */
	RESULT_BITS,	   /* of a load: of the class `bits`, where `test` holds */
};

/* What one class of the return value means: result REL value. */
struct return_case {
	unsigned rel;  /* enum guard_rel */
	uint64_t mask; /* of the bits; 0: all of it */
	int64_t value;
	struct assign_vec set;
};

/* A class of results: (result & mask) REL value. */
struct result_class {
	unsigned rel;  /* enum guard_rel */
	uint64_t mask; /* 0: all of it */
	int64_t value;
};

struct effect_case {
	const struct expr *when; /* NULL: in the cases that are left */
	bool has_arg;		 /* only when the argument is known to be the value */
	unsigned arg;
	int64_t arg_value;
	struct assign_vec set;
};

struct model {
	const char *file;
	unsigned line;
	const char *source;  /* the kernel file it was read in */
	const char **others; /* what other trees have in its place */
	size_t nothers;
	enum match_kind kind;
	size_t nnames;
	const char **names;  /* symbols, "record.field", macros, or texts; '*' at an end of a symbol
				matches any */
	const char **within; /* the macro chain must hold one of these; NULL: any */
	size_t nwithin;
	const char *takes;	/* an operand points to this record; NULL: any */
	const char *defined_in; /* the function's source must end so; NULL: any */
	bool without_body;	/* only where the function's body was not read */
	bool static_inline;	/* only of a static inline function: what a macro declares */
	const char *when_text;
	const struct expr *when; /* a condition on the tree; NULL: always */
	const char **archs;	 /* NULL: all */
	size_t narchs;
	/* effect */
	size_t ncases;
	struct effect_case *cases;
	size_t nreturns;
	struct return_case *returns;
	enum result_kind result;
	struct result_class bits;
	const struct expr *test;
	int64_t result_value;
	unsigned result_arg;
	bool saves_into; /* RESULT_SAVED: to where argument result_arg points, not to the result */
	varmask saves;	 /* RESULT_SAVED: these variables */
	int restores;	/* argument whose saved variables, or those that it points to, are restored;
			   -1 */
	varmask spares; /* of those, these are not */
	const struct expr *claim; /* NULL: none */
	uint32_t tags;		  /* bits of rules->tags */
	/* It calls this function back, in the state that it sets, and again after such results. */
	const char *calls_back;
	size_t nagain;
	struct result_class *again;
	bool ends_path;
	bool is_alarm; /* a WARN: reached for sure by a test of a known state, it is a wrong claim
			*/
	bool ends_if_false; /* a claim that is known to be wrong ends the path, and is no finding */
	bool waits;    /* others run meanwhile, and may store to what is not the function's own */
	bool is_light; /* alone it makes no function worth entering: a balanced lock, a call that
			  sleeps */
	bool is_contract;	/* its body is held against the effect */
	struct assign_vec from; /* of a contract: how its body is entered */
	size_t nleaves;		/* and what it leaves besides, wherever the condition may hold */
	struct effect_case *leaves;
	varmask promises; /* every variable of these */
	varmask sets;	  /* every variable an effect of it may set */
	varmask reads;	  /* every variable its conditions look at */
};

/* ---- rules ---- */

enum trigger {
	ON_BECOMES,	   /* an event makes `state` true; one of a model with the tags, if any */
	ON_SET,		   /* an event sets var to one of `values`; `state` is that before it */
	ON_TAG,		   /* an event of a model with the tag */
	ON_CLAIM,	   /* a claim is known to be wrong */
	ON_RETURN,	   /* a function returns */
	ON_FLAGS_TWICE,	   /* flags restored that were restored before */
	ON_FLAGS_ORDER,	   /* flags restored while later ones are not */
	ON_FLAGS_UNSAVED,  /* flags restored that were never saved */
	ON_FLAGS_LOST,	   /* a function returns with saved flags that nothing restored */
	ON_CONTRACT,	   /* a body leaves another state than its contract says */
	ON_CALL_OUT,	   /* noinstr text calls a body outside of it */
	ON_CALL_TRACEABLE, /* other text calls a body outside of noinstr text */
	ON_UNTHROTTLED,	   /* what a request arms is armed in a loop, and nothing counts there */
	NTRIGGERS
};

/* What argument `number` of a call must be: read from the field, or the constant. */
struct arg_pattern {
	unsigned number;
	int64_t value;
	const char *record, *field; /* NULL: the constant value */
};

enum pattern_kind {
	PATTERN_CALL, /* a call of the symbol */
	PATTERN_SLOT, /* a call through record.field */
	PATTERN_SET, /* a local, what a parameter points to, or a field of that name is made true */
};

struct event_pattern {
	enum pattern_kind kind;
	size_t nnames;
	const char **names;   /* interned; of a slot the field's */
	const char **records; /* of a slot; else NULL */
	size_t nargs;
	struct arg_pattern *args;
};

/* What a check with ON_UNTHROTTLED looks for. */
struct throttle {
	size_t narms, nrequests, nentered, ndefers;
	struct event_pattern *arms;
	struct event_pattern *requests; /* the first that leads to the arming is the one told of */
	const char **entered;		/* functions that are entered again because of the arming */
	const char **defers;		/* calls that have it done later, out of the loop */
	const char *reset;		/* what is said of a count that is reset on the way; NULL */
};

enum rule_severity { RULE_NOTE, RULE_WARNING, RULE_ERROR };

struct check {
	const struct rule *rule;
	const char *file;
	unsigned line;
	enum trigger on;
	unsigned var;
	uint16_t values;
	uint32_t tags;
	varmask about;		   /* ON_CONTRACT: these variables */
	const struct expr *state;  /* NULL: any */
	const struct expr *unless; /* a condition on the tree; NULL */
	bool every;		   /* on every path to the event, decided when all are known */
	bool root_only;		   /* ON_RETURN: only where a root returns */
	/* ON_RETURN: only where a function returns that stands in one of these; interned */
	const char **records, **fields;
	size_t nslots;
	bool once;	       /* one finding for each function, with a count */
	bool remembers;	       /* no finding: the value of ruleset.remembers is noted */
	bool where_remembered; /* where the hardware enters with such a value */
	enum rule_severity severity;
	varmask poisons; /* unknown after it until set again */
	varmask touches; /* all variables it looks at */
	const char *message;
	const char *note;		 /* at the fault in the path */
	const struct throttle *throttle; /* ON_UNTHROTTLED */
	const struct expr *origin; /* the path starts where this came to hold; NULL: at the entry */
	const struct expr *ends;   /* and ends where this comes to hold */
	const char **needs;	   /* options without which it is undecidable; one suffices */
	size_t nneeds;
	bool needs_chains;
};

struct rule {
	const char *name;
	const char *file;
	const char *summary, *why, *fix, *bad, *good; /* text, for explain and docs */
	const char **references;
	size_t nreferences;
	varmask lanes;
	size_t nchecks;
	struct check *checks;
	const char *proof;   /* a program in text facts on which it must fire */
	unsigned proof_line; /* where it begins */
};

/* ---- the whole ---- */

/* Text that must not be instrumented, in trees where the condition holds (NULL: all). */
struct noinstr_section {
	const char *name;
	const struct expr *when;
};

struct image {
	const char *name;
	const char **paths; /* an object whose path holds one of these belongs to it */
	size_t npaths;
};

struct ruleset {
	struct arena arena;
	const char **archs; /* that variables and models may name */
	size_t narchs;
	unsigned nvars;
	struct variable vars[MAX_VARIABLES];
	VEC(struct predicate) predicates;
	VEC(struct follow) follows;
	VEC(struct assign_vec) splits; /* the cases of a root's entry */
	struct assign_vec hardware;    /* what is known where nobody calls but the hardware */
	unsigned remembers;	/* a variable + 1 that checks note for the program; 0: none */
	const struct expr *hot; /* where lock-only functions are entered; NULL: nowhere */
	VEC(struct tree_fact *) facts;
	VEC(const char *) tags;
	VEC(struct model *) models;
	varmask saved;				     /* every variable that some model saves */
	VEC(struct rule *) rules;		     /* sorted by name, each there once */
	VEC(const struct check *) checks[NTRIGGERS]; /* of all rules, in their order */
	VEC(struct recipe *) recipes;		     /* how findings are mended */
	VEC(struct recipe_topic) topics;	     /* the first that fits is it */
	VEC(struct image) images;
	VEC(struct noinstr_section) noinstr;
	const char *
		*scope; /* paths or patterns in the source tree that a scan without a PATH reads */
	size_t nscope;
	bool globals_are_roots; /* so are global functions that nothing read calls, of one file
				   alone too */
	const char *static_call_prefix; /* of the symbol behind a static call; NULL: none */
	const char *static_call_key;	/* prefix of the object that holds its first target */
	const char *static_call_update; /* the call that says what stands there: (key, symbol,
					   function) */
	const char *hash;		/* of all files, hex */
};

/*
 * Reads the directory.  -EINVAL names file (as dir leads to it), line and what
 * was expected; -ENOENT: no such directory, or it has no rules; -ENOTDIR.  The caller frees.
 */
int rules_load(const char *dir, struct ruleset **out, struct error *err);
void rules_free(struct ruleset *rules);

const struct rule *rules_find(const struct ruleset *rules, const char *name);

/* The number of a variable, -1 when there is none of that name. */
int rules_variable(const struct ruleset *rules, const char *name);
const struct expr *rules_predicate(const struct ruleset *rules, const char *name);

/* The fact of that name, made when it is new; value MAYBE until rules_bind_fact(). */
const struct tree_fact *rules_tree_fact(struct ruleset *rules, const char *name);

/* Says what the tree has; a name nobody asked for is ignored. */
void rules_bind_fact(struct ruleset *rules, const char *name, enum tri value);

/*
 * The names a front-end must report values of: options, and "?NAME" for
 * identifiers, sorted; *n of them, in the ruleset's arena.
 */
const char **rules_wanted_facts(struct ruleset *rules, size_t *n);

/*
 * The option without which the value of the variable is not real in this tree;
 * NULL when it is real.
 */
const char *rules_missing_option(const struct ruleset *rules, unsigned var, unsigned value);

/* The bit of a tag, 0 when no model has it. */
uint32_t rules_tag(const struct ruleset *rules, const char *name);

/* The image that an object is linked into; one for the kernel proper and its modules. */
const char *rules_image(const struct ruleset *rules, const char *object);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Facts: the event graph of one compiled unit, as every front-end writes it
 * and the engine reads it.  A front-end knows C and nothing of rules; facts
 * know nothing of who wrote them.
 *
 * Everything hangs on one arena (struct unit.arena) and dies with it; every
 * string is interned (base/intern.h), so names compare as pointers.  Absent
 * strings are NULL, never "".
 */
#ifndef EQS_FACTS_H
#define EQS_FACTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Raised when something is taken away or changes its meaning; readers refuse others. */
#define FACTS_VERSION 1

#define NO_LOCAL UINT32_MAX

/* ---- values ---- */

/* What is known of a value's type. */
struct vtype {
	const char *record; /* the record it is, or points to (through any levels); or NULL */
	uint8_t bits;	    /* width, 0 when it is no integer or pointer */
	bool is_bool;	    /* one bit: ~b is a logical not */
	bool is_signed;
	bool is_pointer;
}
__attribute__((packed, aligned(4))); /* there are millions: nothing between this and what follows */

static inline bool type_equal(const struct vtype *a, const struct vtype *b)
{
	return a->record == b->record && a->bits == b->bits && a->is_bool == b->is_bool &&
	       a->is_signed == b->is_signed && a->is_pointer == b->is_pointer;
}

enum path_root {
	ROOT_LOCAL,  /* a local or parameter */
	ROOT_GLOBAL, /* a global or static object */
	ROOT_TYPE,   /* any object: the first step is a field, which names its record */
};

enum step_kind {
	STEP_DEREF,
	STEP_FIELD, /* record.field; fields of unnamed members are fields of the record around */
	STEP_INDEX, /* [constant] */
	STEP_INDEX_LOCAL, /* [local] */
	STEP_INDEX_ANY,	  /* [something] */
};

struct step {
	enum step_kind kind;
	const char *record; /* FIELD; a record without a name is OUTER::field, one from a .c file
			       NAME@FILE */
	const char *field;  /* FIELD; every member of a union is the union's first, so they are one
			       path */
	int64_t index;	    /* INDEX; the local's number for INDEX_LOCAL */
};

static inline bool step_equal(const struct step *a, const struct step *b)
{
	return a->kind == b->kind && a->record == b->record && a->field == b->field &&
	       a->index == b->index;
}

/* An access path: vcpu->arch.mode is local vcpu, deref, kvm_vcpu.arch, kvm_vcpu_arch.mode. */
struct path {
	struct vtype type; /* of what stands there */
	enum path_root root;
	const char *symbol; /* ROOT_GLOBAL */
	uint32_t local;	    /* ROOT_LOCAL */
	uint32_t nsteps;
	struct step *steps;
	bool is_volatile; /* volatile or atomic: unknown at every read */
};

enum operand_kind {
	OPERAND_NONE,
	OPERAND_CONST, /* value */
	OPERAND_FUNC,  /* the address of function symbol */
	OPERAND_ADDR,  /* the address of what path names */
	OPERAND_LOCAL, /* local; a call's result is the local that it goes to */
	OPERAND_PATH,  /* what is read from path */
	OPERAND_UNKNOWN,
};

struct operand {
	struct vtype type;
	enum operand_kind kind;
	uint64_t mask; /* 0: all of it; else only these bits of the value */
	union {
		int64_t value;
		const char *symbol;
		uint32_t local;
		struct path *path;
	};
};

/* ---- places ---- */

struct place {
	const char *file; /* relative to the source tree where it lies in it; NULL: unknown */
	uint32_t line;	  /* from 1; 0: unknown */
	uint32_t column;  /* bytes, from 1; 0: unknown */
};

/* The macros an event came through, innermost first; its place is where the outermost is used. */
struct chain {
	uint32_t n;
	const char *name[];
};

/* ---- events ---- */

enum event_kind {
	EVENT_CALL,
	EVENT_ASM,
	EVENT_SET,   /* a local is set (a load, when the source is a path) */
	EVENT_STORE, /* an access path is stored to */
	EVENT_RETURN,
};

/* dst := a OP b; the comparisons give 0 or 1. */
enum set_op {
	SET_COPY, /* a */
	SET_ADD,
	SET_SUB,
	SET_AND,
	SET_OR,
	SET_XOR,
	SET_SHL,
	SET_SHR,
	SET_NOT, /* ~a; of a boolean: !a */
	SET_NEG,
	SET_EQ,
	SET_NE,
	SET_LT,
	SET_LE,
	SET_GT,
	SET_GE,
	SET_UNKNOWN,
};

enum callee_kind {
	CALLEE_SYMBOL, /* a function by name */
	CALLEE_SLOT, /* what stands in a field, or in an element of an array of functions: a path */
	CALLEE_POINTER, /* any other pointer */
};

struct event {
	enum event_kind kind;
	struct place place;
	const struct chain *chain; /* NULL: no macro */
	union {
		struct {
			enum callee_kind callee;
			bool is_noreturn;
			const char *symbol;	/* SYMBOL */
			struct path *slot;	/* SLOT */
			struct operand pointer; /* POINTER */
			uint32_t nargs;
			struct operand *args;
			struct operand result; /* NONE, LOCAL or PATH */
		} call;
		struct {
			const char *text; /* template; white space folded to one blank, "; " between
					     lines */
			uint32_t nouts, nins;
			struct operand *outs; /* LOCAL or PATH */
			struct operand *ins;
		} as;
		struct {
			enum set_op op;
			struct operand dst; /* LOCAL for SET, PATH for STORE */
			struct operand a, b;
		} set; /* SET and STORE; a whole record is copied by a STORE whose source is a PATH
			  of a record */
		struct {
			struct operand value; /* NONE for void */
		} ret;
	};
};

/* ---- control flow ---- */

enum guard_rel {
	GUARD_EQ,
	GUARD_NE,
	GUARD_LT,
	GUARD_LE,
	GUARD_GT,
	GUARD_GE,
	GUARD_IN,     /* a switch: a lies in one of the ranges */
	GUARD_NOT_IN, /* its default */
	GUARD_LABEL,  /* an asm goto's label number, 0 the fall through */
};

struct range {
	int64_t lo, hi; /* both belong to it */
};

struct guard {
	enum guard_rel rel;
	struct operand a, b; /* unsigned comparison when a.type is not signed */
	uint32_t nranges;
	struct range *ranges; /* ascending, apart */
	uint32_t label;
};

struct edge {
	uint32_t to;	     /* index of the block */
	struct guard *guard; /* NULL: always */
	uint32_t nsets;
	struct event *sets; /* what a PHI means: EVENT_SETs, done at once in this order */
};

struct block {
	uint32_t nevents, nedges;
	struct event *events;
	struct edge *edges;
	struct place place;	   /* of the branch at its end */
	const struct chain *chain; /* of the branch */
};

struct local {
	const char *name; /* in the source; NULL for a temporary */
	struct vtype type;
	bool is_param;
	bool in_memory; /* a variable whose address is taken, or an aggregate: read through paths
			   only */
};

enum linkage { LINKAGE_GLOBAL, LINKAGE_STATIC, LINKAGE_WEAK };
enum inline_kind { INLINE_NONE, INLINE_HINT, INLINE_ALWAYS, INLINE_NEVER };

struct function {
	const char *symbol;
	struct place place;
	enum linkage linkage;
	enum inline_kind inlining;
	bool is_noreturn;
	const char *section;  /* NULL: the default one */
	const char *alias_of; /* not NULL: another name of that function; no blocks */
	uint32_t nparams;     /* the first of the locals are the parameters */
	uint32_t nlocals;
	struct local *locals;
	uint32_t nblocks; /* block 0 is the entry */
	struct block *blocks;
};

/* ---- tables ---- */

struct cell {
	const char *record; /* NULL, with field, for an element of an array of functions */
	const char *field;
	struct operand value; /* CONST, FUNC or ADDR */
};

/* One initialised record (or element of an array of functions); what is not named is 0. */
struct row {
	const char *object; /* symbol of the object it lies in */
	const char *within; /* where in it, as ".states[2]"; NULL: the object itself */
	const char *record; /* its record type; NULL for an array of functions */
	int64_t index;	    /* in the innermost array; -1: in none */
	struct place place;
	bool is_static;
	uint32_t ncells;
	struct cell *cells;
};

/* A symbol that is called, or whose address is taken, and is not defined here. */
struct symref {
	const char *symbol;
	const char *section; /* where its declaration says it, else NULL */
	bool is_weak;
};

struct option {
	const char *name;  /* without CONFIG_ */
	const char *value; /* "y", "m", a number or a string; an unset option is not listed */
};

/* ---- a unit ---- */

struct unit {
	struct arena *arena;  /* not owned */
	const char *arch;     /* the kernel's name for it, as in arch/ */
	const char *release;  /* NULL: not known */
	const char *compiler; /* "gcc 12.2.0 s390x-linux-gnu" */
	const char *source;   /* relative to the source tree */
	const char *object;   /* relative to the object tree */
	const char *config;   /* hash of the configuration, hex; NULL: not known */
	bool is_preprocessed; /* the input was: there are no macro chains */
	uint32_t noptions;
	struct option *options;
	uint32_t nfunctions;
	struct function *functions;
	uint32_t nrows;
	struct row *rows;
	uint32_t nsymrefs;
	struct symref *symrefs;
};

/* ---- names of the enumerations, as the text form spells them ---- */
extern const char *const set_op_names[];    /* by enum set_op */
extern const char *const guard_rel_names[]; /* by enum guard_rel */
extern const char *const linkage_names[];
extern const char *const inline_kind_names[];

#ifdef __cplusplus
}
#endif
#endif

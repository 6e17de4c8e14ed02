/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is gathered for one unit, and the names and places that all parts of it use. */
#ifndef PLUGIN_BUILD_H
#define PLUGIN_BUILD_H

#include "gcc.h"

/* The arguments, as -fplugin-arg-eqslint-NAME=VALUE gave them; NULL or false where not given. */
struct settings {
	const char *srctree, *arch, *release, *object, *config, *options;
	const char *out;   /* write a file, not a section; "auto": beside the object */
	const char *stats; /* a file to append to, "-" is stderr */
	bool stop;	   /* no code: end when the facts are there */
	bool probe; /* look in the tree's headers for names that the list of options asks of */
};

struct field_name {
	const char *record, *field;
};

/* Which macros an event came through: their maps and their names, innermost first. */
struct macro_stack {
	unsigned n;
	const location_t *map; /* where each begins; NULL when n is 0 */
	const eqs::chain *chain;
};

struct built_function {
	int order; /* in the source, as the symbol table counts */
	eqs::function f;
};

struct builder {
	struct settings set;
	const plugin_gcc_version *version; /* of the compiler that runs */
	struct eqs::arena arena;
	struct eqs::unit unit;
	auto_vec<built_function> functions;
	auto_vec<eqs::row> rows;
	auto_vec<eqs::cell> cells; /* of the record that is walked */
	auto_vec<eqs::symref> symrefs;
	hash_set<uid_hash>
		referenced; /* DECL_UIDs of functions that are called or have their address taken */
	hash_map<uid_hash, const char *> record_names;		 /* by TYPE_UID */
	hash_map<uid_hash, eqs::vtype> types;			 /* by TYPE_UID */
	hash_map<uid_hash, field_name> fields;			 /* by DECL_UID */
	hash_map<uid_hash, const char *> symbols;		 /* by DECL_UID */
	hash_map<int_hash<location_t, 0>, macro_stack *> stacks; /* by the start of a macro's map */
	/* the last answers of place_of() and file_name() */
	location_t last_loc;
	struct eqs::place last_place;
	const eqs::chain *last_chain;
	const char *last_raw, *last_file;
	struct eqs::buf bytes; /* the binary form, once built */
	bool done;	       /* all functions have been seen */
	uint64_t clock;	       /* nanoseconds of CPU spent here, with stats */
};

/* ---- type.cc ---- */
eqs::vtype vtype_of(builder *b, tree type);
/* The record that type is or points to, through arrays too; NULL when it is none. */
const char *record_name(builder *b, tree type);
/* Makes the names of unnamed records known that stand around the field of this COMPONENT_REF. */
void name_records_around(builder *b, tree ref);
/* The step that a field is; no field name when it is none (an unnamed member of a struct). */
field_name field_of(builder *b, tree field);
/* A function's or object's name; of an object inside a function FUNCTION.NAME. */
const char *symbol_of(builder *b, tree decl);
/* The same, and notes that the function is referred to. */
const char *function_symbol(builder *b, tree fndecl);

/* ---- place.cc ---- */
void place_of(builder *b, location_t loc, eqs::place *place, const eqs::chain **chain);
const char *file_name(builder *b, const char *raw);

/* ---- function.cc ---- */
/* Adds the function, which is in SSA form, to b->functions. */
void lower_function(builder *b, function *fun);

eqs::function function_head(builder *b, tree fndecl);

/* ---- table.cc ---- */
void add_rows(builder *b);

/* ---- symbol.cc ---- */
void add_aliases(builder *b);
void add_symrefs(builder *b);

/* ---- unit.cc ---- */
/* What is known of the unit itself; false when it must be left alone. */
bool unit_begin(builder *b);
/* Puts everything together in bytes. */
void unit_finish(builder *b);
/* What this compiler was built for ("x86_64-linux-gnu"), from its configuration. */
const char *compiler_triplet(const plugin_gcc_version *v);

/* ---- emit.cc ---- */
void emit_file(builder *b);
void emit_reads(builder *b);
void emit_section(builder *b);
void emit_stats(builder *b);

/* A copy of a vector's elements in the arena. */
template <typename T> T *arena_list(builder *b, const vec<T> &v)
{
	if (v.is_empty())
		return NULL;
	return (T *)eqs::arena_copy(&b->arena, v.begin(), v.length() * sizeof(T));
}

#endif

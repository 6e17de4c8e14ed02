/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Lowering what libclang shows of a unit.  Expressions become events of
 * three-address form, as GCC's GIMPLE has them and its plugin writes them;
 * variables are then taken apart into their versions (clang_ssa.c), so that
 * both front-ends speak of the same locals.
 */
#ifndef EQS_FRONTEND_CLANG_LOWER_H
#define EQS_FRONTEND_CLANG_LOWER_H

#include <clang-c/Index.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "base/map.h"
#include "base/vec.h"
#include "clang.h"
#include "facts/facts.h"

/* Statements and expressions inside each other: clang itself stops at 256 brackets, chains of
 * else-if and of operators it takes. */
#define MAX_DEPTH 100000

struct field_name {
	const char *record, *field;
	struct vtype type;
	bool is_bitfield, is_volatile, is_unnamed, in_union;
	bool is_bit; /* keeps the lowest bit of what is stored; a _Bool keeps whether it is 0 */
};

/* A function or object that has a symbol. */
struct symbol {
	const char *name;
	CXCursor decl; /* of the definition, where there is one */
	bool is_function, is_defined, is_weak, is_noreturn, is_static;
	bool is_queued; /* something needs it */
	bool is_called; /* or its address taken: it is a reference if it is not defined */
	const char *section, *alias;
	enum inline_kind inlining;
	uint32_t order;	    /* in the source, of what is defined */
	const char *inside; /* the function around a static object */
};

/* A declaration with attributes of what was declared before. */
struct again {
	CXCursor decl;
	const struct again *before;
};

struct macros;

struct headers;

struct cunit {
	CXTranslationUnit tu;
	CXFile main;		       /* the source itself */
	const struct headers *headers; /* that it was parsed with, NULL: those that lie there */
	const struct clang_unit *u;
	CXPrintingPolicy policy;
	struct arena arena;   /* of the facts */
	struct arena scratch; /* of one function */
	struct unit unit;
	struct macros *macros;
	struct map types;   /* (canonical type) -> struct vtype */
	struct map records; /* (declaration) -> name */
	struct map fields;  /* (declaration) -> struct field_name */
	struct map decls;   /* (declaration) -> struct symbol */
	struct map again;   /* (declaration) -> the last struct again */
	struct map symbols; /* (name) -> struct symbol */
	struct map files;   /* (CXFile) -> name */
	struct map order;   /* (declaration) -> its number in the source */
	struct map top;	    /* (name) -> CXCursor of a function or typedef, of all there are */
	bool has_top;
	VEC(CXCursor) objects; /* outside of functions, with an initialiser, as they stand */
	size_t ncounted;       /* of them, for their compound literals */
	unsigned int nliterals;
	VEC(struct symbol *) queue;
	VEC(struct symbol *) references;
	VEC(struct function) functions;
	VEC(uint32_t) orders; /* of functions[i] */
	VEC(struct row) rows;
	uint32_t next_order;
	uint8_t pointer_bits;
	/* GCC pushes arguments: promotes narrow ones, and evaluates the last first */
	bool pushes;
	struct error *err;
	int ret; /* what ends it all */
};

/* ---- clang_unit.c ---- */
/* The unit's head; arch where u->u names none, both interned or constant. */
void unit_begin(struct cunit *u, const char *source, const char *arch, const char *compiler);
VEC_TYPE(name_list, const char *);
/* The names of options in the file, a line each, without CONFIG_; file may be NULL: none. */
int unit_option_names(const char *file, struct name_list *names, struct error *err);
/* The symbols that were referred to, into the unit. */
void unit_references(struct cunit *u);
/* Frees all but the facts. */
void unit_end(struct cunit *u);
/* The function or object that decl declares; not a local. */
struct symbol *symbol_of(struct cunit *u, CXCursor decl);

/* ---- clang_said.c ---- */
/*
 * The first error: -EINVAL, or -ENOENT of a header that is not there, and
 * *header (may be NULL) is its name; u->err says it.  0 when there is none.
 */
int unit_errors(struct cunit *u, const char **header);

/* ---- clang_type.c ---- */

/* The declaration that a cursor stands for, as a key. */
const void *decl_key(CXCursor decl);
struct vtype vtype_of(struct cunit *u, CXType type);
const char *record_name(struct cunit *u, CXType type);
/* The step that a field is; .field is NULL when it is none (an unnamed member of a struct). */
const struct field_name *field_of(struct cunit *u, CXCursor field);
/* What the type points to, or is an array of; else the type. */
CXType pointee(CXType type);
/* But for what qualifies them. */
static inline bool is_same_type(CXType a, CXType b)
{
	return clang_equalTypes(clang_getUnqualifiedType(clang_getCanonicalType(a)),
				clang_getUnqualifiedType(clang_getCanonicalType(b)));
}

bool is_record_type(CXType type);
bool is_pointer_type(CXType type);
bool is_volatile_type(CXType type);
bool is_const_type(CXType type);
bool is_volatile_expression(CXCursor c);
bool is_array_type(CXType type);
bool is_integer_type(CXType type); /* integers, booleans and enumerations */
/* An interned copy of what clang says, which is freed; NULL when it is empty. */
const char *take_string(CXString s);

/* ---- clang_symbol.c ---- */

/* What decl says of it: for symbol_of() alone. */
struct symbol *symbol_new(struct cunit *u, CXCursor decl);
/* Has attributes of this declaration be known; of all at the top, in their order. */
void declared_again(struct cunit *u, CXCursor decl);
/* Makes a function known that nothing declares: the library's behind a built-in. */
void symbol_external(struct cunit *u, const char *name);
/* Has this symbol be lowered too, if it is defined here. */
void symbol_need(struct cunit *u, struct symbol *s);
/* The same by name; a function's, also when nothing but a cleanup names it. */
void need_name(struct cunit *u, const char *name);
void need_function(struct cunit *u, const char *name);
/* Is a function of that name declared, be it by a macro that puts the name together? */
bool declares_function(struct cunit *u, const char *name);
/* What the typedef of that name at the top level stands for; false: there is none. */
bool typedef_named(struct cunit *u, const char *name, CXType *type);
/* All that the facts of a function or row name. */
void need_operand(struct cunit *u, const struct operand *o);
void need_event(struct cunit *u, const struct event *e);

/* ---- clang_place.c ---- */
void place_of(struct cunit *u, CXSourceLocation loc, struct place *place,
	      const struct chain **chain);
/* The value of a number, which is the line of a macro's use where __LINE__ gave it. */
int64_t line_of_use(struct cunit *u, CXCursor c, int64_t value);
/* The same for a number in the text that a macro writes for the assembler; interned. */
const char *text_of_use(struct cunit *u, CXCursor c, const char *text);
/* Of what begins and ends in the same use of a macro; else of its begin, with no macro. */
void place_between(struct cunit *u, CXCursor c, struct place *place, const struct chain **chain);
/* Of an operator between its two sides; of a choice, whose own is the colon, of that. */
void place_operator(struct cunit *u, CXCursor c, CXCursor left, CXCursor right, struct place *place,
		    const struct chain **chain);
const char *file_name(struct cunit *u, CXFile file);

/* ---- clang_macro.c ---- */
/* headers: those that clang was given changed, or NULL */
struct macros *macros_open(CXTranslationUnit tu, CXFile main, const struct headers *headers,
			   struct arena *arena);
void macros_close(struct macros *m);
/*
 * The macros, innermost first, that a token came through which is spelled at
 * one place and expanded at another; NULL when none.
 */
const struct chain *macros_chain(struct macros *m, CXFile spelled, unsigned int at, CXFile expanded,
				 unsigned int use);
/* What stands in a file of the unit; NULL: it is none. */
const char *macros_text(struct macros *m, CXFile file, size_t *size);
/* How many lines behind the first the use of a macro goes on. */
unsigned int macros_lines(struct macros *m, CXFile file, unsigned int use);
/* Does the use of a macro at one place of the file reach to the other? */
bool macros_spans(struct macros *m, CXFile file, unsigned int use, unsigned int end);
/* Does the name stand anywhere in the unit's files? */
bool macros_mention(struct macros *m, const char *name);

/* ---- clang_table.c ---- */
void add_rows(struct cunit *u, struct symbol *object);
/* The integer that an expression is, folded by clang. */
bool constant_of(CXCursor c, int64_t *value);

/* ---- clang_literal.c ---- */
/* Of a compound literal; NULL when it lies in a function. */
struct symbol *literal_symbol(struct cunit *u, CXCursor c);
/* What stands in its braces, and has its place. */
CXCursor literal_list(CXCursor c);

/* ---- clang_function.c ---- */
void lower_function(struct cunit *u, struct symbol *s);
/* The declaration's text, without body or initialiser. */
CXString declaration_text(struct cunit *u, CXCursor decl);

#endif

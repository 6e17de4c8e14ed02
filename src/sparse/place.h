/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Where sparse's places lie in the text: at the use of a macro, in a function. */
#ifndef EQS_FRONTEND_SPARSE_PLACE_H
#define EQS_FRONTEND_SPARSE_PLACE_H

#include "frontend/clang_lower.h"

struct text_file {
	char *text;
	uint32_t size;
	unsigned int stream;
	VEC(uint32_t) lines; /* where each begins */
};

/* The text of a file of the unit, read once; NULL: it is none. */
const struct text_file *text_file(unsigned int stream);
/* The byte at line and column, from 1; false when there is none. */
bool text_offset(const struct text_file *f, unsigned int line, unsigned int column, uint32_t *at);
/* The brace that closes the first one at or behind the byte; false when there is none. */
bool text_closing(const struct text_file *f, uint32_t from, unsigned int *line,
		  unsigned int *column);
/* The colon that belongs to the question mark at the byte; what is given, when there is none. */
void text_colon(const struct text_file *f, uint32_t from, unsigned int *line, unsigned int *column);
/* The first byte from there on that is no blank. */
uint32_t text_skip_blanks(const struct text_file *f, uint32_t at);
/* Does it stand in any file of the unit? */
bool text_anywhere(const char *phrase);

/* ---- macro.c ---- */

/*
 * The macro that is used at the byte, NULL.  What it makes, and what is written
 * between its brackets, has that place with sparse.
 */
const char *macro_at(const struct text_file *f, uint32_t at, unsigned int line);
/*
 * The macros, innermost first and the used one last, that a word came through
 * in the end; word NULL: not known.  How many.
 */
size_t macro_way(const struct text_file *f, uint32_t at, const char *macro, const void *word,
		 const char **way, size_t max);
/* Does the macro that is used at the byte, or one that it uses, spell the word? */
bool macro_spells(const struct text_file *f, uint32_t at, const char *macro, const void *word);
/* Does the macro's own text name the register of a variable, as in name asm("r0")? */
struct ident;
bool macro_has_asm(const char *macro, const struct ident *name);
/* Does the unit declare or define anything of that name? */
bool macro_mentions(const char *name);

/* ---- place.c ---- */

struct sp_symbol;
/* The name or register of asm("...") in the declaration, else what is given. */
const char *place_asm_name(const struct sp_symbol *s, const char *otherwise);
/* Does a macro declare it, and name its register? */
bool place_macro_names(const struct sp_symbol *s);

#endif

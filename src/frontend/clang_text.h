/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What only stands in a function's text as clang prints it. */
#ifndef EQS_FRONTEND_CLANG_TEXT_H
#define EQS_FRONTEND_CLANG_TEXT_H

#include "clang_body.h"

#define MAX_ASM_OPERANDS 64

struct asm_text {
	const char *text; /* the template, as the compiler gets it */
	const char *constraints[MAX_ASM_OPERANDS];
	const char *names[MAX_ASM_OPERANDS]; /* "[name]"; NULL */
	unsigned int noperands, nouts;
	const char
		*labels[MAX_ASM_OPERANDS]; /* what follows an "@" tells those of one name apart */
	unsigned int nlabels;
};

/*
 * What the text says of the statement c, whose operands k are; NULL, and the unit
 * has an error, when it does not say it.
 */
const struct asm_text *text_of_asm(struct body *b, CXCursor c, const struct kids *k);

/* The n types of a _Generic's associations, as they are written; NULL when the text does not say
 * them. */
const char *const *text_of_generic(struct body *b, CXCursor c);

/* Makes %[name] in the template %3, as GCC numbers them. */
void asm_number(struct asm_text *t);

#endif

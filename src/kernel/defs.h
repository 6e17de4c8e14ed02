/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a source seems to define, without compiling it. */
#ifndef EQS_KERNEL_DEFS_H
#define EQS_KERNEL_DEFS_H

#include "words.h"

/*
 * Appends, interned, the names of functions that the text defines and that are
 * not static, and the sources that it includes ("x.c" of #include "x.c").
 * A guess that leans to too much: of both sides of every #if, and of a macro in
 * capitals at the top, as DEFINE_THING(name), the names that it is given.
 */
void defs_scan(const char *text, struct word_vec *symbols, struct word_vec *includes);

/*
 * The same of assembly: labels, and what macros in capitals are given first, as
 * SYM_FUNC_START(name) and ENTRY(name); local ones, and some that are only
 * named there, too.
 */
void defs_scan_assembly(const char *text, struct word_vec *symbols);

#endif

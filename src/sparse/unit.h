/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The facts of what sparse parsed. */
#ifndef EQS_FRONTEND_SPARSE_UNIT_H
#define EQS_FRONTEND_SPARSE_UNIT_H

#include "frontend/clang.h"

struct symbol_list;

/* As clang_facts_make() of what sparse() gave for the source. */
int unit_lower(const struct clang_unit *unit, const char *source, struct symbol_list *list,
	       struct clang_facts *facts, struct error *err);

#endif

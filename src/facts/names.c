// SPDX-License-Identifier: GPL-2.0-or-later
#include "facts.h"

const char *const set_op_names[] = {
	[SET_COPY] = "copy",
	[SET_ADD] = "+",
	[SET_SUB] = "-",
	[SET_AND] = "&",
	[SET_OR] = "|",
	[SET_XOR] = "^",
	[SET_SHL] = "<<",
	[SET_SHR] = ">>",
	[SET_NOT] = "not",
	[SET_NEG] = "neg",
	[SET_EQ] = "==",
	[SET_NE] = "!=",
	[SET_LT] = "<",
	[SET_LE] = "<=",
	[SET_GT] = ">",
	[SET_GE] = ">=",
	[SET_UNKNOWN] = "unknown",
};

const char *const guard_rel_names[] = {
	[GUARD_EQ] = "==", [GUARD_NE] = "!=",	     [GUARD_LT] = "<",
	[GUARD_LE] = "<=", [GUARD_GT] = ">",	     [GUARD_GE] = ">=",
	[GUARD_IN] = "in", [GUARD_NOT_IN] = "notin", [GUARD_LABEL] = "label",
};

const char *const linkage_names[] = {
	[LINKAGE_GLOBAL] = "global",
	[LINKAGE_STATIC] = "static",
	[LINKAGE_WEAK] = "weak",
};

const char *const inline_kind_names[] = {
	[INLINE_NONE] = "none",
	[INLINE_HINT] = "hint",
	[INLINE_ALWAYS] = "always",
	[INLINE_NEVER] = "never",
};

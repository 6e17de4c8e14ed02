/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A function of its own for one call, with something before and behind it. */
#ifndef EQS_FIX_WRAPPER_H
#define EQS_FIX_WRAPPER_H

#include "declared.h"

struct wrapper_param {
	const char *type, *name;
	const char *value; /* what the caller gives for it */
};

struct wrapper {
	const char *name;
	const char *attribute;
	const char *type;      /* of the result, "void" where the call's is dropped */
	const char *inner[2];  /* calls before and behind */
	const char *around[2]; /* lines between those and the call; NULL: none */
	const char *call;      /* as it stands in the wrapper */
	const char *result;    /* what its result goes to in the caller; NULL: nothing */
	size_t nparams;
	struct wrapper_param params[8];
	bool is_shared;	 /* another file defines it: it is not static */
	bool is_guessed; /* the callee is a macro or a pointer: what it does with its words is not
			    known */
};

/*
 * Works out what the wrapper of the call takes and gives back.  Arguments that
 * are more than a name are evaluated by the caller.  -EINVAL: a type is not
 * known, or what would be evaluated in the wrapper is more than a name.
 */
int wrapper_make(const struct csource *s, const struct cfunction *f, const struct call_stmt *call,
		 const struct buf *declarations, struct wrapper *w, struct error *err);

/* The function's definition, with an empty line behind it; strict: its parameters const; interned.
 */
const char *wrapper_definition(const struct wrapper *w, bool strict);

/* HEAD(ITEM, ITEM), on as many lines as it takes; interned. */
const char *wrapper_head(const char *head, const char *const *items, size_t n);

/* The call of it in the caller, in place of the old one; column: where it begins. */
const char *wrapper_call(const struct wrapper *w, size_t column);

#endif

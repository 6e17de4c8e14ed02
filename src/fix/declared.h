/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Types as they are declared: of functions as the compiler says them, of locals as they are
 * written. */
#ifndef EQS_FIX_DECLARED_H
#define EQS_FIX_DECLARED_H

#include "stmt.h"

struct declared_param {
	const char *type; /* "struct x *", "int" */
	const char *name; /* NULL: none is known */
};

struct declared {
	const char *type; /* of the result */
	size_t nparams;
	struct declared_param params[8];
};

/*
 * Looks the function up in what gcc's -aux-info wrote of the unit.  False: it is
 * not declared (a macro, a slot), or in a way that is not understood.
 */
bool declared_function(const struct buf *aux, const char *name, struct declared *out);

/*
 * The type of the parameter or local that is meant by the name at the token,
 * interned; NULL: it is none.  -EINVAL: there are several, or the type cannot be
 * written in front of the name.
 */
int declared_local(const struct csource *s, const struct cfunction *f, size_t at, const char *name,
		   const char **type, struct error *err);

VEC_TYPE(name_list, const char *);

/* Appends the names of a function's own parameters. */
void declared_params(const struct csource *s, const struct cfunction *f, struct name_list *out);

/* "TYPE NAME", without a blank behind a star; interned. */
const char *declaration(const char *type, const char *name);

#endif

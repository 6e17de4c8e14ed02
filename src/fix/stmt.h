/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The statements of a function as they are written.  A macro that stands where
 * a statement does and has a body behind it is a loop.
 */
#ifndef EQS_FIX_STMT_H
#define EQS_FIX_STMT_H

#include "base/arena.h"
#include "csource.h"

enum stmt_kind {
	STMT_SIMPLE, /* an expression or a declaration, with its ';' */
	STMT_BLOCK,  /* { } */
	STMT_IF,     /* children: what is done, and behind else */
	STMT_LOOP,
	STMT_SWITCH,
	STMT_LABEL, /* NAME: or case VALUE: alone; what it stands at comes behind */
	STMT_RETURN,
	STMT_GOTO,
	STMT_BREAK,
	STMT_CONTINUE,
};

/* Tokens [first, last]. */
struct stmt {
	enum stmt_kind kind;
	size_t first, last;
	struct stmt *parent;
	size_t number; /* among its parent's children */
	size_t nchildren;
	struct stmt **children;
};

struct cfunction {
	const char *name;
	size_t first; /* the token its definition begins with: a type, static, an attribute */
	size_t name_token;
	size_t open, close; /* the parentheses of its parameters */
	struct stmt *body;
};

/*
 * Finds the definition of the function that has its name or body in the line
 * (0: the only one of that name) and parses it.  -ENOENT: there is none;
 * -EINVAL: what stands there is not understood, with the line.
 */
int cfunction_find(const struct csource *s, const char *name, uint32_t line, struct arena *arena,
		   struct cfunction *f, struct error *err);

/*
 * The name of the next function that is defined behind token *at, which goes on
 * behind its body; interned; NULL: there is none.
 */
const char *cfunction_next(const struct csource *s, size_t *at);

/* The innermost statement that holds the token; NULL: none does. */
struct stmt *stmt_at(struct stmt *body, size_t token);

/* The innermost statement at a place of the file (columns from 1); NULL: none. */
struct stmt *stmt_at_place(const struct csource *s, struct stmt *body, uint32_t line,
			   uint32_t column);

/*
 * The first jump, label or return in the statement by which a way leaves it or
 * comes in, and which of the two it is; NULL: there is none.
 */
const struct stmt *stmt_way(const struct stmt *st, const char **why);

/* A statement `CALLEE(ARGS);` or `TARGET = CALLEE(ARGS);`, by its tokens. */
struct call_stmt {
	size_t target, target_end; /* [,); equal: the result is dropped */
	size_t callee, callee_end; /* [,) */
	size_t open, close;	   /* its parentheses */
	size_t nargs;
	struct {
		size_t first, end; /* [,) */
	} args[8];
};

/* True when the statement is one, of at most 8 arguments. */
bool stmt_call(const struct csource *s, const struct stmt *st, struct call_stmt *out);

/* True when it is a call of the named function, and nothing besides. */
bool stmt_calls(const struct csource *s, const struct stmt *st, const char *name);

/* Bytes of the statement, [start, end). */
size_t stmt_start(const struct csource *s, const struct stmt *st);
size_t stmt_end(const struct csource *s, const struct stmt *st);

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Conditions of rules and models, three-valued:
 *
 *   EXPR := EXPR or EXPR | EXPR and EXPR | not EXPR | ( EXPR )
 *         | VARIABLE == VALUE | VARIABLE != VALUE | VARIABLE in (VALUE, ...)
 *         | known VARIABLE             its value is known
 *         | changed VARIABLE           it differs from what the function was entered with
 *         | option NAME                the configuration has CONFIG_NAME set
 *         | has NAME                   the tree declares NAME
 *         | true | PREDICATE           one that the states file defines
 */
#ifndef EQS_RULES_EXPR_H
#define EQS_RULES_EXPR_H

#include "rules/state.h"

struct arena;
struct error;
struct node;
struct ruleset;

enum expr_op {
	EXPR_TRUE,
	EXPR_AND,
	EXPR_OR,
	EXPR_NOT,
	EXPR_IS, /* the variable's value is in the set */
	EXPR_KNOWN,
	EXPR_CHANGED, /* against the state the function was entered with */
	EXPR_FACT,    /* option or has: a fact of the tree */
};

/* What the tree says of an option or identifier; filled when a program is bound to the rules. */
struct tree_fact {
	const char *name; /* interned; "?NAME" for an identifier, NAME for an option */
	enum tri value;
};

struct expr {
	enum expr_op op;
	const struct expr *left, *right;
	unsigned var;
	uint16_t set;	 /* EXPR_IS: bit v for value v */
	uint8_t nvalues; /* of the variable */
	const struct tree_fact *fact;
	varmask vars; /* every variable it looks at */
};

/* Parses the text of at (a scalar).  0 or -EINVAL with "FILE:LINE: ..." in err. */
int expr_parse(struct ruleset *rules, const struct node *at, const struct expr **out,
	       struct error *err);

/* How strictly a state is read. */
enum trust {
	TRUST_ALL,   /* what holds: for effects and branches */
	TRUST_KNOWN, /* for checks: values at fault or merely assumed are not known */
};

/* entry: the state the function was entered with, for `changed`; may be NULL (then MAYBE). */
enum tri expr_eval(const struct expr *e, const struct state *s, const struct state *entry,
		   enum trust trust);

/* What e is when nothing is known but that given is truth. */
enum tri expr_follows(const struct expr *e, const struct expr *given, bool truth);

/*
 * Makes s a state in which e is truth, as far as single variables can say it.
 * False when s contradicts that.
 */
bool expr_assume(const struct expr *e, bool truth, struct state *s);

#endif

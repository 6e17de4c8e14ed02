/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Throttles: what a request arms is armed in a loop, and something must count
 * how often (docs/design/throttle.md).  Found apart from the states, after them.
 */
#ifndef EQS_ENGINE_THROTTLE_H
#define EQS_ENGINE_THROTTLE_H

#include "flow.h"
#include "program.h"

/* Calls between the arming and the loop. */
#define MAX_LINKS 12

/* ---- places ---- */

/* An event of a function, in a block or on an edge behind it. */
struct site {
	struct func *func;
	uint32_t block;
	const struct event *event;
};
VEC_TYPE(site_vec, struct site);

/* A field, a global object, or an element of one at a constant index. */
struct field_key {
	const char *record, *field;
};

/* One at an index that is not constant, as this function tells it; func NULL: it is not told. */
struct element {
	const struct func *func;
	const void *by;
};

/* One check at work on the program. */
struct hunt {
	struct program *p;
	const struct check *check;
	const struct throttle *t;
	struct arena arena;
	struct map flows;  /* (func, 0) -> flow */
	struct map fields; /* (record, field) -> struct field_uses */
	VEC(struct field_uses *) uses;
	bool is_indexed;
	unsigned steps; /* blocks that were gone through for the region at hand */
};

/* Who stores to a field, and who speaks of it at all. */
struct field_uses {
	struct site_vec stores;
	struct func_vec funcs;
};

const struct flow *hunt_flow(struct hunt *h, const struct func *f);
/* NULL: nobody speaks of it.  Field NULL: of all of the record, which is overwritten. */
const struct field_uses *hunt_uses(struct hunt *h, const char *record, const char *field);
void hunt_free(struct hunt *h);
/* The calls of the function, in the order of the program. */
void hunt_calls(const struct func *f, struct site_vec *out);
/* The call matches the pattern, but for arguments that are known at run time only. */
bool pattern_fits_call(const struct event_pattern *p, const struct func *f, const struct event *e);

/* The field that the path names, itself or an element; false: none, or one of the function's own.
 */
bool outliving_field(const struct path *path, struct field_key *key);

/* The element that the path ends in. */
struct element element_of(const struct func *f, const struct path *path);

/* What the event overwrites as a whole: a record, or what this points to; NULL: nothing. */
const struct operand *filled_whole(const struct event *e);

/*
 * As the source calls what a set or a store changes: a local, what a parameter
 * points to, a field.  NULL: it has no name there.
 */
const char *set_name(const struct func *f, const struct operand *dst);

/* A rule names what is set so as a request; *rank: the lower, the better. */
bool names_request(const struct throttle *t, const char *name, size_t *rank);

/* The sign of a constant as its type means it; 1 for what is not known. */
int operand_sign(const struct operand *o);

/*
 * For the guard to hold, its first operand must be true (*want) or not; false: it
 * says nothing of the kind.
 */
bool guard_wants(const struct guard *g, bool *want);

/* The same of a comparison with a constant that is to come out as *want. */
bool set_wants(const struct event *e, bool *want);

/* ---- the calls from the loop to the arming ---- */

struct making;

/* v[0] is the arming, v[i] the call of v[i - 1]'s function. */
struct links {
	struct making *making; /* of the constant that arms */
	uint32_t n;
	struct site v[MAX_LINKS];
};

/* ---- arming.c: what arms ---- */

enum { MAX_MAKERS = 8, MAX_PLACES = 32, MAX_CARRIERS = 16 };

/* Where the constant that arms is made, in the block or on the edge behind it. */
struct made {
	struct site at; /* event NULL: nothing to show */
	const struct edge *edge;
	const struct event *by;
	bool is_unasked; /* no request leads there: it is as good as computed */
};

/* Who makes it: the arming's own function, one that calls it, or a helper. */
struct maker {
	const struct func *func;
	uint32_t block;	  /* where it is used; NO_LOCAL: in none in particular */
	struct site call; /* of the helper; event NULL: it is none */
	bool is_computed; /* something else may come of it, which does not arm */
};

struct making {
	uint32_t level; /* how far up the calls it is made */
	uint32_t nmakers, nplaces, ncarriers;
	struct maker makers[MAX_MAKERS];
	struct made places[MAX_PLACES];
	/* the locals that it comes by */
	struct carrier {
		const struct func *func;
		uint32_t local;
	} carriers[MAX_CARRIERS];
};

/* ARMS_ABOVE: if a caller passes the constant. */
enum arms { ARMS_NOT, ARMS_ABOVE, ARMS };

/* What the first of the calls is to the rule, when it is come to by the others. */
enum arms arming_of(const struct throttle *t, const struct links *c, struct making *m);
/* NULL: it is none of them. */
const struct maker *making_maker(const struct making *m, const struct func *f);
/* The constant that the event makes stands for something computed. */
bool making_is_unasked(const struct making *m, const struct event *e);

/* ---- route.c: from a request to the arming ---- */

/* One step backwards; toward leads to the arming. */
struct hop {
	const struct hop *toward;
	struct site at; /* what a reader is shown; event NULL: nothing */
	const char *note;
	const struct edge *guard; /* that the way goes along, behind `block` of func; or NULL */
	struct func *func;
	uint32_t block;
	unsigned depth;
	bool is_control; /* the block is come to; else the operand comes to be... */
	bool want;	 /* true, or false */
	struct operand operand;
	uint64_t mask; /* of these bits; 0: any */
};

/*
 * A request that leads along the chain to what it arms; NULL: there is none.  Where
 * something else is computed beside the constant, says what of it was not asked for.
 */
const struct hop *route_find(struct hunt *h, const struct links *c);

/* ---- count.c: does anything count? ---- */

/* Where the count is looked for: a loop of the chain's last function, or all of it. */
struct region {
	struct func *func;
	const struct turn *turn; /* NULL: all of it */
};

/* A count that would do, were it not reset on the way. */
struct undone {
	const struct event *event; /* NULL: there is none */
	const struct func *func;
};

enum { NIDENTITIES = 2 };

/* What may be the count, and what may be taken for its comparison. */
struct candidate_count {
	struct field_key key;
	int64_t index; /* of the element, where that is constant; else -1 */
	struct element element;
	int direction; /* it goes up (1) or down (-1) */
	/* that it begins anew for; field NULL: for none */
	struct field_key identity[NIDENTITIES];
	const void *test; /* this comparison alone; NULL: each */
	bool saturates;	  /* at this bound: it is advanced by 1, and below it only */
	struct bound {
		const void *variable; /* NULL: a constant */
		int64_t constant;
	} top;
};

/* One of them, or two where a branch parts the ways between them; field NULL: none. */
struct throttling {
	struct candidate_count by[2];
	struct region region;
};

/*
 * *by is what throttles it; with none, it is not armed there at all.
 */
bool count_throttles(struct hunt *h, const struct links *c, const struct hop *request,
		     const struct region *r, struct throttling *by, struct undone *undone);

/* What throttles it in a part of the region is reset in the region, and *undone says where. */
bool count_is_undone(struct hunt *h, const struct links *c, const struct hop *request,
		     const struct region *r, const struct throttling *by, struct undone *undone);

/* ---- throttle.c ---- */

/* When the states are solved: adds what this finds to the program's faults. */
void throttle_faults(struct program *p);
/* Before stores_compute(): the fields that matter where something arms get their numbers. */
void throttle_number_fields(struct program *p);

#endif

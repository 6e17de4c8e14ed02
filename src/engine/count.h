/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One question: does this count throttle the arming in this region? */
#ifndef EQS_ENGINE_COUNT_H
#define EQS_ENGINE_COUNT_H

#include "run.h"
#include "throttle.h"

/* What a way did so far. */
enum {
	ADVANCED = 1,	   /* the count */
	BELOW = 2,	   /* found it below the bound */
	PAST = 4,	   /* or past it */
	AT_BOUND = 8,	   /* by ==: past it only where the count stays there, or begins anew */
	STARTED_ANEW = 16, /* the count was reset past the bound */
	RESET_FOR_IDENTITY = 32,
	ARMED = 64,
	UNCOMPARED = 128, /* armed without having compared */
	UNDONE = 256,	  /* the count was reset for none of these reasons */
	/* a bit for each of them */
	OTHER_IDENTITY = 512, /* the stored identity is not the current one */
	OTHER_IDENTITIES = OTHER_IDENTITY * 3,
	IDENTITY_STORED = 2048, /* and was overwritten by it */
	IDENTITIES_STORED = IDENTITY_STORED * 3,
};

/* Why it does not throttle: the first that was met. */
enum failure {
	HOLDS,
	NOT_COUNTED, /* armed without an advance or a comparison */
	STILL_ARMED, /* past the bound */
	RESET,	     /* on a way that arms */
	TOO_LARGE,   /* not known */
};

/* One way, or several that did the same, at a point. */
struct tally {
	unsigned flags;
	const void *identity[NIDENTITIES]; /* what the stored ones were compared with */
	const void *stored[NIDENTITIES];   /* what was stored as them since; NULL: nothing */
	/* what it was compared with, and how it may stand to that */
	struct bound bound;
	unsigned char room; /* of LESS, EQUAL, MORE; 0: not known */
	struct undone undone;
	struct run r;
};

/* How a count stands to a bound. */
enum { LESS = 1, EQUAL = 2, MORE = 4, MOVED_SINCE = 8 };

enum { MAX_EQUALS = 4 };

/* What a comparison says. */
enum said { SAYS_NOTHING, SAYS, CANNOT_BE };

struct count {
	struct hunt *h;
	const struct links *links;
	const struct hop *request;
	const struct region *region;
	struct candidate_count k;
	bool forgives; /* resets are overlooked */
	/* nothing but resets is looked at, and those not that stand in this region */
	bool is_undone_only;
	const struct region *settled;
	const struct edge *only; /* the ways along this edge are gone; NULL: all */
	/* what the count's values are marked with: as it is, advanced, lowered; its address; the
	 * stored identities; the address of a record of a function's own */
	const struct value *same, *up, *down, *addr, *ident[NIDENTITIES], *own;
	struct map entered;  /* (func, 0): it speaks of the count, or leads to who does */
	struct map outcomes; /* (func, link): what was found of it in this walk */
	struct arena arena;  /* of this walk */
	VEC(const void *) tests;
	unsigned steps;
	enum failure failed;
	bool armed, is_compared; /* in this walk, by a comparison that counts */
	bool is_excusable;	 /* with one of the comparisons: an identity may help */
	struct undone undone;
	unsigned nequals; /* bounds that it was compared with for being equal */
	struct bound equals[MAX_EQUALS];
};

/* A function on its way. */
struct visit {
	struct count *c;
	struct frame fr;
	uint32_t link; /* its number in the chain of calls; NO_LOCAL: it is not on it */
	const struct turn *turn;
	const struct visit *outer;
	unsigned depth;
	uint32_t block;	      /* that is gone through */
	struct point *points; /* of each block */
	VEC(struct tally *) exits;
	VEC(const struct value *) results; /* of each exit */
};

/* count.c: what an event does to a way. */
const struct value *count_read(const struct visit *v, const struct tally *t,
			       const struct operand *o);
/* A local or path comes to be the value; a mark stays where a local can keep it. */
void count_put(const struct visit *v, struct tally *t, const struct operand *dst,
	       const struct value *value);
void count_set(const struct visit *v, struct tally *t, const struct event *e); /* SET and STORE */
/* What tells one identity, or one bound, from another: the same local, field, or call. */
const void *count_identity_of(const struct visit *v, const struct operand *o);

static inline bool count_is_mark(const struct count *c, const struct value *v)
{
	return v && (v == c->same || v == c->up || v == c->down);
}

static inline bool count_same_bound(const struct bound *a, const struct bound *b)
{
	return a->variable == b->variable && a->constant == b->constant;
}

/* What stands here was judged before. */
static inline bool count_is_settled(const struct visit *v)
{
	const struct region *r = v->c->settled;

	for (; r && v; v = v->outer)
		if (v->fr.f == r->func && (!r->turn || turn_has(r->turn, v->block)))
			return true;
	return false;
}

/* How it stands to a bound that it is past. */
static inline unsigned count_beyond(const struct count *c)
{
	return c->k.direction > 0 ? MORE : LESS;
}

/* compare.c */
/* a REL b holds: of the count, or of what it is for.  test names the comparison. */
enum said count_compare(const struct visit *v, struct tally *t, const struct operand *a,
			unsigned rel, const struct operand *b, const void *test);
/* The path is a field that hands on the request. */
bool count_asks_by(const struct count *c, const struct path *p);
/* What overwrites the record that the count lies in resets it. */
void count_fill(const struct visit *v, struct tally *t, const struct event *e);
void count_arming(const struct visit *v, struct tally *t, const struct event *e);
void count_end(const struct visit *v, const struct tally *t);

/* What a function does when it is entered with `first`. */
struct outcome {
	struct outcome *next;
	struct tally *first;
	size_t n;
	struct tally **exits;
	const struct value **results; /* of each exit */
};

/* A helper that is gone into wherever it is come to. */
static inline bool count_is_small(const struct func *f)
{
	return f->f->nblocks <= 4;
}

/* across.c */
/* Who speaks of the count or hands the request on is entered, and who leads there. */
void count_find_entered(struct count *c);
/*
 * What the callee is entered with.  A function on the way to the arming hears of
 * all that it can name, as what it calls may ask for it; another of what it asks for itself.
 */
void count_enter(struct func *callee, bool is_on_way, const struct visit *v, const struct tally *t,
		 const struct event *e, struct tally *to);
/* Behind the call, for the i-th exit of the callee. */
void count_leave(struct visit *v, struct tally *t, const struct event *e, const struct func *callee,
		 const struct outcome *o, size_t i);
/* A call that is passed over: its result is not known, nor what it stored. */
void count_pass(struct visit *v, struct tally *t, const struct event *e, const struct meaning *m);

/* tally.c */
/* In the walk's arena, with no more room than what is known takes. */
struct tally *tally_copy(struct count *c, const struct tally *t);
void tally_load(struct tally *t, const struct tally *from);
bool tally_did_the_same(const struct tally *a, const struct tally *b);
/* Of what arms both know whether it is the constant: else it would be as good as computed. */
bool tally_arms_the_same(const struct visit *v, const struct tally *a, const struct tally *b);
/* Keeps what both know; true when that is less than `to` did. */
bool tally_join(struct values *values, struct tally *to, const struct tally *from);
/* Of a way that may not arm any more, and has not, little else matters. */
void tally_settle(struct tally *t);

/* walk.c: every way through the region; c.failed tells. */
void count_walk(struct count *c);

#endif

// SPDX-License-Identifier: GPL-2.0-or-later
/* Where the parser puts tests and choices that are written over several lines. */
typedef unsigned long u64;

struct state {
	int up, level;
	u64 *list;
	u64 slots[];
};

int first(struct state *s);
int second(struct state *s);
void take(u64 *slot, int n);
void copy(const void *from, int n);

#define likely(x) __builtin_expect(!!(x), 1)
#define ready(s) (first(s) && second(s))

/* A choice has the place of its colon, and so has what it gives. */
int choice(struct state *s)
{
	return first(s)
		? s->up & 3
		: s->level;
}

/* As an argument it has the place of the call. */
void argument(struct state *s)
{
	take(first(s) ?
	     s->list : (u64 *)0,
	     1);
}

/* An operator at the begin of a line. */
int operator(struct state *s)
{
	return first(s)
		&& second(s);
}

/* What is expected is handed on to both sides, which have no place then. */
void expected(struct state *s)
{
	if (likely(first(s) &&
		   second(s)))
		s->up = 1;
}

/* "!" of both is one of each, where the "!" stands; "!" of one is nothing. */
void negated(struct state *s)
{
	if (s->up &&
	    !ready(s))
		s->up = 0;
}

/* What is known is no test. */
int known(struct state *s)
{
	return !0 &&
	       first(s) &&
	       second(s);
}

/* Two returns, though one is never reached: no place of theirs is left. */
int returns(struct state *s)
{
	if (0)
		return 1;
	return first(s);
}

/* A pointer that is moved on is an element of what it was. */
u64 moved(u64 *p, int n)
{
	p += n;
	p++;
	return *p;
}

/* An array without a length counts elements all the same. */
void elements(struct state *s, int n)
{
	take(s->slots + n + 1, n);
	copy(s->slots + n, n);
}

/* Which way out is taken is handed on where a variable's scope ends. */
int scopes(struct state *s, int n)
{
	int r = -1;

	switch (n) {
	case 1: {
		int a;

		r = -14;
		take((u64 *)&a, 1);
		if (first(s))
			goto out;
		r = a;
		break;
	}
	case 2:
		r = second(s);
		break;
	}
out:
	return r;
}

/* One test of a comparison that was kept. */
int kept(struct state *s)
{
	int is = first(s) || s->up;

	if (is)
		second(s);
	return is ? 1 : 2;
}

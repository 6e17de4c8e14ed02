// SPDX-License-Identifier: GPL-2.0-or-later
#include "store.h"

int set_both(struct store *s, int a, int b)
{
	store_lock(s);
	if (key_set(s, a, 1) < 0)
		return -1; /* WARN: left-busy */
	key_set(s, b, 1);
	store_unlock(s);
	return 0;
}

int set_if_idle(struct store *s, int key)
{
	if (store_trylock(s))
		store_unlock(s); /* WARN: lock-held-twice */
	else
		store_unlock(s);
	return key_set(s, key, 1);
}

static void one_change(struct store *s, int key)
{
	change_begin(s);
	key_set(s, key, 1);
	change_end(s);
}

void change_and_tell(struct store *s)
{
	change_begin(s);
	one_change(s, 1); /* one in the other: one is still open behind it */
	peer_send(s);	  /* WARN: waits-while-busy */
	change_end(s);
}

void change_too_often(struct store *s, int n)
{
	change_begin(s);
	if (n)
		change_begin(s);
	change_end(s);
} /* WARN: left-busy */

int quietly(struct store *s, int key)
{
	struct mask old;

	signals_block(&old);
	if (key_set(s, key, 1) < 0)
		return -1; /* WARN: left-busy */
	signals_restore(&old);
	return 0;
}

/* The outer one is restored first: the inner one blocks again. */
void quietly_twice(struct store *s)
{
	struct mask outer, inner;

	signals_block(&outer);
	signals_block(&inner);
	key_set(s, 1, 1);
	signals_restore(&outer);
	signals_restore(&inner);
} /* WARN: left-busy */

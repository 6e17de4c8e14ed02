// SPDX-License-Identifier: GPL-2.0-or-later
#include "store.h"

int set_both(struct store *s, int a, int b)
{
	int ret = -1;

	store_lock(s);
	if (key_set(s, a, 1) < 0)
		goto out;
	key_set(s, b, 1);
	ret = 0;
out:
	store_unlock(s);
	return ret;
}

int set_if_idle(struct store *s, int key)
{
	int ret;

	if (store_trylock(s))
		return -1;
	ret = key_set(s, key, 1);
	store_unlock(s);
	return ret;
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
	one_change(s, 1);
	change_end(s);
	peer_send(s);
}

void change_once_or_twice(struct store *s, int n)
{
	change_begin(s);
	if (n)
		change_begin(s);
	if (n)
		change_end(s);
	change_end(s);
}

static void calm(struct mask *old)
{
	signals_block(old);
}

/* What is restored is what was: blocked inside, open again behind the outer one. */
int quietly(struct store *s, int key)
{
	struct mask outer, inner;
	int ret;

	calm(&outer);
	signals_block(&inner);
	ret = key_set(s, key, 1);
	signals_restore(&inner);
	signals_restore(&outer);
	return ret;
}

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a small key-value store is made of. */
struct store;

struct mask {
	unsigned long bits[2];
};

void signals_block(struct mask *old);	      /* no signal comes; *old: what came before */
void signals_restore(const struct mask *old); /* as it was */

void store_lock(struct store *s);
int store_trylock(struct store *s); /* 0: the lock is ours now */
void store_unlock(struct store *s);

void change_begin(struct store *s); /* changes nest; the outermost end writes the journal */
void change_end(struct store *s);

int key_set(struct store *s, int key, int value); /* below 0: no such key */
void peer_send(struct store *s);		  /* waits for the network */

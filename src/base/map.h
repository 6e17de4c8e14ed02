/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A hash map from two words (interned strings, pointers, numbers) to a
 * pointer.  Never walked, so that nothing ever depends on addresses.
 */
#ifndef EQS_MAP_H
#define EQS_MAP_H

#include <stddef.h>
#include <stdint.h>

struct map_slot {
	uintptr_t a, b;
	void *value; /* NULL: free */
};

struct map {
	struct map_slot *slots;
	size_t size, used;
};

/* Keys are compared as words; strings must be interned. */
#define map_get(m, a, b) map_get_(m, (uintptr_t)(a), (uintptr_t)(b))
#define map_put(m, a, b, v) map_put_(m, (uintptr_t)(a), (uintptr_t)(b), v)

void *map_get_(const struct map *m, uintptr_t a, uintptr_t b);	     /* NULL: not there */
void map_put_(struct map *m, uintptr_t a, uintptr_t b, void *value); /* replaces; not NULL */
void map_free(struct map *m);

#endif

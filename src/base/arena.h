/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Arena: memory that is dropped as a whole.  Everything that lives as long as
 * a unit's facts or a program comes from one; nothing in it is freed alone.
 */
#ifndef EQS_ARENA_H
#define EQS_ARENA_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

struct arena_chunk;

struct arena {
	struct arena_chunk *chunks;
	char *next, *end;
};

void arena_init(struct arena *a);
void arena_free(struct arena *a);

/* Zeroed memory, aligned for any type; aborts when there is none. */
void *arena_alloc(struct arena *a, size_t size);

/* A copy of n bytes of p in the arena. */
void *arena_copy(struct arena *a, const void *p, size_t n);

/* A point in time to go back to. */
struct arena_mark {
	struct arena_chunk *chunks;
	char *next, *end;
};

struct arena_mark arena_mark(const struct arena *a);

/* Gives back all that was allocated behind the mark. */
void arena_release(struct arena *a, const struct arena_mark *mark);

#define arena_new(a, type) ((type *)arena_alloc(a, sizeof(type)))
#define arena_array(a, type, n) ((type *)arena_alloc(a, sizeof(type) * (size_t)(n)))

#ifdef __cplusplus
}
#endif
#endif

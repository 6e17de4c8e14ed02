// SPDX-License-Identifier: GPL-2.0-or-later
#include "arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "error.h"

#define CHUNK_SIZE (64 * 1024)
#define ALIGNMENT 16

struct arena_chunk {
	struct arena_chunk *prev;
	_Alignas(ALIGNMENT) char data[];
};

void arena_init(struct arena *a)
{
	memset(a, 0, sizeof(*a));
}

void arena_free(struct arena *a)
{
	while (a->chunks) {
		struct arena_chunk *prev = a->chunks->prev;

		free(a->chunks);
		a->chunks = prev;
	}
	arena_init(a);
}

static struct arena_chunk *chunk_add(struct arena *a, size_t size)
{
	struct arena_chunk *c = calloc(1, sizeof(*c) + size);

	if (!c)
		die("out of memory");
	c->prev = a->chunks;
	a->chunks = c;
	return c;
}

void *arena_alloc(struct arena *a, size_t size)
{
	struct arena_chunk *c;
	void *p;

	if (size > PTRDIFF_MAX - CHUNK_SIZE)
		die("arena: absurd size %zu", size);
	size = (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
	if (size > (size_t)(a->end - a->next)) {
		/* A big block gets a chunk of its own, so the open one is kept. */
		if (size > CHUNK_SIZE / 4)
			return chunk_add(a, size)->data;
		c = chunk_add(a, CHUNK_SIZE);
		a->next = c->data;
		a->end = c->data + CHUNK_SIZE;
	}
	p = a->next;
	a->next += size;
	return p;
}

void *arena_copy(struct arena *a, const void *p, size_t n)
{
	void *q = arena_alloc(a, n);

	if (n)
		memcpy(q, p, n);
	return q;
}

struct arena_mark arena_mark(const struct arena *a)
{
	return (struct arena_mark){a->chunks, a->next, a->end};
}

void arena_release(struct arena *a, const struct arena_mark *mark)
{
	while (a->chunks != mark->chunks) {
		struct arena_chunk *prev = a->chunks->prev;

		free(a->chunks);
		a->chunks = prev;
	}
	/* What is left in the chunk that was open is zeroed, as all memory that it gives. */
	if (mark->next)
		memset(mark->next, 0, (size_t)(mark->end - mark->next));
	a->next = mark->next;
	a->end = mark->end;
}

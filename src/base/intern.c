// SPDX-License-Identifier: GPL-2.0-or-later
#include "intern.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "error.h"

struct slot {
	const char *s;
	uint32_t hash;
	uint32_t len;
};

/* The interner: the program's only mutable global. */
static struct {
	struct arena arena;
	struct slot *slots;
	size_t size, used; /* size is a power of two */
} table;

static uint32_t hash_bytes(const char *s, size_t n)
{
	uint64_t h = 0xcbf29ce484222325ull;

	for (size_t i = 0; i < n; i++)
		h = (h ^ (unsigned char)s[i]) * 0x100000001b3ull;
	return (uint32_t)(h ^ (h >> 32));
}

static struct slot *find(const char *s, size_t n, uint32_t hash)
{
	size_t i = hash & (table.size - 1);

	while (table.slots[i].s) {
		struct slot *e = &table.slots[i];

		if (e->hash == hash && e->len == n && !memcmp(e->s, s, n))
			return e;
		i = (i + 1) & (table.size - 1);
	}
	return &table.slots[i];
}

static void grow(void)
{
	struct slot *old = table.slots;
	size_t n = table.size;

	table.size = n ? 2 * n : 4096;
	table.slots = calloc(table.size, sizeof(*table.slots));
	if (!table.slots)
		die("out of memory");
	for (size_t i = 0; i < n; i++)
		if (old[i].s)
			*find(old[i].s, old[i].len, old[i].hash) = old[i];
	free(old);
}

const char *intern_n(const char *s, size_t n)
{
	uint32_t hash = hash_bytes(s, n);
	struct slot *e;
	char *copy;

	if (4 * (table.used + 1) > 3 * table.size)
		grow();
	e = find(s, n, hash);
	if (!e->s) {
		copy = arena_alloc(&table.arena, n + 1);
		memcpy(copy, s, n);
		*e = (struct slot){.s = copy, .hash = hash, .len = (uint32_t)n};
		table.used++;
	}
	return e->s;
}

const char *intern(const char *s)
{
	return intern_n(s, strlen(s));
}

const char *intern_f(const char *fmt, ...)
{
	char buf[4096];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(buf, sizeof(buf), fmt, ap);
	va_end(ap);
	return intern(buf);
}

const char *intern_find_n(const char *s, size_t n)
{
	return table.size ? find(s, n, hash_bytes(s, n))->s : NULL;
}

const char *intern_find(const char *s)
{
	return intern_find_n(s, strlen(s));
}

void intern_drop(void)
{
	free(table.slots);
	arena_free(&table.arena);
	memset(&table, 0, sizeof(table));
}

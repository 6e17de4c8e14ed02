// SPDX-License-Identifier: GPL-2.0-or-later
#include "map.h"

#include <stdlib.h>
#include <string.h>

#include "error.h"

static struct map_slot *find(const struct map *m, uintptr_t a, uintptr_t b)
{
	uint64_t h = (a * 0x9e3779b97f4a7c15ull) ^ (b * 0xc2b2ae3d27d4eb4full);
	size_t i = (h ^ h >> 32) & (m->size - 1);

	while (m->slots[i].value && (m->slots[i].a != a || m->slots[i].b != b))
		i = (i + 1) & (m->size - 1);
	return &m->slots[i];
}

static void grow(struct map *m)
{
	struct map_slot *old = m->slots;
	size_t n = m->size;

	m->size = n ? 2 * n : 64;
	m->slots = calloc(m->size, sizeof(*m->slots));
	if (!m->slots)
		die("out of memory");
	for (size_t i = 0; i < n; i++)
		if (old[i].value)
			*find(m, old[i].a, old[i].b) = old[i];
	free(old);
}

void *map_get_(const struct map *m, uintptr_t a, uintptr_t b)
{
	return m->size ? find(m, a, b)->value : NULL;
}

void map_put_(struct map *m, uintptr_t a, uintptr_t b, void *value)
{
	struct map_slot *s;

	if (2 * (m->used + 1) > m->size)
		grow(m);
	s = find(m, a, b);
	m->used += !s->value;
	*s = (struct map_slot){a, b, value};
}

void map_free(struct map *m)
{
	free(m->slots);
	memset(m, 0, sizeof(*m));
}

// SPDX-License-Identifier: GPL-2.0-or-later
/* Reads the tables of the binary form, which everything else points into. */
#include "binary_get.h"

#include <string.h>

#include "base/intern.h"

static void read_strings(struct reader *r)
{
	uint32_t n = get_count(r, 1);

	r->strings = arena_array(r->arena, const char *, n + 1);
	for (uint32_t i = 1; i <= n && !r->bad; i++) {
		uint32_t len = get_count(r, 1);

		if (memchr(r->p, 0, len)) {
			fail(r, "a string holds a 0");
			return;
		}
		r->strings[i] = intern_n((const char *)r->p, len);
		r->p += len;
	}
	r->nstrings = n + 1;
}

static void read_types(struct reader *r)
{
	uint32_t n = get_count(r, 3);

	r->types = arena_array(r->arena, struct vtype, n);
	for (uint32_t i = 0; i < n && !r->bad; i++) {
		unsigned int flags;

		r->types[i].bits = *r->p++;
		flags = get_upto(r, TYPE_BOOL | TYPE_SIGNED | TYPE_POINTER);
		r->types[i].is_bool = flags & TYPE_BOOL;
		r->types[i].is_signed = flags & TYPE_SIGNED;
		r->types[i].is_pointer = flags & TYPE_POINTER;
		r->types[i].record = get_string(r);
		if (r->p == r->end)
			fail(r, "the record ends in the middle");
	}
	r->ntypes = n;
}

static void read_chains(struct reader *r)
{
	uint32_t n = get_count(r, 2);

	r->chains = arena_array(r->arena, const struct chain *, n + 1);
	for (uint32_t i = 1; i <= n && !r->bad; i++) {
		uint32_t names = get_count(r, 1);
		struct chain *c = arena_alloc(r->arena, sizeof(*c) + names * sizeof(c->name[0]));

		c->n = names;
		for (uint32_t j = 0; j < names && !r->bad; j++)
			c->name[j] = get_string(r);
		r->chains[i] = c;
	}
	r->nchains = n + 1;
}

void binary_read_tables(struct reader *r)
{
	read_strings(r);
	read_types(r);
	read_chains(r);
}

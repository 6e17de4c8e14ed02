/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The reader of the binary form: its numbers, and what stands in its tables.
 * After the first thing that is wrong, every number reads as 0 and every count
 * as none, so the callers run out without a check after each step.  In a
 * header, because most of the time of reading is spent here.
 */
#ifndef EQS_BINARY_GET_H
#define EQS_BINARY_GET_H

#include <stdint.h>

#include "base/arena.h"
#include "binary.h"
#include "facts.h"

struct reader {
	const uint8_t *p, *end;
	const char *bad; /* what is wrong; NULL: nothing yet */
	struct arena *arena;
	const char **strings; /* [0] is NULL */
	uint32_t nstrings;
	struct vtype *types;
	uint32_t ntypes;
	const struct chain **chains; /* [0] is NULL */
	uint32_t nchains;
	const char *file; /* of the last place */
	uint32_t line;
};

/* Only the first thing that is wrong is kept. */
static inline void fail(struct reader *r, const char *bad)
{
	if (!r->bad)
		r->bad = bad;
	r->p = r->end;
}

/* ---- numbers ---- */

static inline uint64_t get_long(struct reader *r)
{
	uint64_t v = 0;

	for (unsigned int shift = 0; r->p < r->end; shift += 7) {
		uint8_t c = *r->p++;

		if (shift == 63 && c > 1)
			break;
		v |= (uint64_t)(c & 0x7f) << shift;
		if (c < 0x80)
			return v;
	}
	fail(r, r->p < r->end ? "a number is too large" : "the record ends in the middle");
	return 0;
}

static inline uint64_t get(struct reader *r)
{
	if (r->p < r->end && *r->p < 0x80)
		return *r->p++;
	return get_long(r);
}

static inline uint32_t get_u32(struct reader *r)
{
	uint64_t v = get(r);

	if (v > UINT32_MAX)
		fail(r, "a number is too large");
	return r->bad ? 0 : (uint32_t)v;
}

static inline int64_t get_signed(struct reader *r)
{
	return unzigzag(get(r));
}

/* At most max, which is the last value of an enumeration or all flags. */
static inline unsigned int get_upto(struct reader *r, unsigned int max)
{
	uint64_t v = get(r);

	if (v > max)
		fail(r, "a kind or a flag is unknown");
	return r->bad ? 0 : (unsigned int)v;
}

/* How many things follow, each of at least size bytes. */
static inline uint32_t get_count(struct reader *r, size_t size)
{
	uint64_t n = get(r);

	if (n > (size_t)(r->end - r->p) / size || n >= UINT32_MAX)
		fail(r, "a count is larger than the record");
	return r->bad ? 0 : (uint32_t)n;
}

/* ---- things that stand in tables ---- */

static inline const char *get_string(struct reader *r)
{
	uint64_t i = get(r);

	if (i >= r->nstrings) {
		fail(r, "a string does not exist");
		return NULL;
	}
	return r->strings[i];
}

static inline void get_type(struct reader *r, struct vtype *t)
{
	uint64_t i = get(r);

	if (i >= r->ntypes)
		fail(r, "a type does not exist");
	else
		*t = r->types[i];
}

static inline const struct chain *get_chain(struct reader *r)
{
	uint64_t i = get(r);

	if (i >= r->nchains) {
		fail(r, "a macro chain does not exist");
		return NULL;
	}
	return r->chains[i];
}

/* ---- the tables, which come first in a record ---- */

/* Reads strings, types and macro chains; what is wrong is in r->bad. */
void binary_read_tables(struct reader *r);

#endif

// SPDX-License-Identifier: GPL-2.0-or-later
/* Sets of fields against plain arrays of bools: what goes in is in, and nothing else. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "engine/fieldset.h"

#define MAX 700
#define SETS 400

static uint64_t seed = 1;

static uint32_t below(uint32_t n)
{
	seed = seed * 6364136223846793005ull + 1442695040888963407ull;
	return (uint32_t)(seed >> 33) % n;
}

static const struct fieldset *sets[SETS];
static bool plain[SETS][MAX + 1];

static bool plain_meets(const bool *a, const bool *b)
{
	for (uint32_t k = 1; k <= MAX; k++)
		if (a[k] && b[k])
			return true;
	return false;
}

/* Made of a few numbers, or of many, and of sets that were made before. */
static void make(struct fieldset_parts *parts, unsigned i)
{
	uint32_t numbers = below(20) ? below(4) : below(300);
	uint32_t span = 1 + below(MAX), joins = i ? below(4) : 0;

	for (uint32_t k = 0; k < numbers; k++) {
		uint32_t n = 1 + below(span);

		fieldset_add(parts, n);
		plain[i][n] = true;
	}
	while (joins--) {
		/* The latest are as large as sets come to be; any other may be small. */
		uint32_t other = below(3) ? below(i) : i - 1;

		if (!below(8))
			other = 0;
		fieldset_join(parts, sets[other]);
		for (uint32_t k = 1; k <= MAX; k++)
			plain[i][k] |= plain[other][k];
	}
	sets[i] = fieldset_make(parts);
}

static void same_as_plain(void **state)
{
	struct arena arena;
	struct fieldset_parts parts = {.arena = &arena, .max = MAX};

	(void)state;
	for (unsigned round = 0; round < 20; round++) {
		arena_init(&arena);
		memset(plain, 0, sizeof(plain));
		for (unsigned i = 0; i < SETS; i++)
			make(&parts, i);
		for (unsigned i = 0; i < SETS; i++)
			for (uint32_t k = 1; k <= MAX; k++)
				assert_int_equal(fieldset_has(sets[i], k), plain[i][k]);
		for (unsigned i = 0; i < SETS; i++) {
			unsigned k = below(SETS);

			assert_int_equal(fieldset_meets(sets[i], sets[k]),
					 plain_meets(plain[i], plain[k]));
		}
		arena_free(&arena);
	}
	fieldset_parts_free(&parts);
}

/* What calls one function only has that one's set, and what calls into a circle shares its bits. */
static void shared(void **state)
{
	struct arena arena;
	struct fieldset_parts parts = {.arena = &arena, .max = MAX};
	const struct fieldset *large, *more;

	(void)state;
	arena_init(&arena);
	assert_null(fieldset_make(&parts));
	for (uint32_t i = 1; i < 200; i++)
		fieldset_add(&parts, i);
	large = fieldset_make(&parts);
	fieldset_join(&parts, large);
	fieldset_join(&parts, large);
	fieldset_add(&parts, 7);
	assert_ptr_equal(fieldset_make(&parts), large);
	fieldset_join(&parts, large);
	fieldset_add(&parts, 300);
	more = fieldset_make(&parts);
	assert_ptr_equal(more->all, large->all);
	assert_true(fieldset_has(more, 300) && fieldset_has(more, 7) && !fieldset_has(more, 301));
	fieldset_parts_free(&parts);
	arena_free(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(same_as_plain),
		cmocka_unit_test(shared),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

// SPDX-License-Identifier: GPL-2.0-or-later
#include "fieldset.h"

#include <stdlib.h>
#include <string.h>

#include "base/bits.h"

/* More than these, and not in the shared ones: they have bits of their own. */
#define MAX_FEW 64

static int by_number(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return x < y ? -1 : x > y;
}

bool fieldset_has(const struct fieldset *set, uint32_t number)
{
	return set && ((set->all && bit_has(set->all, number)) ||
		       (set->n && bsearch(&number, set->few, set->n, sizeof(number), by_number)));
}

static bool few_meet(const struct fieldset *a, const struct fieldset *b)
{
	for (uint32_t i = 0; i < a->n; i++)
		if (fieldset_has(b, a->few[i]))
			return true;
	return false;
}

bool fieldset_meets(const struct fieldset *a, const struct fieldset *b)
{
	if (!a || !b)
		return false;
	for (size_t w = 0; a->all && b->all && w < a->words; w++)
		if (a->all[w] & b->all[w])
			return true;
	return few_meet(a, b) || few_meet(b, a);
}

void fieldset_add(struct fieldset_parts *parts, uint32_t number)
{
	vec_push(&parts->numbers, number);
}

void fieldset_join(struct fieldset_parts *parts, const struct fieldset *set)
{
	if (set)
		vec_push(&parts->sets, set);
}

static bool is_within(const uint64_t *a, const uint64_t *b, size_t words)
{
	for (size_t w = 0; w < words; w++)
		if (a[w] & ~b[w])
			return false;
	return true;
}

/* The bits that hold those of every part, if one part does; NULL with *several: none does. */
static const uint64_t *largest(const struct fieldset_parts *parts, bool *several)
{
	size_t words = bits_words(parts->max);
	const uint64_t *all = NULL;

	*several = false;
	for (size_t i = 0; i < parts->sets.n; i++) {
		const uint64_t *one = parts->sets.v[i]->all;

		if (!one || one == all || (all && is_within(one, all, words)))
			continue;
		*several |= all && !is_within(all, one, words);
		all = one;
	}
	return *several ? NULL : all;
}

/* The numbers that are not in all, ascending, each once. */
static void sort_numbers(struct fieldset_parts *parts, const uint64_t *all)
{
	size_t n = 0;

	for (size_t i = 0; i < parts->sets.n; i++)
		for (uint32_t k = 0; k < parts->sets.v[i]->n; k++)
			vec_push(&parts->numbers, parts->sets.v[i]->few[k]);
	if (parts->numbers.n)
		qsort(parts->numbers.v, parts->numbers.n, sizeof(*parts->numbers.v), by_number);
	for (size_t i = 0; i < parts->numbers.n; i++) {
		uint32_t number = parts->numbers.v[i];

		if (!(all && bit_has(all, number)) && (!n || parts->numbers.v[n - 1] != number))
			parts->numbers.v[n++] = number;
	}
	parts->numbers.n = n;
}

static const uint64_t *all_bits(const struct fieldset_parts *parts)
{
	size_t words = bits_words(parts->max);
	uint64_t *all = arena_array(parts->arena, uint64_t, words);

	for (size_t i = 0; i < parts->sets.n; i++)
		for (size_t w = 0; parts->sets.v[i]->all && w < words; w++)
			all[w] |= parts->sets.v[i]->all[w];
	for (size_t i = 0; i < parts->numbers.n; i++)
		bit_add(all, parts->numbers.v[i]);
	return all;
}

const struct fieldset *fieldset_make(struct fieldset_parts *parts)
{
	const struct fieldset *same = NULL;
	struct fieldset *set;
	bool several;
	const uint64_t *all = largest(parts, &several);

	sort_numbers(parts, all);
	if (several || parts->numbers.n > MAX_FEW) {
		all = all_bits(parts);
		parts->numbers.n = 0;
	}
	for (size_t i = 0; i < parts->sets.n && !same; i++)
		if (parts->sets.v[i]->all == all && parts->sets.v[i]->n == parts->numbers.n)
			same = parts->sets.v[i];
	if (!same && (all || parts->numbers.n)) {
		set = arena_alloc(parts->arena,
				  sizeof(*set) + parts->numbers.n * sizeof(*set->few));
		set->all = all;
		set->words = bits_words(parts->max);
		set->n = (uint32_t)parts->numbers.n;
		if (set->n)
			memcpy(set->few, parts->numbers.v, set->n * sizeof(*set->few));
		same = set;
	}
	parts->numbers.n = parts->sets.n = 0;
	return same;
}

void fieldset_parts_free(struct fieldset_parts *parts)
{
	vec_free(&parts->numbers);
	vec_free(&parts->sets);
}

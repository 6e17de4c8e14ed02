/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Sets of small numbers, as bits in words of 64. */
#ifndef EQS_BITS_H
#define EQS_BITS_H

#include <stdbool.h>
#include <stdint.h>

/* How many words hold the numbers below @n; at least one. */
static inline uint32_t bits_words(uint32_t n)
{
	return n / 64 + 1;
}

static inline bool bit_has(const uint64_t *set, uint32_t i)
{
	return set[i / 64] >> (i % 64) & 1;
}

static inline void bit_add(uint64_t *set, uint32_t i)
{
	set[i / 64] |= 1ull << (i % 64);
}

#endif

/* SPDX-License-Identifier: GPL-2.0-or-later */
/* FNV-1a, 64 bits: keys of the cache and its checksums; not against an enemy. */
#ifndef EQS_KERNEL_FNV_H
#define EQS_KERNEL_FNV_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define FNV_START 0xcbf29ce484222325ull

static inline uint64_t fnv_add(uint64_t h, const void *p, size_t n)
{
	const unsigned char *s = p;

	for (size_t i = 0; i < n; i++)
		h = (h ^ s[i]) * 0x100000001b3ull;
	return h;
}

/* The same idea by words of 8 bytes, the length added: for what is long. */
static inline uint64_t fnv_words(uint64_t h, const void *p, size_t n)
{
	const unsigned char *s = p;
	uint64_t word;
	size_t i;

	for (i = 0; i + 8 <= n; i += 8) {
		memcpy(&word, s + i, 8);
		h = (h ^ word) * 0x100000001b3ull;
		h ^= h >> 32; /* else the high bits of a word never reach the low ones */
	}
	h = fnv_add(h, s + i, n - i);
	return fnv_add(h, &n, sizeof(n));
}

/* The string with its final 0, so that "ab","c" and "a","bc" differ. */
static inline uint64_t fnv_string(uint64_t h, const char *s)
{
	return fnv_add(h, s, strlen(s) + 1);
}

#endif

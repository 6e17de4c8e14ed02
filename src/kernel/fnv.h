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

/* The string with its final 0, so that "ab","c" and "a","bc" differ. */
static inline uint64_t fnv_string(uint64_t h, const char *s)
{
	return fnv_add(h, s, strlen(s) + 1);
}

#endif

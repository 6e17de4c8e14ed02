// SPDX-License-Identifier: GPL-2.0-or-later
#include "vec.h"

#include <stdlib.h>

#include "error.h"

void *vec_grow_(void *v, size_t *cap, size_t n, size_t size)
{
	size_t c = *cap ? 2 * *cap : 8;

	if (c < n)
		c = n;
	v = reallocarray(v, c, size);
	if (!v)
		die("out of memory");
	*cap = c;
	return v;
}

void vec_free_(void *v)
{
	free(v);
}

// SPDX-License-Identifier: GPL-2.0-or-later
#include "forms.h"

#include <string.h>

/* The writer numbers things in the order of their first use, so equal facts are equal bytes. */
bool facts_equal(const struct unit *a, const struct unit *b)
{
	struct buf x = {}, y = {};
	bool equal;

	facts_write_binary(&x, a);
	facts_write_binary(&y, b);
	equal = x.n == y.n && !memcmp(x.s, y.s, x.n);
	buf_free(&x);
	buf_free(&y);
	return equal;
}

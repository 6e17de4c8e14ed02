/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Commands, as a person reads them. */
#ifndef EQS_UNIT_ARGV_H
#define EQS_UNIT_ARGV_H

#include "base/buf.h"
#include "base/intern.h"
#include "frontend/gcc.h"

/* The words with spaces between them, interned. */
static inline const char *joined(const struct argv_vec *argv)
{
	struct buf b = {};
	const char *s;

	for (size_t i = 0; i < argv->n; i++)
		buf_printf(&b, "%s%s", i ? " " : "", argv->v[i]);
	s = intern(b.s);
	buf_free(&b);
	return s;
}

#endif

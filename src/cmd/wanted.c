// SPDX-License-Identifier: GPL-2.0-or-later
#include "wanted.h"

#include "base/buf.h"
#include "base/error.h"
#include "facts/asked.h"

int wanted_write(const char *source, const char *arch, const char *const *names, size_t n,
		 const char *path, struct error *err)
{
	struct buf b = {};
	int ret;

	asked_lines(source, arch, names, n, &b);
	ret = buf_write_file(&b, path, err);
	buf_free(&b);
	return ret;
}

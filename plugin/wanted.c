// SPDX-License-Identifier: GPL-2.0-or-later
#include "wanted.h"

#include <string.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/intern.h"
#include "base/vec.h"
#include "facts/asked.h"

enum { MAX_LIST = 1 << 20 };

char *wanted_read(const char *list, const char *srctree, const char *arch, const char **why)
{
	VEC(const char *) names = {};
	struct buf text = {}, out = {};
	struct error err;

	if (buf_read_file(&text, list, MAX_LIST, &err)) {
		*why = intern(err.text);
	} else {
		for (const char *line = text.s; *line; line += strspn(line, "\n")) {
			size_t n = strcspn(line, "\n");

			if (n)
				vec_push(&names, intern_n(line, n));
			line += n;
		}
		asked_lines(srctree, arch, names.v, names.n, &out);
	}
	vec_free(&names);
	buf_free(&text);
	return out.s;
}

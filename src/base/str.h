/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Of strings, what string.h lacks. */
#ifndef EQS_STR_H
#define EQS_STR_H

#include <stdbool.h>
#include <string.h>

static inline bool starts(const char *s, const char *with)
{
	return !strncmp(s, with, strlen(with));
}

static inline bool ends(const char *s, const char *with)
{
	size_t n = strlen(s), m = strlen(with);

	return n >= m && !strcmp(s + n - m, with);
}

/* What stands behind the last slash. */
static inline const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

#endif

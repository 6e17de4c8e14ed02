/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Of strings, what string.h lacks. */
#ifndef EQS_STR_H
#define EQS_STR_H

#include <ctype.h>
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

/* Is the string one of the list, which ends with NULL? */
static inline bool is_one_of(const char *s, const char *const *list)
{
	for (; *list; list++)
		if (!strcmp(s, *list))
			return true;
	return false;
}

/* The same of how it begins. */
static inline bool starts_one_of(const char *s, const char *const *list)
{
	for (; *list; list++)
		if (starts(s, *list))
			return true;
	return false;
}

/* A character of C's names. */
static inline bool is_name_char(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* A character that words of instructions consist of. */
static inline bool is_instruction_char(char c)
{
	return is_name_char(c) || c == '.';
}

/* The words stand in the text of an instruction, and are no part of longer ones. */
static inline bool has_words(const char *text, const char *words)
{
	size_t n = strlen(words);

	for (const char *p = text; n && (p = strstr(p, words)); p++)
		if ((p == text || !is_instruction_char(p[-1])) && !is_instruction_char(p[n]))
			return true;
	return false;
}

/* What stands behind the last slash. */
static inline const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

#endif
